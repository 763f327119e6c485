from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import not_measurable, of_items
from observing import measured


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([measured("9A751000000000001", "118", "mm[Hg]")], []),
        ([measured("9A755000000000001", "118", "mm[Hg]")], []),
        ([not_measurable("9A751000000000001"), measured("9A752000000000001", "118", "mm[Hg]")], []),
        ([not_measurable("9A751000000000001")], ["X-HI-009"]),
        ([], ["X-HI-009"]),
    ],
)
def test_x_hi_009(items: list[Observation], expected: list[str]) -> None:
    """One systolic pressure is there: first, second or other."""
    assert expected == of_items("X-HI-009", *items, without=["9A751000000000001"])
