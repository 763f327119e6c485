from __future__ import annotations

import pytest

from judging import of_items
from observing import coded, measured

MEAL, HOURS = "9N141000000000011", "1.2.392.200119.6.2202"


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("3", []),
        ("2", ["X-HI-024"]),
        ("9", []),  # no answer of the table: X-HC-034
    ],
)
def test_x_hi_024(hours: str, expected: list[str]) -> None:
    """Casual glucose is taken 3.5 to 10 hours after the meal."""
    blood = measured("3D010129901926101", "100", "mg/dL")
    answer = coded(MEAL, "CD", hours, HOURS)
    without = ["3F015000002327101"]
    assert expected == of_items("X-HI-024", blood, answer, without=without)


def test_x_hi_024_asks_the_test_only() -> None:
    """Without this test the time says nothing."""
    answers = (coded(MEAL, "CD", hours, HOURS) for hours in "234")
    without = ["3F015000002327101"]
    assert [of_items("X-HI-024", answer, without=without) for answer in answers] == [[], [], []]


def test_x_hi_024_just_after_a_meal() -> None:
    """Just after a meal the value does not count: HbA1c must stand beside it."""
    blood = measured("3D010129901926101", "100", "mg/dL")
    answer = coded(MEAL, "CD", "4", HOURS)
    assert of_items("X-HI-024", blood, answer) == []
    assert of_items("X-HI-024", blood, answer, without=["3D046000001906202"]) == ["X-HI-024"]
