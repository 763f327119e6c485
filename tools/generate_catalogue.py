"""Makes the package data of ``daiko.standard.catalogue`` from the catalogue tables.

    python tools/generate_catalogue.py ../shared/standards/catalogue

Reads ``items.csv`` and ``code_systems.csv`` there and writes files of the same
names, with the columns the product uses, to ``src/daiko/standard/data``, beside
``edition.csv`` (digest and row count of each source). Rows of one vendor's local
extension are left out (rulings.md 24). Same input, same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).resolve().parents[1] / "src" / "daiko" / "standard" / "data"

ITEM_COLUMNS: Final = {
    "code": "item_code",
    "code_system": "item_code_oid",
    "domain": "domain",
    "category_ja": "category_ja",
    "section": "default_section",
    "sequence": "seq",
    "name_ja": "item_name_ja",
    "name_en": "item_name_en",
    "value_type": "xml_value_type",
    "author_of_another": "observation_style",
    "unit": "unit_xml",
    "unit_display": "unit_display",
    "picture": "format",
    "decimals": "decimals",
    "max_length": "max_length",
    "valid_min": "valid_min",
    "valid_max": "valid_max",
    "value_code_system": "value_code_oid",
    "value_code_system_phase3": "value_code_oid_phase3",
    "method_code": "method_code",
    "method_name_ja": "method_name_ja",
    "choice_group": "choice_group",
    "requirement": "requirement",
    "group_id": "group_id",
    "group_relation": "group_relation",
    "depends_on": "depends_on",
    "author_item": "author_item",
    "phases": "phases",
}
"""Our column → column of the source."""

CODE_COLUMNS: Final = (
    "oid",
    "name_ja",
    "name_en",
    "code",
    "display_ja",
    "display_en",
    "phases",
    "kind",
)


def generate(source: Path) -> dict[str, bytes]:
    """File name → bytes of every generated file."""
    items, codes = _rows(source / "items.csv"), _rows(source / "code_systems.csv")
    national = [row for row in items if row["domain"] != "checkup_ext"]
    return {
        "items.csv": _csv(ITEM_COLUMNS, (_item(row) for row in national)),
        "code_systems.csv": _csv(
            CODE_COLUMNS,
            ([row[column] for column in CODE_COLUMNS] for row in codes if row["phases"] != "local"),
        ),
        "edition.csv": _csv(
            ("source", "sha256", "rows"),
            (
                (name, hashlib.sha256((source / name).read_bytes()).hexdigest(), str(len(rows)))
                for name, rows in (("items.csv", items), ("code_systems.csv", codes))
            ),
        ),
    }


def _item(row: dict[str, str]) -> list[str]:
    known = dict(row)
    known["observation_style"] = "yes" if row["observation_style"] == "author_only" else ""
    if row["domain"] == "guidance":
        known["requirement"] = ""  # words per report and level: guidance_items.csv has them
    return [known[column] for column in ITEM_COLUMNS.values()]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _csv(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def main(arguments: list[str]) -> int:
    """Write the files; 2 when the folder is not given."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    DATA.mkdir(exist_ok=True)
    for name, content in generate(Path(arguments[0])).items():
        (DATA / name).write_bytes(content)
        print(f"{name}: {len(content.splitlines()) - 1} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
