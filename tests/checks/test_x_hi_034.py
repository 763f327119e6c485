from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import not_performed, of_items
from observing import coded


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([coded("9N736000000000011", "CD", "3", "1.2.392.200119.6.24060")], []),
        ([], ["X-HI-034"]),
        ([not_performed("9N736000000000011")], ["X-HI-034"]),
    ],
)
def test_x_hi_034(items: list[Observation], expected: list[str]) -> None:
    """The question on smoking is answered; it cannot be undone."""
    assert expected == of_items("X-HI-034", *items, without=["9N736000000000011"])
