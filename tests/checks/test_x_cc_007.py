from __future__ import annotations

import pytest

from judging import of_claim


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ケンシン　タロウ", []),
        ("ア" * 50, []),
        ("ア" * 51, ["X-CC-007"]),
        ("健診太郎", ["X-CC-007"]),
        ("ｹﾝｼﾝ", ["X-CC-007"]),
        (None, ["X-CC-007"]),
    ],
)
def test_x_cc_007(name: str | None, expected: list[str]) -> None:
    """The name is full-width katakana of 1 to 50 characters."""
    assert expected == of_claim("X-CC-007", name=name)
