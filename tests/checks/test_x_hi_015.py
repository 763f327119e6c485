from __future__ import annotations

from dataclasses import replace

import pytest

from judging import items_changed, of_items, of_pair
from observing import coded, measured

MEAL, HOURS = "9N141000000000011", "1.2.392.200119.6.2202"


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("2", []),
        ("3", ["X-HI-015"]),
        ("4", ["X-HI-015"]),
        ("9", []),  # no answer of the table: X-HC-034
    ],
)
def test_x_hi_015(hours: str, expected: list[str]) -> None:
    """Fasting triglycerides are taken ten hours or more after the meal."""
    blood = measured("3F015000002327101", "100", "mg/dL")
    answer = coded(MEAL, "CD", hours, HOURS)
    without = ["3F015000002327101"]
    assert expected == of_items("X-HI-015", blood, answer, without=without)


def test_x_hi_015_asks_the_test_only() -> None:
    """Without this test the time says nothing."""
    answers = (coded(MEAL, "CD", hours, HOURS) for hours in "234")
    without = ["3F015000002327101"]
    assert [of_items("X-HI-015", answer, without=without) for answer in answers] == [[], [], []]


def test_x_hi_015_begins_with_phase_4() -> None:
    """Until March 2024 one code served fasting and casual samples."""
    blood = measured("3F015000002327101", "100", "mg/dL")
    result = items_changed(blood, coded(MEAL, "CD", "3", HOURS))
    assert of_pair("X-HI-015", result=replace(result, performed_on="20240331")) == []
    assert of_pair("X-HI-015", result=replace(result, performed_on="20240401")) == ["X-HI-015"]
