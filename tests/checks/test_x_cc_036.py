from __future__ import annotations

import pytest

from building import a_claim
from daiko.documents.records import DeclaredPrice, DeclaredTerms
from daiko.money.copayment import CopaymentKind, CopaymentTerms
from judging import an_issued_card, of_claim, of_pair, some_registers


@pytest.mark.parametrize(
    ("rate", "paid", "expected"),
    [
        ("010000", "001680", []),
        ("010000", "000768", ["X-CC-036"]),
        ("030000", "002304", []),
        ("030000", "001680", ["X-CC-036"]),
    ],
)
def test_x_cc_036(rate: str, paid: str, expected: list[str]) -> None:
    """Beside a limit of 6,000 the larger of rate and excess (1,680) is paid."""
    assert expected == of_claim(
        "X-CC-036",
        claim_type="5",
        other_prices=(DeclaredPrice("7680"),),
        dock_terms=DeclaredTerms("3", rate=rate),
        dock_limit=DeclaredTerms("4", amount="006000"),
        other_payment=paid,
    )


@pytest.mark.parametrize(("paid", "expected"), [("002304", []), ("001680", ["X-CC-036"])])
def test_x_cc_036_by_the_card(paid: str, expected: list[str]) -> None:
    """The register knows the rate that a declared limit hides."""
    terms = CopaymentTerms(CopaymentKind.RATE, rate_per_100_000=30_000, insurer_limit_yen=6000)
    registers = some_registers(cards=[an_issued_card(basic=terms)])
    claim = a_claim(basic_terms=DeclaredTerms("4", amount="006000"), basic_payment=paid)
    assert expected == of_pair("X-CC-036", claim, registers=registers)
