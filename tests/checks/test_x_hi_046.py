from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import marked, measured

LOWER = "9A761000000000001"  # 30 to 150


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (measured(LOWER, "149", "mm[Hg]"), []),
        (measured(LOWER, "150", "mm[Hg]"), ["X-HI-046"]),  # at the limit
        (marked(LOWER, "H", "150", "mm[Hg]"), []),
        (marked(LOWER, "H", "163", "mm[Hg]"), []),  # the true value
        (marked(LOWER, "L", "30", "mm[Hg]"), []),
        (marked(LOWER, "L", "150", "mm[Hg]"), ["X-HI-046"]),
        (marked(LOWER, "H", "120", "mm[Hg]"), ["X-HI-046"]),  # within the range
        (marked(LOWER, "X", "150", "mm[Hg]"), ["X-HI-046"]),
        (measured(LOWER, "151", "mm[Hg]"), []),  # beyond: X-HR-005
        (marked("3F050000002327101", "H", "900", "mg/dL"), []),  # no known range
    ],
)
def test_x_hi_046(item: Observation, expected: list[str]) -> None:
    """H or L stands before a value that reaches the end of its range, and only there."""
    assert expected == of_items("X-HI-046", item)
