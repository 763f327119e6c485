"""Months of checkups and guidance with faults: the check finds what was planted, no more.

``make prove-truth`` takes 20 seeds of 500 pairs; the suite a slice.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from daiko.money.calendar import ProcessingMonth
from daiko.simulation.nation import write_month
from simulated import a_plan, judged, offline_check, registers_of, truth_of

SEEDS = int(os.environ.get("DAIKO_TRUTH_SEEDS", "2"))
PAIRS = int(os.environ.get("DAIKO_TRUTH_PAIRS", "150"))
FAULTS = (0.0, 0.3, 0.6)
MONTHS = ((2026, 6), (2024, 5), (2024, 12), (2025, 5), (2024, 4), (2024, 7), (2027, 1), (2023, 9))


@pytest.mark.parametrize("seed", range(1, SEEDS + 1))
def test_check_finds_what_was_planted_and_nothing_else(seed: int, tmp_path: Path) -> None:
    """Every verdict and every rule of every archive and pair equals truth.json.

    About half of the pairs are checkups; months, faults and sizes change with the seed. In
    May 2024 checkups are of both phases, in July and December guidance; September 2023 and
    April 2024 are of phase 3.
    """
    examined = PAIRS // 2
    plan = a_plan(
        seed=seed,
        insurers=1 + seed % 5,
        providers=1 + seed * 7 % 20,
        pairs=examined,
        guidance=2 * (PAIRS - examined) // 3,  # a guidance has about one document and a half
        month=ProcessingMonth(*MONTHS[seed % len(MONTHS)]),
        faults=FAULTS[seed % len(FAULTS)],
    )
    written = write_month(tmp_path, plan)
    run = offline_check(plan, registers_of(tmp_path / "registry"))
    expected = truth_of(tmp_path)
    found = {}
    for name in expected:
        with (tmp_path / "archives" / name).open("rb") as source:
            found[name] = judged(run.check(source, name=name))
    differing = {name for name in expected if found[name] != expected[name]}
    assert not differing, {name: (expected[name], found[name]) for name in sorted(differing)[:3]}
    assert written.pairs > examined
