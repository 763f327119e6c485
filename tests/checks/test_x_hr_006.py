from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import marked, measured

ITEM, UNIT = "3F015000002327101", "mg/dL"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (measured(ITEM, "11", UNIT), []),
        (measured(ITEM, "9", UNIT), ["X-HR-006"]),
        (measured(ITEM, "2001", UNIT), ["X-HR-006"]),
        (marked(ITEM, "H", "2400", UNIT), []),  # true value behind its marker (ruling 50)
    ],
)
def test_x_hr_006(item: Observation, expected: list[str]) -> None:
    """Triglycerides from 10 to 2000; what lies beyond has the marker H or L before it."""
    assert expected == of_items("X-HR-006", item)
