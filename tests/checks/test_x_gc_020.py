from __future__ import annotations

import pytest

from guidance_judging import of_claim


@pytest.mark.parametrize(
    ("payment", "claimed", "expected"),
    [("0", "10560", []), ("1056", "9504", []), ("1056", "10560", ["X-GC-020"])],
)
def test_x_gc_020(payment: str, claimed: str, expected: list[str]) -> None:
    """The claim is the calculated amount less the copayment."""
    assert expected == of_claim("X-GC-020", payment_total=payment, claim_amount=claimed)
