from __future__ import annotations

import pytest

from building import a_claim
from daiko.documents.records import DeclaredPrice, DeclaredTerms
from daiko.money.copayment import CopaymentKind, CopaymentTerms
from judging import an_issued_card, of_claim, of_pair, some_registers


@pytest.mark.parametrize(
    ("fixed", "paid", "expected"),
    [
        ("001000", "001680", []),
        ("001000", "001000", ["X-CC-035"]),
        ("002000", "002000", []),
        ("002000", "001680", ["X-CC-035"]),
    ],
)
def test_x_cc_035(fixed: str, paid: str, expected: list[str]) -> None:
    """Beside a limit of 6,000 the larger of fixed amount and excess (1,680) is paid."""
    assert expected == of_claim(
        "X-CC-035",
        claim_type="5",
        other_prices=(DeclaredPrice("7680"),),
        dock_terms=DeclaredTerms("2", amount=fixed),
        dock_limit=DeclaredTerms("4", amount="006000"),
        other_payment=paid,
    )


@pytest.mark.parametrize(
    ("declared", "paid", "expected"),
    [
        (DeclaredTerms("4", amount="006000"), "001680", []),
        (DeclaredTerms("2", amount="001000"), "001000", ["X-CC-035"]),  # the limit is not told
    ],
)
def test_x_cc_035_by_the_card(declared: DeclaredTerms, paid: str, expected: list[str]) -> None:
    """The register knows the limit that a declared fixed amount cannot show."""
    terms = CopaymentTerms(CopaymentKind.FIXED, fixed_yen=1000, insurer_limit_yen=6000)
    registers = some_registers(cards=[an_issued_card(basic=terms)])
    claim = a_claim(basic_terms=declared, basic_payment=paid)
    assert expected == of_pair("X-CC-035", claim, registers=registers)
