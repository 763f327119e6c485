"""Copies the rule catalogue into the package: ``checks.csv`` → ``checks/data/rules.csv``.

Every row and column is kept, in the order of the source; only the line ends are
made plain. Run it again when the catalogue changes:

    python tools/generate_rules.py ../shared/standards/checks.csv
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src/daiko/checks/data/rules.csv"


def main() -> int:
    """Read the catalogue, refuse double or empty ids, write the package data."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    with Path(sys.argv[1]).open(encoding="utf-8-sig", newline="") as source:
        reader = csv.DictReader(source)
        columns = list(reader.fieldnames or ())
        rows = list(reader)
    ids = [row["id"] for row in rows]
    doubled = sorted({i for i in ids if ids.count(i) > 1 or not i})
    if doubled:
        print(f"ids that are empty or stand twice: {doubled}")
        return 1
    with TARGET.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} rules → {TARGET.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
