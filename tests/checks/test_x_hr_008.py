from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import marked, measured

ITEM, UNIT = "3F077000002327101", "mg/dL"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (measured(ITEM, "21", UNIT), []),
        (measured(ITEM, "19", UNIT), ["X-HR-008"]),
        (measured(ITEM, "1001", UNIT), ["X-HR-008"]),
        (marked(ITEM, "H", "1200", UNIT), []),  # true value behind its marker (ruling 50)
    ],
)
def test_x_hr_008(item: Observation, expected: list[str]) -> None:
    """LDL cholesterol from 20 to 1000; what lies beyond has the marker H or L before it."""
    assert expected == of_items("X-HR-008", item)
