from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import measured


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([measured("3B045000002327201", "16", "U/L")], []),
        ([measured("3B045000002399901", "16", "U/L")], []),
        ([], ["X-HI-020"]),
    ],
)
def test_x_hi_020(items: list[Observation], expected: list[str]) -> None:
    """ALT is there."""
    assert expected == of_items("X-HI-020", *items, without=["3B045000002327201"])
