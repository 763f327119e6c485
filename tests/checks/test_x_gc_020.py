from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredTerms
from guidance_judging import of_claim

TEN_PERCENT = DeclaredTerms("3", rate="010000")


@pytest.mark.parametrize(
    ("terms", "payment", "claimed", "expected"),
    [
        (DeclaredTerms("1"), "0", "10560", []),
        (DeclaredTerms("1"), "0", "10561", ["X-GC-020"]),
        (TEN_PERCENT, "1056", "9504", []),
        (TEN_PERCENT, "1056", "10560", ["X-GC-020"]),
        (TEN_PERCENT, "1000", "9504", []),  # the payment is wrong: X-GC-019
    ],
)
def test_x_gc_020(terms: DeclaredTerms, payment: str, claimed: str, expected: list[str]) -> None:
    """The claim is the calculated amount less the copayment."""
    assert expected == of_claim(
        "X-GC-020", copayment_terms=terms, payment_total=payment, claim_amount=claimed
    )


def test_x_gc_020_wrong_amount() -> None:
    """Where the calculated amount is wrong, X-GC-016 says so, and nothing else."""
    assert of_claim("X-GC-020", calculated="10561") == []
    assert of_claim("X-GC-016", calculated="10561") == ["X-GC-016"]
