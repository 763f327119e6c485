from __future__ import annotations

import pytest

from building import a_pair
from daiko.checks.findings import Severity
from daiko.documents.records import Observation
from judging import findings, items_changed, of_items
from observing import coded, measured

ITEM, TABLE = "9N501000000000011", "1.2.392.200119.6.1008"


def declared(code: str) -> Observation:
    return coded(ITEM, "CD", code, TABLE)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([declared("3")], []),
        ([declared("7")], ["X-HI-029"]),  # not in the table
        ([], ["X-HI-029"]),
    ],
)
def test_x_hi_029(items: list[Observation], expected: list[str]) -> None:
    """The metabolic class is there, and 1, 2, 3 or 4."""
    assert expected == of_items("X-HI-029", *items, without=[ITEM])


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
def test_x_hi_029_recomputed(waist: str, upper: str, code: str, expected: str | None) -> None:
    """A code that differs is a warning that shows how the right one comes about."""
    result = items_changed(
        measured("9N016160100000001", waist, "cm"),
        measured("9A751000000000001", upper, "mm[Hg]"),
        declared(code),
    )
    found = findings("X-HI-029", a_pair(result=result))
    if expected is None:
        assert found == []
        return
    (finding,) = found
    lines = finding.expected.split("\n")
    assert (finding.severity, finding.found) == (Severity.WARNING, code)
    assert lines[0].startswith(f"{expected} = ")
    assert any(f"{upper}/76" in line for line in lines)
    assert any(f"waist {waist} (≥85)" in line for line in lines)


def test_x_hi_029_undetermined() -> None:
    """4 is right only when something is missing; what is missing is shown."""
    lost = items_changed(
        measured("9N016160100000001", "92.0", "cm"), declared("3"), without=["3F070000002327101"]
    )
    (finding,) = findings("X-HI-029", a_pair(result=lost))
    assert finding.expected.startswith("4 = ")
    assert "HDL —" in finding.expected
    kept = items_changed(
        measured("9N016160100000001", "92.0", "cm"), declared("4"), without=["3F070000002327101"]
    )
    assert findings("X-HI-029", a_pair(result=kept)) == []


def test_x_hi_029_lawfully_without_waist() -> None:
    """Below BMI 22 a doctor may leave the waist out and say 3 or 4."""
    slim = [
        measured("9N006000000000001", "50.0", "kg"),
        measured("9N011000000000001", "19.0", "kg/m2"),
    ]
    for code in "34":
        result = items_changed(*slim, declared(code), without=["9N016160100000001"])
        assert findings("X-HI-029", a_pair(result=result)) == []
