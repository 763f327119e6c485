from __future__ import annotations

import pytest

from building import a_claim
from daiko.documents.records import DeclaredTerms
from daiko.money.copayment import CopaymentKind, CopaymentTerms
from judging import an_issued_card, of_pair, some_registers


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (DeclaredTerms("2", amount="001000"), []),
        (DeclaredTerms("2", amount="001001"), ["X-CT-009"]),
        (DeclaredTerms("1"), ["X-CT-009"]),
        (DeclaredTerms("3", rate="030000"), ["X-CT-009"]),
    ],
)
def test_x_ct_009(terms: DeclaredTerms, expected: list[str]) -> None:
    """The terms are those of the issued card: 1,000 yen."""
    own = CopaymentTerms(CopaymentKind.FIXED, fixed_yen=1000)
    registers = some_registers(cards=[an_issued_card(basic=own)])
    assert expected == of_pair("X-CT-009", a_claim(basic_terms=terms), registers=registers)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (DeclaredTerms("2", amount="001000"), []),
        (DeclaredTerms("4", amount="006000"), []),
        (DeclaredTerms("4", amount="005000"), ["X-CT-009"]),
        (DeclaredTerms("1"), ["X-CT-009"]),
    ],
)
def test_x_ct_009_beside_a_limit(terms: DeclaredTerms, expected: list[str]) -> None:
    """A claim holds one of amount and limit; either of the card's two agrees (ruling 34)."""
    own = CopaymentTerms(CopaymentKind.FIXED, fixed_yen=1000, insurer_limit_yen=6000)
    registers = some_registers(cards=[an_issued_card(basic=own)])
    assert expected == of_pair("X-CT-009", a_claim(basic_terms=terms), registers=registers)
