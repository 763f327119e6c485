from __future__ import annotations

import pytest

from judging import of_claim


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ケンシンタロウ", []),
        ("ケンシン　タロウ", []),
        ("ケンシンジロウ", ["X-XF-005"]),
    ],
)
def test_x_xf_005(name: str, expected: list[str]) -> None:
    """Result and claim name the same person; a blank does not count."""
    assert expected == of_claim("X-XF-005", name=name)
