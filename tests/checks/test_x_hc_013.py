from __future__ import annotations

import pytest

from judging import of_result


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ケンシン　タロウ", []),
        ("ア" * 50, []),
        ("ア" * 51, ["X-HC-013"]),
        ("けんしん", ["X-HC-013"]),
        (" ", ["X-HC-013"]),
        (None, ["X-HC-013"]),
    ],
)
def test_x_hc_013(name: str | None, expected: list[str]) -> None:
    """The name is full-width katakana of 1 to 50 characters."""
    assert expected == of_result("X-HC-013", name=name)
