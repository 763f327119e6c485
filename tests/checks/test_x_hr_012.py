from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import marked, measured

ITEM, UNIT = "3D010000001926101", "mg/dL"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (measured(ITEM, "21", UNIT), []),
        (measured(ITEM, "19", UNIT), ["X-HR-012"]),
        (measured(ITEM, "601", UNIT), ["X-HR-012"]),
        (marked(ITEM, "H", "700", UNIT), []),  # true value behind its marker (ruling 50)
    ],
)
def test_x_hr_012(item: Observation, expected: list[str]) -> None:
    """Fasting glucose from 20 to 600; what lies beyond has the marker H or L before it."""
    assert expected == of_items("X-HR-012", item)
