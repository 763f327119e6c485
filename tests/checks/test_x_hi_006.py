from __future__ import annotations

import pytest

from judging import of_items
from observing import coded, told


@pytest.mark.parametrize(
    ("answer", "text", "expected"),
    [
        ("2", "", []),
        ("1", "高血圧", []),
        ("1", "", ["X-HI-006"]),
        ("1", " ", ["X-HI-006"]),
        (None, "", ["X-HI-006"]),
    ],
)
def test_x_hi_006(answer: str | None, text: str, expected: list[str]) -> None:
    """Past history is answered, and told when there is one."""
    items = [told("9N056160400000049", text)]
    if answer:
        items.append(coded("9N056000000000011", "CD", answer, "1.2.392.200119.6.2001"))
    assert expected == of_items("X-HI-006", *items, without=["9N056000000000011"])
