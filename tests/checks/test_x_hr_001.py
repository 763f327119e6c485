from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import marked, measured

ITEM, UNIT = "9N001000000000001", "cm"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (measured(ITEM, "100.1", UNIT), []),
        (measured(ITEM, "99.9", UNIT), ["X-HR-001"]),
        (measured(ITEM, "250.1", UNIT), ["X-HR-001"]),
        (marked(ITEM, "H", "250.1", UNIT), []),  # true value behind its marker (ruling 50)
    ],
)
def test_x_hr_001(item: Observation, expected: list[str]) -> None:
    """Height from 100 to 250 cm; what lies beyond has the marker H or L before it."""
    assert expected == of_items("X-HR-001", item)
