from __future__ import annotations

import pytest

from building import a_claim, a_result
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_pair


@pytest.mark.parametrize(
    ("card", "performed_on", "expected"),
    [
        ("26100000017", "20260401", []),
        ("26100000017", "20270331", []),
        ("26100000017", "20260331", ["X-PE-003"]),  # fiscal 2025
        ("25100000017", "20260512", ["X-PE-003"]),
    ],
)
def test_x_pe_003(card: str, performed_on: str, expected: list[str]) -> None:
    """The first two digits of the card are the fiscal year of the checkup."""
    claim = a_claim(card_id=Identifier(oids.CHECKUP_CARD, card))
    assert expected == of_pair("X-PE-003", claim, a_result(performed_on=performed_on))
