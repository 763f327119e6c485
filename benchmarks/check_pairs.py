"""Cost of the whole check of a pair beside bare lxml parse and schema validation of it.

Both look at the same simulated pairs, in one process, CPU time, archive by archive in
turns, so that what slows the machine for a while slows both; the ratio is the median of
the turns' ratios. The whole check opens the ZIP, reads every member, parses, validates,
extracts and runs all rules, with the registers in memory. The bare side has the bytes
in memory already and does nothing but parse and validate with the same schemas.

No archive is checked twice: what the check remembers (docs/why/time-of-a-check.md) helps
only as far as new pairs repeat what others said. The first turns warm up, as a worker
does in its first seconds, and are told apart.

    benchmarks/check_pairs.py [--json] [--profile] [--pairs 4800] [--turns 16]
                              [--scaling 64000] [--sample FILE]
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import json
import multiprocessing
import pstats
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from daiko.archive.reader import open_archive
from daiko.checks.engine import check_archive, check_document
from daiko.checks.in_memory import MemoryHistory, MemoryRegisters
from daiko.checks.report import Verdict
from daiko.money.calendar import ProcessingMonth
from daiko.platform.rehearsal import collect_seldom
from daiko.registry.csv_files import Problems, read_directory
from daiko.registry.memory import memory_registers
from daiko.simulation.large import write_large_archive
from daiko.simulation.nation import write_month
from daiko.simulation.plan import SimulationPlan
from daiko.simulation.registry_rows import write_registers
from daiko.standard.kinds import DocumentKind
from daiko.standard.schemas import own_schemas

MONTH = ProcessingMonth(2026, 6)
RECEIVED_AT = datetime(2026, 6, 5, 3, tzinfo=UTC)
WARM_TURNS = 4
ROUNDS = 5  # of the two processes
LARGEST_ARCHIVE = 16_000  # pairs; 64,000 are four archives
SMALLEST_STEP = 2_000

Archive = tuple[str, bytes]
Document = tuple[DocumentKind, bytes]
Figures = dict[str, Any]


def main() -> None:
    """Print the figures; with ``--json`` as one object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--profile", action="store_true", help="where the check spends its time")
    parser.add_argument("--pairs", type=int, default=4_800, help="pairs in all archives")
    parser.add_argument("--turns", type=int, default=16, help="turns of each side")
    parser.add_argument("--scaling", type=int, default=4_000, help="pairs of the largest step")
    parser.add_argument("--sample", type=Path, help="a published result to measure as well")
    chosen = parser.parse_args()
    collect_seldom()  # as the processes of reception do (platform/confined_child.py)
    with tempfile.TemporaryDirectory() as folder:
        month = Month(Path(folder) / "month", chosen.pairs, chosen.turns + WARM_TURNS)
    if chosen.profile:
        month.profile()
        return
    figures = month.measure()
    figures["two_processes"] = two_processes(month)
    figures["scaling"] = list(scaling(chosen.scaling))
    if chosen.sample:
        figures["sample"] = sample(chosen.sample, chosen.turns)
    if chosen.json:
        json.dump(figures, sys.stdout, indent=2)
        print()
    else:
        show(figures)


def show(figures: Figures) -> None:
    """The figures for a reader."""
    print(f"pairs            {figures['pairs']}, {figures['turns']} turns, median CPU time")
    print(f"parse + schema   {figures['bare_ms_per_pair']:.3f} ms a pair")
    print(f"whole check      {figures['check_ms_per_pair']:.3f} ms a pair")
    print(f"ratio            {figures['ratio']:.2f} (first turn {figures['ratio_first_turn']:.2f})")
    two = figures["two_processes"]
    print(
        f"two processes    check {two['check_speed_up']:.2f} times as fast as one, bare loop "
        f"{two['bare_speed_up']:.2f}: {two['of_the_bare_loop']:.2f} of it"
    )
    for step in figures["scaling"]:
        print(f"scaling          {step['pairs']:6} pairs: {step['times']:.2f} × the time of half")
    if "sample" in figures:
        print(f"sample result    ratio {figures['sample']['ratio']:.2f}, document by itself")


