from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import coded, measured


@pytest.mark.parametrize(
    ("blood", "answered", "expected"),
    [
        ([measured("3F015000002327101", "60", "mg/dL")], True, []),
        ([measured("3F015000002327101", "60", "mg/dL")], False, ["X-HI-013"]),
        ([measured("3D010129901926101", "90", "mg/dL")], False, ["X-HI-013"]),
        ([], False, []),  # HbA1c alone
    ],
)
def test_x_hi_013(blood: list[Observation], answered: bool, expected: list[str]) -> None:
    """The time since the meal stands beside glucose or triglycerides; HbA1c needs none."""
    answers = [coded("9N141000000000011", "CD", "2", "1.2.392.200119.6.2202")] if answered else []
    without = ["3F015000002327101", "9N141000000000011"]
    assert expected == of_items("X-HI-013", *blood, *answers, without=without)
