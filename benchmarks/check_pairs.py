"""Cost of the whole check of a pair beside bare lxml parse and schema validation of it.

Both look at the same simulated pairs, in one process, in turns, CPU time; the median of
the turns counts. The whole check opens the ZIP, reads every member, parses, validates,
extracts and runs all rules, with the registers in memory. The bare side has the bytes
in memory already and does nothing but parse and validate with the same schemas.

    benchmarks/check_pairs.py [--json] [--pairs 400] [--turns 15]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from lxml import etree

from daiko.archive.reader import open_archive
from daiko.checks.engine import check_archive
from daiko.checks.registers import MemoryHistory, Registers
from daiko.checks.report import Verdict
from daiko.money.calendar import ProcessingMonth
from daiko.registry.csv_files import Problems, read_directory
from daiko.registry.memory import memory_registers
from daiko.simulation.nation import write_month
from daiko.simulation.plan import SimulationPlan
from daiko.standard.kinds import DocumentKind
from daiko.standard.schemas import own_schemas

MONTH = ProcessingMonth(2026, 6)
RECEIVED_AT = datetime(2026, 6, 5, 3, tzinfo=UTC)


def main() -> None:
    """Print the figures; with ``--json`` as one object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--pairs", type=int, default=400, help="pairs in the archives")
    parser.add_argument("--turns", type=int, default=15, help="turns of each side")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), chosen.pairs, chosen.turns)
    if chosen.json:
        json.dump(figures, sys.stdout, indent=2)
        print()
        return
    print(f"pairs            {figures['pairs']}, {figures['turns']} turns, median CPU time")
    print(f"parse + schema   {figures['bare_ms_per_pair']:.3f} ms a pair")
    print(f"whole check      {figures['check_ms_per_pair']:.3f} ms a pair")
    print(f"ratio            {figures['ratio']:.2f}")


def measure(folder: Path, pairs: int, turns: int) -> dict[str, float]:
    """Both sides in turns, so that what slows the machine slows both."""
    write_month(folder / "month", SimulationPlan(1, 2, 2, pairs, MONTH))
    archives = {path.name: path.read_bytes() for path in (folder / "month/archives").iterdir()}
    files = read_directory(folder / "month/registry")
    assert not isinstance(files, Problems), "the simulation writes registers that can be read"
    registers = memory_registers(files)
    documents = [document for data in archives.values() for document in documents_of(data)]
    bare: list[float] = []
    whole: list[float] = []
    for _ in range(turns + 1):
        bare.append(cpu(lambda: parse_and_validate(documents)))
        whole.append(cpu(lambda: check_all(archives, registers)))
    bare_ms = statistics.median(bare[1:]) * 1_000 / pairs  # the first turn warms up
    check_ms = statistics.median(whole[1:]) * 1_000 / pairs
    return {
        "ratio": round(check_ms / bare_ms, 3),
        "check_ms_per_pair": round(check_ms, 4),
        "bare_ms_per_pair": round(bare_ms, 4),
        "pairs": pairs,
        "documents": len(documents),
        "turns": turns,
    }


def cpu(work: Callable[[], None]) -> float:
    """CPU seconds of this process for one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def documents_of(data: bytes) -> list[tuple[DocumentKind, bytes]]:
    """Results and claims of an archive with their kinds, as bytes."""
    archive = open_archive(BytesIO(data))
    kinds = {"DATA": DocumentKind.HC, "CLAIMS": DocumentKind.CC}
    return [
        (kinds[member.name.split("/")[1]], archive.read(member))
        for member in archive.members
        if member.name.split("/")[1] in kinds and not member.is_folder
    ]


def parse_and_validate(documents: list[tuple[DocumentKind, bytes]]) -> None:
    """What no check can do without."""
    schemas = own_schemas()
    for kind, data in documents:
        if schemas.validate(kind, etree.fromstring(data)):
            raise AssertionError("a simulated document is not valid")


def check_all(archives: dict[str, bytes], registers: Registers) -> None:
    """The whole check of every archive, as reception runs it."""
    for name, data in archives.items():
        report = check_archive(
            BytesIO(data),
            name=name,
            received_at=RECEIVED_AT,
            registers=registers,
            history=MemoryHistory(),
        )
        if report.verdict is not Verdict.ACCEPTED:
            raise AssertionError(f"{name} is not accepted")


if __name__ == "__main__":
    main()
