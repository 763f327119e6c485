from __future__ import annotations

import pytest

from building import a_claim
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import a_contract, of_claim, of_pair, some_registers


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (Identifier(oids.CHECKUP_CARD, "26100000017"), []),
        (Identifier(oids.CHECKUP_CARD, "2610000001"), ["X-CC-011"]),
        (Identifier(oids.CHECKUP_CARD, "２6100000017"), ["X-CC-011"]),
        (Identifier(oids.GUIDANCE_CARD, "26100000017"), ["X-CC-011"]),
        (None, ["X-CC-011"]),
    ],
)
def test_x_cc_011(card: Identifier | None, expected: list[str]) -> None:
    """The card is OID .209 and eleven digits."""
    assert expected == of_claim("X-CC-011", card_id=card)


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ("I", []),
        ("AI", ["X-CC-011"]),  # a group contract too
        ("", ["X-CC-011"]),  # no contract known
    ],
)
def test_x_cc_011_no_card(forms: str, expected: list[str]) -> None:
    """A claim may lack a card where all contracts between the two are individual ones."""
    registers = some_registers(contracts=[a_contract(form=form) for form in forms])
    assert expected == of_pair("X-CC-011", a_claim(card_id=None), registers=registers)
