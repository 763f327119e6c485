from __future__ import annotations

import pytest

from judging import of_items
from observing import coded, measured

MEAL, HOURS = "9N141000000000011", "1.2.392.200119.6.2202"


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("2", []),
        ("3", ["X-HI-023"]),
        ("4", ["X-HI-023"]),
        ("9", []),  # no answer of the table: X-HC-034
    ],
)
def test_x_hi_023(hours: str, expected: list[str]) -> None:
    """Fasting glucose is taken ten hours or more after the meal."""
    blood = measured("3D010000001926101", "100", "mg/dL")
    answer = coded(MEAL, "CD", hours, HOURS)
    without = ["3F015000002327101"]
    assert expected == of_items("X-HI-023", blood, answer, without=without)


def test_x_hi_023_asks_the_test_only() -> None:
    """Without this test the time says nothing."""
    answers = (coded(MEAL, "CD", hours, HOURS) for hours in "234")
    without = ["3F015000002327101"]
    assert [of_items("X-HI-023", answer, without=without) for answer in answers] == [[], [], []]
