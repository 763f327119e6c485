from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_claim


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ("26100000017", []),
        ("26500000017", []),
        ("26200000017", ["X-CC-012"]),  # a guidance card
        ("26400000017", ["X-CC-012"]),
        ("2610000001", []),  # ten digits: X-CC-011
    ],
)
def test_x_cc_012(card: str, expected: list[str]) -> None:
    """The third digit is 1 (checkup card) or 5 (set card)."""
    assert expected == of_claim("X-CC-012", card_id=Identifier(oids.CHECKUP_CARD, card))
