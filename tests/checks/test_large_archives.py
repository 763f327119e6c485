"""A checkup centre's archive is checked in one pass, with flat memory.

The suite takes a slice; ``make prove-big`` sets DAIKO_LARGE_PAIRS to 25,000, the largest
archive the standard's member limit allows for.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from daiko.money.calendar import ProcessingMonth
from daiko.simulation.large import write_large_archive
from daiko.simulation.plan import SimulationPlan
from daiko.simulation.registry_rows import write_registers

PAIRS = int(os.environ.get("DAIKO_LARGE_PAIRS", "1500"))
PEAK_MIB = 300  # design.md 6: memory of a worker, whatever the archive
GROWTH_MIB = 32  # bound of what is remembered; a tree a pair would be ten times more
PROGRAM = Path(__file__).parents[1] / "support" / "large_check.py"


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the check of one large archive took, in a process of its own."""
    folder = tmp_path_factory.mktemp("large")
    plan = SimulationPlan(5, 4, 1, PAIRS, ProcessingMonth(2026, 6))
    write_registers(plan, folder)
    part = folder / "archive.part"
    with part.open("wb") as out:
        name = write_large_archive(out, plan, PAIRS)
    archive = part.rename(folder / name)
    done = subprocess.run(
        [sys.executable, PROGRAM, folder, archive, str(PAIRS)],
        check=True,
        capture_output=True,
        text=True,
    )
    figures: dict[str, Any] = json.loads(done.stdout)
    sys.stdout.write(f"{done.stdout}\n")  # for `make prove-big`, which shows it
    return figures


def test_every_pair_is_judged_and_accepted(measured: dict[str, Any]) -> None:
    assert measured["verdict"] == "accepted"
    assert (measured["pairs"], measured["accepted"]) == (PAIRS, PAIRS)


def test_peak_memory_stays_under_the_limit_of_a_worker(measured: dict[str, Any]) -> None:
    assert measured["peak_mib"] < PEAK_MIB


def test_memory_does_not_grow_with_the_pairs(measured: dict[str, Any]) -> None:
    """What the second half adds is bounded, however many pairs it has."""
    assert measured["end_mib"] - measured["half_mib"] < GROWTH_MIB
