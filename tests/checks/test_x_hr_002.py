from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import marked, measured

ITEM, UNIT = "9N006000000000001", "kg"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (measured(ITEM, "20.1", UNIT), []),
        (measured(ITEM, "19.9", UNIT), ["X-HR-002"]),
        (measured(ITEM, "250.1", UNIT), ["X-HR-002"]),
        (marked(ITEM, "H", "260.0", UNIT), []),  # true value behind its marker (ruling 50)
    ],
)
def test_x_hr_002(item: Observation, expected: list[str]) -> None:
    """Weight from 20 to 250 kg; what lies beyond has the marker H or L before it."""
    assert expected == of_items("X-HR-002", item)
