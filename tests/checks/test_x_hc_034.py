from __future__ import annotations

import pytest

from judging import of_items
from observing import coded


@pytest.mark.parametrize(
    ("answer", "system", "expected"),
    [
        ("1", "1.2.392.200119.6.2102", []),
        ("5", "1.2.392.200119.6.2102", []),
        ("6", "1.2.392.200119.6.2102", ["X-HC-034"]),
        ("1", "1.2.392.200119.6.2001", ["X-HC-034"]),
    ],
)
def test_x_hc_034(answer: str, system: str, expected: list[str]) -> None:
    """A coded answer is a member of the table of the item."""
    assert expected == of_items("X-HC-034", coded("1A020000000191111", "CO", answer, system))
