"""The nationwide provider list loaded in one go: rows a second and the memory of the load.

Run: ``python benchmarks/provider_list.py [--json] [--rows 55000]``. An invented list is
written, loaded by ``daiko registry provider-list`` into a server of its own, loaded again
(nothing changes), and a list of a tenth ends the others. Constant memory shows as the same
peak for a tenth of the rows; the ratio of the two peaks is the figure to keep near 1.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from cards import a_server, load
from daiko.simulation.provider_list import NATION, write_provider_list


def measure(rows: int) -> dict[str, Any]:
    """A tenth of the list, all of it, all of it again, and the tenth with the others ended."""
    with a_server() as home:
        tenth, whole = home / "tenth.csv", home / "Pref_00.csv"
        few = write_provider_list(tenth, 7, rows // 10)
        write_provider_list(whole, 7, rows)
        small = load("provider-list", str(tenth), "--on", "2026-04-01")
        everything = load("provider-list", str(whole), "--on", "2026-04-01")
        again = load("provider-list", str(whole), "--on", "2026-05-01")
        ended = load("provider-list", str(tenth), "--on", "2026-06-01", "--end-missing")
    counts = everything["providers"]["added"], again["providers"]["unchanged"]
    if counts != (rows - few, rows) or ended["providers"]["ended"] != rows - few:
        raise SystemExit("rows were lost")
    return {
        "rows": rows,
        "small": small,
        "all": everything,
        "again": again,
        "ended": ended,
        "rows_per_second": round(rows / everything["seconds"]),
        "ratio": round(everything["peak_mib"] / small["peak_mib"], 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=NATION)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    value = measure(arguments.rows)
    print(json.dumps(value, indent=None if arguments.json else 2))
    if value["ratio"] > 1.2:
        raise SystemExit("memory grows with the rows")


if __name__ == "__main__":
    main()
