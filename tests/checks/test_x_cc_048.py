from __future__ import annotations

import pytest

from judging import of_claim


@pytest.mark.parametrize(
    ("other_program", "total", "expected"),
    [
        ("7000", "680", []),
        ("7000", "1000", ["X-CC-048"]),
        ("7680", "0", []),
        ("7680", "1000", ["X-CC-048"]),
        ("6680", "1000", []),  # exactly nothing left: X-CC-038 holds
    ],
)
def test_x_cc_048(other_program: str, total: str, expected: list[str]) -> None:
    """With 7,000 of 7,680 borne and 1,000 due, the total payment is the 680 left."""
    assert expected == of_claim(
        "X-CC-048", basic_payment="001000", other_program=other_program, payment_total=total
    )
