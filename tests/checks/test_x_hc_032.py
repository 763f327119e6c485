from __future__ import annotations

import pytest

from judging import of_items
from observing import measured


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("162.3", []),
        ("162", []),
        ("162.30", []),  # a trailing zero adds nothing
        ("162.35", ["X-HC-032"]),
        ("1623", ["X-HC-032"]),
        ("0162.3", []),
    ],
)
def test_x_hc_032(value: str, expected: list[str]) -> None:
    """Height is NNN.N: three digits before the point, one after."""
    assert expected == of_items("X-HC-032", measured("9N001000000000001", value, "cm"))
