from __future__ import annotations

from datetime import date

import pytest

from guidance_building import a_guidance_claim
from guidance_judging import asked, ended, guidance_registers
from judging import a_coverage, an_insurer

LOST = date(2026, 8, 1)  # after the first interview (2026-06-01), before the evaluation


@pytest.mark.parametrize(
    ("covered_to", "expected"),
    [(None, []), (date(2026, 6, 1), []), (date(2026, 5, 31), ["X-EL-008"])],
)
def test_x_el_008(covered_to: date | None, expected: list[str]) -> None:
    """The person is insured on the day of the first interview (2026-06-01)."""
    registers = guidance_registers(coverages=[a_coverage(covered_to=covered_to)])
    assert expected == asked("X-EL-008", registers=registers)


def test_x_el_008_of_a_completed_guidance() -> None:
    """A final claim (timing 2) needs coverage on the evaluation (2026-09-07) as well."""
    lost = guidance_registers(coverages=[a_coverage(covered_to=LOST)])
    assert asked("X-EL-008", final=True, registers=lost) == ["X-EL-008"]
    assert asked("X-EL-008", final=True, registers=guidance_registers()) == []


def test_x_el_008_of_a_guidance_that_ended_midway() -> None:
    """Who lost coverage is settled with timing 3: only the first interview counts."""
    lost = guidance_registers(coverages=[a_coverage(covered_to=LOST)])
    assert asked("X-EL-008", ended(), final=True, registers=lost) == []


def test_x_el_008_of_nobody() -> None:
    """Nobody of this number was born on that day; without a register nothing is said."""
    other = guidance_registers(coverages=[a_coverage(birth_date=date(1975, 1, 1))])
    assert asked("X-EL-008", registers=other) == ["X-EL-008"]
    without = guidance_registers(insurer=an_insurer(insured_loaded=False), coverages=[])
    assert asked("X-EL-008", a_guidance_claim(), registers=without) == []


def test_x_el_008_of_a_sex_that_is_none() -> None:
    """Of whom the sex cannot be read the register can say nothing: X-GC-005 does."""
    assert asked("X-EL-008", a_guidance_claim(sex="M"), registers=guidance_registers()) == []
