from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import measured


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([measured("9N011000000000001", "24.9", "kg/m2")], []),
        ([], ["X-HI-003"]),
    ],
)
def test_x_hi_003(items: list[Observation], expected: list[str]) -> None:
    """BMI is there."""
    assert expected == of_items("X-HI-003", *items, without=["9N011000000000001"])
