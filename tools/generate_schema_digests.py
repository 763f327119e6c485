"""Writes the digests of official schema sets: ``standard/data/official_schemas.csv``.

Only digests are kept, not the schemas. Folders given are editions of the set:

    python tools/generate_schema_digests.py ../shared/standards/xsd ../shared/standards/xsd-phase2
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from daiko.standard.schemas import FILES, normal_digest

TARGET = Path(__file__).resolve().parents[1] / "src/daiko/standard/data/official_schemas.csv"


def main() -> int:
    """Digest every file of the set that an edition has."""
    rows = sorted(
        {
            (f"XSD/{name}", normal_digest((Path(folder) / name).read_bytes()))
            for folder in sys.argv[1:]
            for name in FILES
            if (Path(folder) / name).is_file()
        }
    )
    if not rows:
        print(__doc__)
        return 2
    with TARGET.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(("path", "digest"))
        writer.writerows(rows)
    print(f"{len(rows)} digests → {TARGET.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
