from __future__ import annotations

import pytest

from judging import of_items
from observing import measured


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("cm", []),
        ("CM", ["X-HC-031"]),
        ("m", ["X-HC-031"]),
    ],
)
def test_x_hc_031(unit: str, expected: list[str]) -> None:
    """The unit is that of the item table, character by character."""
    assert expected == of_items("X-HC-031", measured("9N001000000000001", "162.3", unit))