class Month:
    """A simulated month in memory: archives by turn, their documents, registers."""

    def __init__(self, folder: Path, pairs: int, turns: int) -> None:
        write_month(folder, SimulationPlan(1, 4, 12, pairs, MONTH))
        self.registers = registers_in(folder / "registry")
        self.archives = [
            (path.name, path.read_bytes()) for path in sorted((folder / "archives").iterdir())
        ]
        random.Random(1).shuffle(self.archives)  # every turn has something of every provider
        self.documents = [documents_of(data) for _, data in self.archives]
        self.pairs = pairs
        self.turns = min(turns, len(self.archives))

    def measure(self) -> Figures:
        """Both sides in turns; the first ones warm up and do not count."""
        gc.collect()
        gc.freeze()  # what the benchmark itself holds is nobody's garbage to look through
        per_pair = [self.turn(number) for number in range(self.turns)]
        ratios = [check_s / bare_s for bare_s, check_s in per_pair]
        bare, check = zip(*per_pair[WARM_TURNS:], strict=True)
        counted = ratios[WARM_TURNS:]
        return {
            "ratio": round(statistics.median(counted), 3),
            "ratio_least": round(min(counted), 3),
            "ratio_most": round(max(counted), 3),
            "ratio_first_turn": round(ratios[0], 3),
            "check_ms_per_pair": round(statistics.median(check) * 1_000, 4),
            "bare_ms_per_pair": round(statistics.median(bare) * 1_000, 4),
            "pairs": self.pairs,
            "turns": len(counted),
        }

    def turn(self, number: int) -> tuple[float, float]:
        """CPU seconds a pair of both sides, over the archives of a turn."""
        bare_s = check_s = pairs = 0.0
        for place in range(number, len(self.archives), self.turns):
            pairs += len(self.documents[place]) / 2
            bare_s += cpu(partial(parse_and_validate, self.documents[place]))
            check_s += cpu(partial(check, self.archives[place], self.registers))
        return bare_s / pairs, check_s / pairs

    def profile(self) -> None:
        """Functions of the check by their own time, over the turns after the first."""
        self.turn(0)
        profiler = cProfile.Profile()
        for place in range(len(self.archives)):
            if place % self.turns:
                profiler.runcall(check, self.archives[place], self.registers)
        pstats.Stats(profiler).sort_stats("tottime").print_stats(45)


def registers_in(folder: Path) -> MemoryRegisters:
    files = read_directory(folder)
    assert not isinstance(files, Problems), "the simulation writes registers that can be read"
    return memory_registers(files)


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process for one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def documents_of(data: bytes) -> list[Document]:
    """Results and claims of an archive with their kinds, as bytes."""
    archive = open_archive(BytesIO(data))
    kinds = {"DATA": DocumentKind.HC, "CLAIMS": DocumentKind.CC}
    return [
        (kinds[member.name.split("/")[1]], archive.read(member))
        for member in archive.members
        if member.name.split("/")[1] in kinds and not member.is_folder
    ]


def parse_and_validate(documents: list[Document]) -> None:
    """What no check can do without."""
    schemas = own_schemas()
    for kind, data in documents:
        if schemas.validate(kind, etree.fromstring(data)):
            raise AssertionError("a document is not valid")


def check(archive: Archive, registers: MemoryRegisters) -> None:
    """The whole check of an archive, as reception runs it."""
    name, data = archive
    check_stream(BytesIO(data), name, registers)


def check_stream(source: BinaryIO, name: str, registers: MemoryRegisters) -> None:
    report = check_archive(
        source,
        name=name,
        received_at=RECEIVED_AT,
        registers=registers,
        history=MemoryHistory(),
        on_pair=lambda _: None,
    )
    if report.verdict is not Verdict.ACCEPTED:
        raise AssertionError(f"{name} is not accepted")


# --- two processes --------------------------------------------------------------------


