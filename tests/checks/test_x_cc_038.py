from __future__ import annotations

import pytest

from judging import of_claim


@pytest.mark.parametrize(
    ("basic", "total", "expected"),
    [
        ("001000", "1000", []),
        ("001000", "999", ["X-CC-038"]),
        ("001000", "0", ["X-CC-038"]),
        ("000000", "0", []),
        ("007681", "7681", ["X-CC-038"]),  # more than the price
    ],
)
def test_x_cc_038(basic: str, total: str, expected: list[str]) -> None:
    """The total payment is the sum of the payments and not above the unit total."""
    assert expected == of_claim("X-CC-038", basic_payment=basic, payment_total=total)
