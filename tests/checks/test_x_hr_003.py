from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import marked, measured

ITEM, UNIT = "9N016160100000001", "cm"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (measured(ITEM, "40.1", UNIT), []),
        (measured(ITEM, "39.9", UNIT), ["X-HR-003"]),
        (measured(ITEM, "250.1", UNIT), ["X-HR-003"]),
        (marked(ITEM, "H", "250.5", UNIT), []),  # true value behind its marker (ruling 50)
    ],
)
def test_x_hr_003(item: Observation, expected: list[str]) -> None:
    """Waist from 40 to 250 cm; what lies beyond has the marker H or L before it."""
    assert expected == of_items("X-HR-003", item)
