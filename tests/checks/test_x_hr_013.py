from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import marked, measured

ITEM, UNIT = "9N011000000000001", "kg/m2"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (measured(ITEM, "10.1", UNIT), []),
        (measured(ITEM, "9.9", UNIT), ["X-HR-013"]),
        (measured(ITEM, "100.1", UNIT), ["X-HR-013"]),
        (marked(ITEM, "H", "101.0", UNIT), []),  # true value behind its marker (ruling 50)
    ],
)
def test_x_hr_013(item: Observation, expected: list[str]) -> None:
    """BMI from 10 to 100; what lies beyond has the marker H or L before it."""
    assert expected == of_items("X-HR-013", item)
