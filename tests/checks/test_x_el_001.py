from __future__ import annotations

import pytest

from building import a_claim
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_pair, some_registers


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