def two_processes(month: Month) -> Figures:
    """How much faster two processes are than one, for the check and for the bare loop.

    The machine may be shared, so both are measured in turns and compared with each
    other: whatever holds back the second process holds back both.
    """
    sides: dict[str, Callable[[int], object]] = {
        "bare": lambda place: parse_and_validate(month.documents[place]),
        "check": lambda place: check(month.archives[place], month.registers),
    }
    rounds: dict[str, list[float]] = {side: [] for side in sides}
    for _ in range(ROUNDS):
        for side, work in sides.items():
            one = wall(work, [range(len(month.archives))])
            two = wall(work, [range(start, len(month.archives), 2) for start in (0, 1)])
            rounds[side].append(one / two)
    shares = [c / b for c, b in zip(rounds["check"], rounds["bare"], strict=True)]
    return {
        "check_speed_up": round(statistics.median(rounds["check"]), 3),
        "bare_speed_up": round(statistics.median(rounds["bare"]), 3),
        "of_the_bare_loop": round(statistics.median(shares), 3),
        "rounds": ROUNDS,
    }


def wall(work: Callable[[int], object], shares: list[range]) -> float:
    """Seconds on the clock until every process has done its share."""
    context = multiprocessing.get_context("fork")
    ready = context.Barrier(len(shares) + 1)
    processes = [context.Process(target=_share, args=(work, share, ready)) for share in shares]
    for process in processes:
        process.start()
    ready.wait()
    start = time.perf_counter()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise AssertionError("a process of the benchmark failed")
    return time.perf_counter() - start


def _share(work: Callable[[int], object], places: range, ready: Barrier) -> None:
    ready.wait()
    for place in places:
        work(place)


# --- twice the pairs ------------------------------------------------------------------


def scaling(largest: int) -> Iterator[Figures]:
    """CPU time for 2n pairs over that for n, doubling up to ``largest``.

    A step has as few archives as hold its pairs. Each is a process's first work.
    """
    times: dict[int, float] = {}
    size = min(SMALLEST_STEP, largest // 2)
    while size and size <= largest:
        with tempfile.TemporaryDirectory() as folder:
            times[size] = _time_of(Path(folder), size)
        if size // 2 in times:
            yield {"pairs": size, "times": round(times[size] / times[size // 2], 3)}
        size *= 2


def _time_of(folder: Path, pairs: int) -> float:
    plan = SimulationPlan(2, 4, 1, pairs, MONTH)
    write_registers(plan, folder)
    paths = []
    for sequence, first in enumerate(range(0, pairs, LARGEST_ARCHIVE)):
        part = folder / "part"
        with part.open("wb") as out:
            count = min(LARGEST_ARCHIVE, pairs - first)
            name = write_large_archive(out, plan, count, first=first, sequence=sequence)
        paths.append(part.rename(folder / name))
    context = multiprocessing.get_context("fork")
    with context.Pool(1) as pool:
        taken_s: float = pool.apply(_check_files, (folder, paths))
    return taken_s


def _check_files(folder: Path, paths: list[Path]) -> float:
    registers = registers_in(folder)
    start = time.process_time()
    for path in paths:
        with path.open("rb") as source:
            check_stream(source, path.name, registers)
    return time.process_time() - start


# --- a published document -------------------------------------------------------------


def sample(path: Path, turns: int) -> Figures:
    """The published result by itself, its numbers varied as those of other people would be."""
    chance, data = random.Random(1), path.read_bytes()
    ratios = []
    for _ in range(turns + WARM_TURNS):
        people = [_other_numbers(data, chance) for _ in range(50)]
        bare = cpu(partial(parse_and_validate, [(DocumentKind.HC, person) for person in people]))
        whole = cpu(partial(_check_documents, people))
        ratios.append(whole / bare)
    return {"ratio": round(statistics.median(ratios[WARM_TURNS:]), 3), "turns": turns}


def _other_numbers(data: bytes, chance: random.Random) -> bytes:
    """Another last digit in every quantity."""

    def other(found: re.Match[bytes]) -> bytes:
        return found[1] + str(chance.randint(1, 9)).encode() + b'"'

    return re.sub(rb'(xsi:type="PQ" value="[0-9.]*)[0-9]"', other, data)


def _check_documents(documents: list[bytes]) -> None:
    for data in documents:
        check_document(data, DocumentKind.HC, received_at=RECEIVED_AT)


if __name__ == "__main__":
    main()
