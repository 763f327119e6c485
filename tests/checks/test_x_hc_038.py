from __future__ import annotations

import pytest

from judging import of_items
from observing import measured


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("9A75100000", []),
        (None, []),
        ("9A76100000", ["X-HC-038"]),
    ],
)
def test_x_hc_038(method: str | None, expected: list[str]) -> None:
    """A method is that of the item table where both name one."""
    assert expected == of_items("X-HC-038", measured("9A751000000000001", "118", "mm[Hg]", method))
