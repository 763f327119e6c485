from __future__ import annotations

import pytest

from judging import of_claim


@pytest.mark.parametrize(
    ("sex", "expected"),
    [
        ("1", []),
        ("2", ["X-XF-006"]),
    ],
)
def test_x_xf_006(sex: str, expected: list[str]) -> None:
    """Result and claim state the same sex."""
    assert expected == of_claim("X-XF-006", sex=sex)
