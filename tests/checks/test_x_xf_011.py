from __future__ import annotations

import pytest

from judging import of_claim


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("20270331", []),
        ("20270330", ["X-XF-011"]),
        (None, ["X-XF-011"]),
    ],
)
def test_x_xf_011(until: str | None, expected: list[str]) -> None:
    """Result and claim state the same expiry."""
    assert expected == of_claim("X-XF-011", card_valid_until=until)
