from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import marked, measured

ITEM, UNIT = "9A751000000000001", "mm[Hg]"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (measured(ITEM, "61", UNIT), []),
        (measured(ITEM, "59", UNIT), ["X-HR-004"]),
        (measured(ITEM, "301", UNIT), ["X-HR-004"]),
        (marked(ITEM, "H", "310", UNIT), []),  # true value behind its marker (ruling 50)
    ],
)
def test_x_hr_004(item: Observation, expected: list[str]) -> None:
    """Systolic pressure from 60 to 300; what lies beyond has the marker H or L before it."""
    assert expected == of_items("X-HR-004", item)
