from __future__ import annotations

import pytest

from judging import of_items
from observing import told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("異" * 128, []),
        ("異" * 128 + "a", ["X-HC-033"]),
        ("a" * 256, []),
        ("a" * 257, ["X-HC-033"]),
    ],
)
def test_x_hc_033(text: str, expected: list[str]) -> None:
    """A text has up to 256 bytes: 128 full-width characters."""
    assert expected == of_items("X-HC-033", told("9N511000000000049", text))
