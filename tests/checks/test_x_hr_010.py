from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import marked, measured

ITEM, UNIT = "3B045000002327201", "U/L"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (measured(ITEM, "1", UNIT), []),
        (measured(ITEM, "-1", UNIT), ["X-HR-010"]),
        (measured(ITEM, "1001", UNIT), ["X-HR-010"]),
        (marked(ITEM, "H", "1500", UNIT), []),  # true value behind its marker (ruling 50)
    ],
)
def test_x_hr_010(item: Observation, expected: list[str]) -> None:
    """ALT up to 1000; what lies beyond has the marker H or L before it."""
    assert expected == of_items("X-HR-010", item)
