from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import measured


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([measured("3B035000002327201", "22", "U/L")], []),
        ([measured("3B035000002399901", "22", "U/L")], []),
        ([], ["X-HI-019"]),
    ],
)
def test_x_hi_019(items: list[Observation], expected: list[str]) -> None:
    """AST is there."""
    assert expected == of_items("X-HI-019", *items, without=["3B035000002327201"])
