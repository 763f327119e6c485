from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import measured


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([measured("3B090000002327101", "25", "U/L")], []),
        ([measured("3B090000002399901", "25", "U/L")], []),
        ([], ["X-HI-021"]),
    ],
)
def test_x_hi_021(items: list[Observation], expected: list[str]) -> None:
    """Gamma-GT is there."""
    assert expected == of_items("X-HI-021", *items, without=["3B090000002327101"])
