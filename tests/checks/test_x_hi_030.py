from __future__ import annotations

from dataclasses import replace

import pytest

from building import a_pair
from judging import findings, items_changed
from metabolic_judging import RECOMPUTED, UPPER, WAIST, Computed
from observing import coded, measured

LEVEL = Computed("X-HI-030", "9N506000000000011", "1.2.392.200119.6.3001")


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("3", []),
        ("7", ["X-HI-030"]),  # not in the table
        ("", ["X-HI-030"]),
    ],
)
def test_x_hi_030(codes: str, expected: list[str]) -> None:
    """The guidance level is there, and 1, 2, 3 or 4."""
    assert expected == LEVEL.asked_of(*codes)


@pytest.mark.parametrize(("waist", "upper", "code", "expected"), RECOMPUTED)
def test_x_hi_030_recomputed(waist: str, upper: str, code: str, expected: str | None) -> None:
    """A code that differs is a warning that shows how the right one comes about."""
    LEVEL.assert_recomputed(waist, upper, code, expected)


def test_x_hi_030_undetermined() -> None:
    """4 is right only when something is missing; what is missing is shown."""
    LEVEL.assert_undetermined_without_hdl()


@pytest.mark.parametrize(("born", "expected"), [("19620401", []), ("19620331", ["2"])])
def test_x_hi_030_age(born: str, expected: list[str]) -> None:
    """From 65 at the end of the fiscal year on, active support becomes motivational."""
    result = items_changed(
        measured(WAIST, "92.0", "cm"),
        measured(UPPER, "145", "mm[Hg]"),
        measured("3F015000002327101", "200", "mg/dL"),
        LEVEL.declared("1"),
    )
    found = findings(LEVEL.rule, a_pair(result=replace(result, birth_date=born)))
    assert [finding.expected[0] for finding in found] == expected


def test_x_hi_030_phase_3() -> None:
    """Until March 2024 triglycerides counted whatever the time since the meal."""
    meal = coded("9N141000000000011", "CD", "3", "1.2.392.200119.6.2202")
    result = items_changed(
        measured(WAIST, "92.0", "cm"),
        measured("3F015000002327101", "200", "mg/dL"),
        coded("9N736000000000011", "CD", "2", "1.2.392.200119.6.2003"),
        LEVEL.declared("2"),
        meal,
    )
    assert findings(LEVEL.rule, a_pair(result=replace(result, performed_on="20240331"))) == []
    (later,) = findings(LEVEL.rule, a_pair(result=replace(result, performed_on="20240401")))
    assert later.expected.startswith("4 = ")  # the fasting code says nothing of a casual sample
