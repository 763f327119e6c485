"""Makes the package data of ``daiko.standard.catalogue`` from the catalogue tables.

    python tools/generate_catalogue.py ../shared/standards/catalogue

Reads ``items.csv``, ``code_systems.csv``, ``guidance_items.csv`` and
``guidance_points.csv`` there and writes files of the same names, with the columns the
product uses, to ``src/daiko/standard/data``, beside ``edition.csv`` (digest and row
count of each source). Rows of one vendor's local extension are left out (rulings.md
24). Same input, same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
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

GUIDANCE_ITEM_COLUMNS: Final = (
    "section",
    "part",
    "code",
    "place",
    "value_type",
    "unit",
    "code_system",
    "phases",
    "name_ja",
    "name_en",
    "act_mood",
    "mood",
    "first_claim",
    "second_claim",
    "legal_report",
    "max_length",
)
GUIDANCE_POINT_COLUMNS: Final = (
    "phase",
    "kind",
    "code_system",
    "code",
    "support",
    "unit_minutes",
    "points",
    "cap_points",
    "minimum_minutes",
    "name_ja",
)
_PLACES: Final = (  # beginning of the source's data type → where the value stands
    ("act/effectiveTime", "act_date", ""),
    ("date of the act", "act_date", ""),
    ("act/code", "act_form", ""),
    ("act/performer", "performer", ""),
    ("performer code", "performer", ""),
    ("observation/effectiveTime/width", "minutes", "PQ"),
    ("effectiveTime/width", "minutes", "PQ"),
    ("organisation", "organization", ""),
    ("II", "organization", ""),
)
_PARTS: Final = (  # how a section's name in the source goes on → entry of the section
    ("(計画)", "plan"),
    ("(実施)", "done"),
)
_POINT_ROWS: Final = {  # phase, beginning of the label → kind, code system, code, support
    ("3", "支援A 個別支援"): ("process", "1113", "1", "A"),
    ("3", "支援A グループ"): ("process", "1113", "3", "A"),
    ("3", "支援A 電話"): ("process", "1113", "4", "A"),
    ("3", "支援A 電子メール"): ("process", "1113", "6", "A"),
    ("3", "支援B 個別支援"): ("process", "1113", "2", "B"),
    ("3", "支援B 電話"): ("process", "1113", "5", "B"),
    ("3", "支援B 電子メール"): ("process", "1113", "7", "B"),
    ("3", "TOTAL"): ("total", "", "", ""),
    ("4", "個別支援(対面)"): ("process", "24010", "1", ""),
    ("4", "個別支援(遠隔"): ("process", "24010", "2", ""),
    ("4", "グループ支援(対面)"): ("process", "24010", "3", ""),
    ("4", "グループ支援(遠隔"): ("process", "24010", "4", ""),
    ("4", "電話支援"): ("process", "24010", "5", ""),
    ("4", "電子メール"): ("process", "24010", "6", ""),
    ("4", "健診当日の初回面接"): ("early", "24070", "1", ""),
    ("4", "健診後1週間以内"): ("early", "24070", "2", ""),
    ("4", "アウトカム 腹囲2cm"): ("waist_weight", "24090", "2", ""),
    ("4", "アウトカム 腹囲1cm"): ("waist_weight", "24090", "1", ""),
    ("4", "アウトカム 食習慣"): ("diet", "24100", "1", ""),
    ("4", "アウトカム 運動習慣"): ("exercise", "24100", "1", ""),
    ("4", "アウトカム 喫煙習慣"): ("smoking", "24130", "1", ""),
    ("4", "アウトカム 休養習慣"): ("rest", "24100", "1", ""),
    ("4", "アウトカム その他"): ("other", "24100", "1", ""),
    ("4", "TOTAL"): ("total", "", "", ""),
}
_ROOT: Final = "1.2.392.200119.6."


def generate(source: Path) -> dict[str, bytes]:
    """File name → bytes of every generated file."""
    items, codes = _rows(source / "items.csv"), _rows(source / "code_systems.csv")
    guidance = _rows(source / "guidance_items.csv")
    points = _rows(source / "guidance_points.csv")
    national = [row for row in items if row["domain"] != "checkup_ext"]
    sources = {
        "items.csv": items,
        "code_systems.csv": codes,
        "guidance_items.csv": guidance,
        "guidance_points.csv": points,
    }
    return {
        "items.csv": _csv(ITEM_COLUMNS, (_item(row) for row in national)),
        "code_systems.csv": _csv(
            CODE_COLUMNS,
            ([row[column] for column in CODE_COLUMNS] for row in codes if row["phases"] != "local"),
        ),
        "guidance_items.csv": _csv(GUIDANCE_ITEM_COLUMNS, _guidance_items(guidance)),
        "guidance_points.csv": _csv(
            GUIDANCE_POINT_COLUMNS, (line for row in points if (line := _points(row)))
        ),
        "edition.csv": _csv(
            ("source", "sha256", "rows"),
            (
                (name, hashlib.sha256((source / name).read_bytes()).hexdigest(), str(len(rows)))
                for name, rows in sources.items()
            ),
        ),
    }


def _guidance_items(rows: Iterable[dict[str, str]]) -> Iterable[list[str]]:
    """Rows of the body (90010 to 90080); header and claim elements are in the schemas."""
    for row in rows:
        if not row["section"].startswith("90"):
            continue
        place, value_type = _place(row["data_type"])
        system = re.search(r"1\.2\.392\.200119\.6\.\d+", row["code_system"])
        moods = dict(part.split(" ") for part in row["moods"].split(", ") if part)
        section = row["section"][:5]
        if row["item_code"] in ("1042000085", "1042000086"):  # 90080: in the national report
            place, value_type = "value", "CD"
        yield [
            section,
            _part(row["section"], row["item_code"]),
            row["item_code"] if row["item_code"].isdigit() else "",
            place,
            value_type,
            row["unit"] if value_type else "",
            system.group() if system else "",
            ";".join(str(phase) for phase in _phases(row["phases"])),
            row["name_ja"],
            row["name_en"],
            moods.get("act", ""),
            moods.get("observation", ""),
            row["first_claim"],
            _second_claim(section, row["second_claim"]),
            row["legal_report"],
            _length(row["value_format"]),
        ]


def _second_claim(section: str, signs: str) -> str:
    """Signs motivational|active|equivalent; the source's 90040 is shifted (guidance.md 7.5)."""
    if section != "90040" or not signs:
        return signs
    motivational, active, _ = signs.split("|")
    return f"-|{motivational}|{active}"


