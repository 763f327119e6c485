"""What the walls around a check cost: the same archives checked inside and outside, in turns.

A simulated month, registers in memory, wall time of each archive; the child's walls are
those of reception. Prints what the walls add to an archive and to the whole month, and
the most memory and the most CPU in one chunk that a child used.

    benchmarks/confined_check.py [--json] [--pairs 1000] [--turns 7]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from check_pairs import RECEIVED_AT, Month, parse_and_validate
from daiko.checks import engine
from daiko.checks.in_memory import MemoryHistory
from daiko.platform import confined

MEBIBYTE = 1024 * 1024


def main() -> None:
    """Print the figures; with ``--json`` as one object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--pairs", type=int, default=1_000, help="pairs in the archives")
    parser.add_argument("--turns", type=int, default=7, help="turns of each side")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        month = Month(Path(folder) / "month", chosen.pairs, turns=1)
    figures = measure(month, chosen.turns)
    if chosen.json:
        json.dump(figures, sys.stdout, indent=2)
        print()
        return
    for name, value in figures.items():
        print(f"{name:28} {value}")


def measure(month: Month, turns: int) -> dict[str, float]:
    """Both sides in turns; the first turn warms up and does not count."""
    usage = confined.Usage()
    sides: tuple[list[float], list[float]] = ([], [])
    bare: list[float] = []
    for _ in range(turns + 1):
        plain_s = confined_s = 0.0
        for name, data in month.archives:
            known: dict[str, Any] = {
                "name": name,
                "received_at": RECEIVED_AT,
                "registers": month.registers,
                "history": MemoryHistory(),
            }
            plain_s += seconds(partial(engine.check_archive, BytesIO(data), **known))
            walled = partial(confined.check_archive, BytesIO(data), **known, usage=usage)
            confined_s += seconds(walled)
        bare.append(sum(seconds(partial(parse_and_validate, d)) for d in month.documents))
        sides[0].append(plain_s)
        sides[1].append(confined_s)
    plain, walls = sides[0][1:], sides[1][1:]
    added = [inside - outside for outside, inside in zip(plain, walls, strict=True)]
    ratios = [inside / outside for outside, inside in zip(plain, walls, strict=True)]
    to_bare = [inside / least for inside, least in zip(walls, bare[1:], strict=True)]
    archives = len(month.archives)
    return {
        "ratio_to_parse_and_schema": round(statistics.median(to_bare), 3),
        "ratio": round(statistics.median(ratios), 3),
        "added_ms_per_archive": round(statistics.median(added) * 1_000 / archives, 2),
        "plain_ms_per_pair": round(statistics.median(plain) * 1_000 / month.pairs, 4),
        "confined_ms_per_pair": round(statistics.median(walls) * 1_000 / month.pairs, 4),
        "peak_resident_mib": round(usage.resident_bytes / MEBIBYTE, 1),
        "most_cpu_s_in_a_chunk": round(usage.cpu_seconds_of_chunk, 3),
        "pairs": month.pairs,
        "archives": archives,
        "turns": turns,
    }


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
