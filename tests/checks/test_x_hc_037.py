from __future__ import annotations

from dataclasses import replace

import pytest

from judging import of_items
from observing import measured


@pytest.mark.parametrize(
    ("sign", "expected"),
    [
        (None, []),
        ("H", []),
        ("L", []),
        ("N", []),
        ("A", ["X-HC-037"]),
        ("h", ["X-HC-037"]),
    ],
)
def test_x_hc_037(sign: str | None, expected: list[str]) -> None:
    """An interpretation is H, L or N."""
    height = measured("9N001000000000001", "162.3", "cm")
    assert expected == of_items("X-HC-037", replace(height, interpretation=sign))
