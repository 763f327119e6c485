from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import marked, measured

ITEM, UNIT = "3B035000002327201", "U/L"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (measured(ITEM, "1", UNIT), []),
        (measured(ITEM, "-1", UNIT), ["X-HR-009"]),
        (measured(ITEM, "1001", UNIT), ["X-HR-009"]),
        (marked(ITEM, "H", "1500", UNIT), []),  # true value behind its marker (ruling 50)
    ],
)
def test_x_hr_009(item: Observation, expected: list[str]) -> None:
    """AST up to 1000; what lies beyond has the marker H or L before it."""
    assert expected == of_items("X-HR-009", item)
