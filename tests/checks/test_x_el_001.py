from __future__ import annotations

from datetime import date

import pytest

from building import INSURER, a_claim
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import an_insurer, an_issued_card, of_pair, some_registers


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ("26100000017", []),
        ("26100000025", ["X-EL-001"]),
    ],
)
def test_x_el_001(card: str, expected: list[str]) -> None:
    """The card is in its insurer's register."""
    claim = a_claim(card_id=Identifier(oids.CHECKUP_CARD, card))
    assert expected == of_pair("X-EL-001", claim, registers=some_registers())


@pytest.mark.parametrize(
    ("ended_on", "expected"),
    [
        (date(2026, 5, 11), []),
        (date(2026, 5, 12), ["X-EL-001"]),  # the card was still the other insurer's that day
        (None, ["X-EL-001"]),  # never merged
    ],
)
def test_x_el_001_card_of_a_merged_insurer(ended_on: date | None, expected: list[str]) -> None:
    """After a merger the cards of the dissolved insurer serve the one in its place."""
    before = an_insurer(
        insurer_number="06132021",
        end_on=ended_on,
        merged_into=INSURER if ended_on else None,
        cards_loaded=True,
    )
    registers = some_registers(cards=[an_issued_card(insurer_number=before.insurer_number)])
    assert registers.insurers is not None
    registers.insurers[before.insurer_number] = before
    assert expected == of_pair("X-EL-001", registers=registers)
