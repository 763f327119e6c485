from __future__ import annotations

import pytest

from judging import of_claim


@pytest.mark.parametrize(
    ("payment", "other_program", "claim", "expected"),
    [
        ("0", None, "7680", []),
        ("1000", None, "6680", []),
        ("1000", None, "7680", ["X-CC-041"]),
        ("1000", "680", "6000", []),
        ("1000", "680", "5999", ["X-CC-041"]),
        ("1000", "7000", "0", []),
    ],
)
def test_x_cc_041(payment: str, other_program: str | None, claim: str, expected: list[str]) -> None:
    """The claim is 7,680 less payment less other programmes, never below 0."""
    assert expected == of_claim(
        "X-CC-041", payment_total=payment, other_program=other_program, claim_amount=claim
    )
