from __future__ import annotations

import pytest

from judging import of_items
from observing import coded, told


@pytest.mark.parametrize(
    ("answer", "text", "expected"),
    [
        ("2", "", []),
        ("1", "浮腫", []),
        ("1", "", ["X-HI-008"]),
        (None, "", ["X-HI-008"]),
    ],
)
def test_x_hi_008(answer: str | None, text: str, expected: list[str]) -> None:
    """Objective symptoms are answered, and told when there are any."""
    items = [told("9N066160800000049", text)]
    if answer:
        items.append(coded("9N066000000000011", "CD", answer, "1.2.392.200119.6.2001"))
    assert expected == of_items("X-HI-008", *items, without=["9N066000000000011"])
