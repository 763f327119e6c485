from __future__ import annotations

import pytest

from judging import of_items


@pytest.mark.parametrize(
    ("without", "expected"),
    [
        ([], []),
        (["9N701000000000011"], ["X-HI-033"]),
        (
            ["9N701000000000011", "9N706000000000011", "9N711000000000011"],
            ["X-HI-033", "X-HI-033", "X-HI-033"],
        ),
    ],
)
def test_x_hi_033(without: list[str], expected: list[str]) -> None:
    """The three questions on medication are answered; each open one is found."""
    assert expected == of_items("X-HI-033", without=without)
