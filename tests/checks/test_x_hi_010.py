from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import measured


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([measured("9A761000000000001", "76", "mm[Hg]")], []),
        ([measured("9A762000000000001", "76", "mm[Hg]")], []),
        ([], ["X-HI-010"]),
    ],
)
def test_x_hi_010(items: list[Observation], expected: list[str]) -> None:
    """One diastolic pressure is there: first, second or other."""
    assert expected == of_items("X-HI-010", *items, without=["9A761000000000001"])
