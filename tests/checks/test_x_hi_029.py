from __future__ import annotations

import pytest

from building import a_pair
from judging import findings, items_changed
from metabolic_judging import RECOMPUTED, WAIST, Computed
from observing import measured

CLASS = Computed("X-HI-029", "9N501000000000011", "1.2.392.200119.6.1008")


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("3", []),
        ("7", ["X-HI-029"]),  # not in the table
        ("", ["X-HI-029"]),
    ],
)
def test_x_hi_029(codes: str, expected: list[str]) -> None:
    """The metabolic class is there, and 1, 2, 3 or 4."""
    assert expected == CLASS.asked_of(*codes)


@pytest.mark.parametrize(("waist", "upper", "code", "expected"), RECOMPUTED)
def test_x_hi_029_recomputed(waist: str, upper: str, code: str, expected: str | None) -> None:
    """A code that differs is a warning that shows how the right one comes about."""
    CLASS.assert_recomputed(waist, upper, code, expected)


def test_x_hi_029_undetermined() -> None:
    """4 is right only when something is missing; what is missing is shown."""
    CLASS.assert_undetermined_without_hdl()


def test_x_hi_029_lawfully_without_waist() -> None:
    """Below BMI 22 a doctor may leave the waist out and say 3 or 4."""
    slim = [
        measured("9N006000000000001", "50.0", "kg"),
        measured("9N011000000000001", "19.0", "kg/m2"),
    ]
    for code in "34":
        result = items_changed(*slim, CLASS.declared(code), without=[WAIST])
        assert findings(CLASS.rule, a_pair(result=result)) == []
