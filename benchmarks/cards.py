"""Cards loaded in one go: rows a second and the memory of the loading process.

Run: ``python benchmarks/cards.py [--json] [--rows 200000]``. A file of cards of one insurer
is written, loaded by ``daiko registry load`` into a server of its own, loaded again (nothing
changes), and counted. Constant memory shows as the same peak for a tenth of the rows; the
ratio of the two peaks is the figure to keep near 1. ``make prove-cards`` takes 5,000,000.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from daiko.platform.postgres import embedded_server
from daiko.standard.registry_files import COLUMNS

INSURER: Final = "06132013"
_INSURER_ROW: Final = {
    "insurer_number": INSURER,
    "name": "架空健康保険組合",
    "card_check_mode": "master",
    "start_on": "2008-04-01",
}
_CARD: Final = {
    "insurer_number": INSURER,
    "fiscal_year": "2026",
    "card_kind": "1",
    "issued_on": "2026-04-10",
    "valid_until": "2027-03-31",
    "symbol": "１２",
    "branch_code": "01",
    "name_kana": "カクウ　タロウ",
    "birth_date": "1970-01-02",
    "sex": "1",
    "basic_kind": "2",
    "basic_value": "001000",
    "detail_kind": "1",
}


def write_cards(folder: Path, rows: int) -> Path:
    """A folder with one insurer and its cards."""
    folder.mkdir()
    with (folder / "insurers.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, COLUMNS["insurers"], restval="")
        writer.writeheader()
        writer.writerow(_INSURER_ROW)
    with (folder / "cards.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, COLUMNS["cards"], restval="")
        writer.writeheader()
        for number in range(rows):
            writer.writerow({**_CARD, "card_id": f"261{number:08}", "number": str(number)})
    return folder


def load(*arguments: str) -> dict[str, Any]:
    """One load in a process of its own: its report, seconds and peak memory (MiB)."""
    started = time.monotonic()
    command = [sys.executable, "-m", "daiko", "registry", *arguments, "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    out = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"the load failed: {out[-2000:]}")
    return {
        **json.loads(out)["tables"],
        "seconds": round(time.monotonic() - started, 1),
        "peak_mib": usage.ru_maxrss // 1024,
    }


@contextmanager
def a_server() -> Iterator[Path]:
    """A server of its own for the processes started within, and a folder for files."""
    home = Path(tempfile.mkdtemp(prefix="daiko-registry-"))
    home.chmod(0o755)
    os.environ["DAIKO_HOME"] = str(home)
    server = embedded_server(home)
    try:
        yield home
    finally:
        server.stop()
        shutil.rmtree(server.socket, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)


def measure(rows: int) -> dict[str, Any]:
    """A tenth of the rows, all of them, and all of them again."""
    with a_server() as home:
        small = load("load", str(write_cards(home / "small", rows // 10)))
        folder = str(write_cards(home / "all", rows))
        everything, again = load("load", folder), load("load", folder)
    if again["cards"]["unchanged"] != rows or everything["cards"]["rows"] != rows:
        raise SystemExit("rows were lost")
    return {
        "rows": rows,
        "small": small,
        "all": everything,
        "again": again,
        "rows_per_second": round(rows / everything["seconds"]),
        "ratio": round(everything["peak_mib"] / small["peak_mib"], 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    value = measure(arguments.rows)
    print(json.dumps(value, indent=None if arguments.json else 2))
    if value["ratio"] > 1.2:
        raise SystemExit("memory grows with the rows")


if __name__ == "__main__":
    main()