def _place(data_type: str) -> tuple[str, str]:
    for beginning, place, value_type in _PLACES:
        if data_type.startswith(beginning):
            return place, value_type
    return "value", data_type


def _part(section: str, code: str) -> str:
    """Entry within the section: plan or done, else the section's only one."""
    for ending, part in _PARTS:
        if ending in section:
            return part
    if section.startswith("90070"):
        return "plan" if code.startswith("1041") else "done"
    return ""


def _phases(text: str) -> Iterable[int]:
    """``1-3`` → 1, 2, 3; ``1-4 (25: 3-4)`` → 1 to 4."""
    first, _, last = text.split(" ", maxsplit=1)[0].partition("-")
    return range(int(first), int(last or first) + 1)


def _length(value_format: str) -> str:
    """Most characters of a text; a code and a number say nothing here."""
    found = re.search(r"(\d+) (?:full-width )?characters", value_format)
    return found.group(1) if found else ""


def _points(row: dict[str, str]) -> list[str] | None:
    label = row["support form"]
    for (phase, beginning), (kind, system, code, support) in _POINT_ROWS.items():
        if row["phase"] != phase or not label.startswith(beginning):
            continue
        unit = re.match(r"(\d+) min", row["minutes/count unit"])
        least = re.search(r"min (\d+) min", row["condition"])
        cap = re.match(r"(\d+) per session", row["cap"]) if phase == "3" else None
        return [
            phase,
            kind,
            _ROOT + system if system else "",
            code,
            support,
            unit.group(1) if unit else "",
            row["points"],
            cap.group(1) if cap else "",
            least.group(1) if least else "",
            label,
        ]
    return None  # model guidance and the flag of phase 3 have no points of their own


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
