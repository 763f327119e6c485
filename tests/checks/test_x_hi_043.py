from __future__ import annotations

import pytest

from judging import of_items
from observing import coded


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("1", []), ("2", []), ("3", []), ("4", ["X-HI-043"]), (None, [])],
)
def test_x_hi_043(answer: str | None, expected: list[str]) -> None:
    """The way of giving information, where it stands, is 1, 2 or 3."""
    way = "9N950000000000011"
    items = [] if answer is None else [coded(way, "CD", answer, "1.2.392.200119.6.18050")]
    assert expected == of_items("X-HI-043", *items)
    assert of_items("X-HC-034", *items) == []  # one cause, one finding
