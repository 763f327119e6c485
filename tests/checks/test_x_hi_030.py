from __future__ import annotations

from dataclasses import replace

import pytest

from building import a_pair
from daiko.checks.findings import Severity
from daiko.documents.records import Observation
from judging import findings, items_changed, of_items
from observing import coded, measured

ITEM, TABLE = "9N506000000000011", "1.2.392.200119.6.3001"


def declared(code: str) -> Observation:
    return coded(ITEM, "CD", code, TABLE)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([declared("3")], []),
        ([declared("7")], ["X-HI-030"]),  # not in the table
        ([], ["X-HI-030"]),
    ],
)
def test_x_hi_030(items: list[Observation], expected: list[str]) -> None:
    """The guidance level is there, and 1, 2, 3 or 4."""
    assert expected == of_items("X-HI-030", *items, without=[ITEM])


@pytest.mark.parametrize(
    ("waist", "upper", "code", "expected"),
    [
        ("84.9", "160", "3", None),  # not obese
        ("85.0", "130", "2", None),  # a man, one risk
        ("85.0", "130", "1", "2"),
        ("85.0", "130", "4", "2"),
        ("85.0", "118", "2", "3"),
    ],
)
def test_x_hi_030_recomputed(waist: str, upper: str, code: str, expected: str | None) -> None:
    """A code that differs is a warning that shows how the right one comes about."""
    result = items_changed(
        measured("9N016160100000001", waist, "cm"),
        measured("9A751000000000001", upper, "mm[Hg]"),
        declared(code),
    )
    found = findings("X-HI-030", a_pair(result=result))
    if expected is None:
        assert found == []
        return
    (finding,) = found
    lines = finding.expected.split("\n")
    assert (finding.severity, finding.found) == (Severity.WARNING, code)
    assert lines[0].startswith(f"{expected} = ")
    assert any(f"{upper}/76" in line for line in lines)
    assert any(f"waist {waist} (≥85)" in line for line in lines)


def test_x_hi_030_undetermined() -> None:
    """4 is right only when something is missing; what is missing is shown."""
    lost = items_changed(
        measured("9N016160100000001", "92.0", "cm"), declared("3"), without=["3F070000002327101"]
    )
    (finding,) = findings("X-HI-030", a_pair(result=lost))
    assert finding.expected.startswith("4 = ")
    assert "HDL —" in finding.expected
    kept = items_changed(
        measured("9N016160100000001", "92.0", "cm"), declared("4"), without=["3F070000002327101"]
    )
    assert findings("X-HI-030", a_pair(result=kept)) == []


@pytest.mark.parametrize(("born", "expected"), [("19620401", []), ("19620331", ["2"])])
def test_x_hi_030_age(born: str, expected: list[str]) -> None:
    """From 65 at the end of the fiscal year on, active support becomes motivational."""
    result = items_changed(
        measured("9N016160100000001", "92.0", "cm"),
        measured("9A751000000000001", "145", "mm[Hg]"),
        measured("3F015000002327101", "200", "mg/dL"),
        declared("1"),
    )
    found = findings("X-HI-030", a_pair(result=replace(result, birth_date=born)))
    assert [finding.expected[0] for finding in found] == expected


def test_x_hi_030_phase_3() -> None:
    """Until March 2024 triglycerides counted whatever the time since the meal."""
    meal = coded("9N141000000000011", "CD", "3", "1.2.392.200119.6.2202")
    result = items_changed(
        measured("9N016160100000001", "92.0", "cm"),
        measured("3F015000002327101", "200", "mg/dL"),
        coded("9N736000000000011", "CD", "2", "1.2.392.200119.6.2003"),
        declared("2"),
        meal,
    )
    assert findings("X-HI-030", a_pair(result=replace(result, performed_on="20240331"))) == []
    (later,) = findings("X-HI-030", a_pair(result=replace(result, performed_on="20240401")))
    assert later.expected.startswith("4 = ")  # the fasting code says nothing of a casual sample
