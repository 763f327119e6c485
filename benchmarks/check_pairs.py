"""Cost of the whole check of a pair beside bare lxml parse and schema validation of it.

Both look at the same simulated pairs, in one process, CPU time, archive by archive in
turns, so that what slows the machine for a while slows both; the ratio is the median of
the turns' ratios. The whole check opens the ZIP, reads every member, parses, validates,
extracts and runs all rules, with the registers in memory. The bare side has the bytes
in memory already and does nothing but parse and validate with the same schemas.

Checkups and guidance are told apart, then together ("both": a process that takes in
archives of both kinds). No archive is checked twice: what the check remembers
(docs/why/time-of-a-check.md) helps only as far as new pairs repeat what others said. The
first turns warm up, as a worker does in its first seconds, and are told apart.

    benchmarks/check_pairs.py [--json] [--profile checkups|guidance] [--pairs 4800]
                              [--guidance 2400] [--turns 16] [--scaling 64000] [--sample FILE]
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
from typing import Any, BinaryIO, NamedTuple

from lxml import etree

from daiko.archive.reader import open_archive
from daiko.checks.engine import check_archive, check_document
from daiko.checks.in_memory import MemoryHistory, MemoryRegisters
from daiko.checks.pair_building import earlier_of
from daiko.checks.report import PairVerdict, Verdict
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
KINDS = {"h": DocumentKind.HC, "c": DocumentKind.CC, "g": DocumentKind.HG, "p": DocumentKind.GC}
CLASSES = {"checkups": "_1.zip", "guidance": "_2.zip"}
Archive = tuple[str, bytes]
Document = tuple[DocumentKind, bytes]
Figures = dict[str, Any]


class Taken(NamedTuple):
    """What a turn took: CPU seconds of the bare side and of the check."""

    bare_s: float
    check_s: float
    pairs: float


def main() -> None:
    """Print the figures; with ``--json`` as one object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--profile", choices=CLASSES, help="where the check spends its time")
    parser.add_argument("--pairs", type=int, default=4_800, help="pairs of checkups")
    parser.add_argument("--guidance", type=int, default=2_400, help="people of whom guidance tells")
    parser.add_argument("--turns", type=int, default=16, help="turns of each side")
    parser.add_argument("--scaling", type=int, default=4_000, help="pairs of the largest step")
    parser.add_argument("--sample", type=Path, help="a published result to measure as well")
    chosen = parser.parse_args()
    collect_seldom()  # as the processes of reception do (platform/confined_child.py)
    with tempfile.TemporaryDirectory() as folder:
        turns = chosen.turns + WARM_TURNS
        month = Month(Path(folder) / "month", chosen.pairs, turns, chosen.guidance)
    if chosen.profile:
        month.profile(chosen.profile)
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
    for name in (*CLASSES, "both"):
        if of := figures.get(name):
            print(
                f"{name:16} ratio {of['ratio']:.2f}, {of['ratio_least']:.2f} to "
                f"{of['ratio_most']:.2f} (first turn {of['ratio_first_turn']:.2f}); "
                f"{of['check_ms_per_pair']:.3f} ms a pair, bare "
                f"{of['bare_ms_per_pair']:.3f}; {of['turns']} turns"
            )
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
    """A simulated month in memory: archives in their order, their documents, registers."""

    def __init__(self, folder: Path, pairs: int, turns: int, guidance: int = 0) -> None:
        write_month(folder, SimulationPlan(1, 4, 12, pairs, MONTH, guidance=guidance))
        self.registers = registers_in(folder / "registry")
        self.history = MemoryHistory()
        self.archives = shuffled(
            [(path.name, path.read_bytes()) for path in sorted((folder / "archives").iterdir())]
        )
        self.documents = [documents_of(data) for _, data in self.archives]
        self.pairs = sum(len(documents) // 2 for documents in self.documents)
        self.places = {
            name: [n for n, (zip_name, _) in enumerate(self.archives) if zip_name.endswith(ending)]
            for name, ending in CLASSES.items()
        }
        self.turns = min(turns, *(len(places) for places in self.places.values() if places))

    def measure(self) -> Figures:
        """Both sides in turns; the first ones warm up and do not count."""
        gc.collect()
        gc.freeze()  # what the benchmark itself holds is nobody's garbage to look through
        taken: dict[str, list[Taken]] = {name: [] for name in CLASSES}
        for number in range(self.turns):
            for name, places in self.places.items():
                first, end = (len(places) * n // self.turns for n in (number, number + 1))
                taken[name].append(self.turn(places[first:end]))
        kinds = {name: turns for name, turns in taken.items() if self.places[name]}
        if len(kinds) > 1:
            both = zip(*kinds.values(), strict=True)
            kinds["both"] = [Taken(*map(sum, zip(*turn, strict=True))) for turn in both]
        return {name: figures_of(turns) for name, turns in kinds.items()}

    def turn(self, places: list[int]) -> Taken:
        """What both sides take for some archives."""
        bare_s = check_s = pairs = 0.0
        for place in places:
            pairs += len(self.documents[place]) / 2
            bare_s += cpu(partial(parse_and_validate, self.documents[place]))
            check_s += cpu(partial(self.check, place))
        return Taken(bare_s, check_s, pairs)

    def check(self, place: int) -> None:
        """The whole check of an archive, as reception runs it, after those before it."""
        name, data = self.archives[place]
        verdicts: list[PairVerdict] = []
        check_stream(BytesIO(data), name, self.registers, self.history, verdicts.append)
        for verdict in verdicts:
            earlier = earlier_of(name, verdict.facts) if verdict.facts else None
            if earlier is not None and verdict.facts:  # the first part of a guidance
                self.history.add_guidance(verdict.facts.insurer_number, earlier)

    def profile(self, name: str) -> None:
        """Functions of the check by their own time, over the turns after the first."""
        profiler = cProfile.Profile()
        for number, place in enumerate(self.places[name]):
            if number < WARM_TURNS:
                self.check(place)
            else:
                profiler.runcall(self.check, place)
        pstats.Stats(profiler).sort_stats("tottime").print_stats(60)


def shuffled(archives: list[Archive]) -> list[Archive]:
    """Every turn has something of every provider; one provider's archives stay in their order."""
    chance = random.Random(1)
    places = list(range(len(archives)))
    chance.shuffle(places)
    senders = [archives[place][0].partition("_")[0] for place in places]
    waiting = {
        sender: iter(sorted(a for a in archives if a[0].startswith(sender))) for sender in senders
    }
    return [next(waiting[sender]) for sender in senders]


def figures_of(turns: list[Taken]) -> Figures:
    """Medians over the turns after those that warm up."""
    ratios = [turn.check_s / turn.bare_s for turn in turns]
    counted = turns[WARM_TURNS:]
    return {
        "ratio": round(statistics.median(ratios[WARM_TURNS:]), 3),
        "ratio_least": round(min(ratios[WARM_TURNS:]), 3),
        "ratio_most": round(max(ratios[WARM_TURNS:]), 3),
        "ratio_first_turn": round(ratios[0], 3),
        "check_ms_per_pair": round(
            statistics.median(t.check_s / t.pairs for t in counted) * 1e3, 4
        ),
        "bare_ms_per_pair": round(statistics.median(t.bare_s / t.pairs for t in counted) * 1e3, 4),
        "pairs": int(sum(turn.pairs for turn in turns)),
        "turns": len(counted),
    }


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
    return [
        (KINDS[file_name[:1]], archive.read(member))
        for member in archive.members
        if not member.is_folder
        for folder, _, file_name in [member.name.partition("/")[2].partition("/")]
        if folder in ("DATA", "CLAIMS")
    ]


def parse_and_validate(documents: list[Document]) -> None:
    """What no check can do without."""
    schemas = own_schemas()
    for kind, data in documents:
        if schemas.validate(kind, etree.fromstring(data)):
            raise AssertionError("a document is not valid")


def check_stream(
    source: BinaryIO,
    name: str,
    registers: MemoryRegisters,
    history: MemoryHistory,
    on_pair: Callable[[PairVerdict], None],
) -> None:
    report = check_archive(
        source,
        name=name,
        received_at=RECEIVED_AT,
        registers=registers,
        history=history,
        on_pair=on_pair,
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
        "check": month.check,
    }
    places = month.places["checkups"]  # of guidance, one archive follows another
    rounds: dict[str, list[float]] = {side: [] for side in sides}
    for _ in range(ROUNDS):
        for side, work in sides.items():
            one = wall(work, [places])
            two = wall(work, [places[0::2], places[1::2]])
            rounds[side].append(one / two)
    shares = [c / b for c, b in zip(rounds["check"], rounds["bare"], strict=True)]
    return {
        "check_speed_up": round(statistics.median(rounds["check"]), 3),
        "bare_speed_up": round(statistics.median(rounds["bare"]), 3),
        "of_the_bare_loop": round(statistics.median(shares), 3),
        "rounds": ROUNDS,
    }


def wall(work: Callable[[int], object], shares: list[list[int]]) -> float:
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
            check_stream(source, path.name, registers, MemoryHistory(), lambda _: None)
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
