from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import not_performed, of_items
from observing import measured


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([measured("9N006000000000001", "65.5", "kg")], []),
        ([], ["X-HI-002"]),
        ([not_performed("9N006000000000001")], ["X-HI-002"]),
    ],
)
def test_x_hi_002(items: list[Observation], expected: list[str]) -> None:
    """Weight is there."""
    assert expected == of_items("X-HI-002", *items, without=["9N006000000000001"])
