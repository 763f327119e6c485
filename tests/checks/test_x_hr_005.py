from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import marked, measured

ITEM, UNIT = "9A761000000000001", "mm[Hg]"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (measured(ITEM, "31", UNIT), []),
        (measured(ITEM, "29", UNIT), ["X-HR-005"]),
        (measured(ITEM, "151", UNIT), ["X-HR-005"]),
        (marked(ITEM, "H", "151", UNIT), []),  # true value behind its marker (ruling 50)
    ],
)
def test_x_hr_005(item: Observation, expected: list[str]) -> None:
    """Diastolic pressure from 30 to 150; what lies beyond has the marker H or L before it."""
    assert expected == of_items("X-HR-005", item)
