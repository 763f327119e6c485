"""Cost of the whole check of a pair beside bare lxml parse and schema validation of it.

Both look at the same simulated pairs, in one process, CPU time, archive by archive in
turns, so that what slows the machine for a while slows both; the ratio is the median of
the turns' ratios. The whole check opens the ZIP, reads every member, parses, validates,
extracts and runs all rules, with the registers in memory. The bare side has the bytes
in memory already and does nothing but parse and validate with the same schemas.

    benchmarks/check_pairs.py [--json] [--profile] [--pairs 400] [--turns 15]
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import json
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
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
    parser.add_argument("--profile", action="store_true", help="where the check spends its time")
    parser.add_argument("--pairs", type=int, default=400, help="pairs in the archives")
    parser.add_argument("--turns", type=int, default=15, help="turns of each side")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        month = Month(Path(folder) / "month", chosen.pairs)
    if chosen.profile:
        month.profile()
        return
    figures = month.measure(chosen.turns)
    if chosen.json:
        json.dump(figures, sys.stdout, indent=2)
        print()
        return
    print(f"pairs            {figures['pairs']}, {figures['turns']} turns, median CPU time")
    print(f"parse + schema   {figures['bare_ms_per_pair']:.3f} ms a pair")
    print(f"whole check      {figures['check_ms_per_pair']:.3f} ms a pair")
    print(f"ratio            {figures['ratio']:.2f}")


class Month:
    """A simulated month in memory: archives, their documents, registers."""

    def __init__(self, folder: Path, pairs: int) -> None:
        write_month(folder, SimulationPlan(1, 2, 2, pairs, MONTH))
        files = read_directory(folder / "registry")
        assert not isinstance(files, Problems), "the simulation writes registers that can be read"
        self.pairs = pairs
        self.registers = memory_registers(files)
        self.archives = {
            path.name: path.read_bytes() for path in sorted((folder / "archives").iterdir())
        }
        self.documents = {name: documents_of(data) for name, data in self.archives.items()}

    def measure(self, turns: int) -> dict[str, float]:
        """Both sides in turns; the first turn warms up and does not count."""
        gc.collect()
        gc.freeze()  # what the benchmark itself holds is nobody's garbage to look through
        bare, whole = zip(*(self.turn() for _ in range(turns + 1)), strict=True)
        ratios = [check_s / bare_s for bare_s, check_s in zip(bare[1:], whole[1:], strict=True)]
        return {
            "ratio": round(statistics.median(ratios), 3),
            "ratio_least": round(min(ratios), 3),
            "ratio_most": round(max(ratios), 3),
            "check_ms_per_pair": round(statistics.median(whole[1:]) * 1_000 / self.pairs, 4),
            "bare_ms_per_pair": round(statistics.median(bare[1:]) * 1_000 / self.pairs, 4),
            "pairs": self.pairs,
            "documents": sum(len(documents) for documents in self.documents.values()),
            "turns": turns,
        }

    def turn(self) -> tuple[float, float]:
        """CPU seconds of both sides over all archives."""
        bare_s = check_s = 0.0
        for name, data in self.archives.items():
            bare_s += cpu(partial(parse_and_validate, self.documents[name]))
            check_s += cpu(partial(check, name, data, self.registers))
        return bare_s, check_s

    def profile(self) -> None:
        """Functions of the check by their own time, over three turns."""
        self.turn()
        profiler = cProfile.Profile()
        for _ in range(3):
            for name, data in self.archives.items():
                profiler.runcall(check, name, data, self.registers)
        pstats.Stats(profiler).sort_stats("tottime").print_stats(45)


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


def check(name: str, data: bytes, registers: Registers) -> None:
    """The whole check of an archive, as reception runs it."""
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
