from __future__ import annotations

import pytest

from building import INSURER
from daiko.documents.records import Identifier
from daiko.standard import oids
from guidance_judging import first, of_first, with_card


@pytest.mark.parametrize(
    ("level", "number", "expected"),
    [
        ("1", "26300000017", []),
        ("1", "26500000017", []),  # a set card fits every level
        ("1", "26200000017", ["X-HG-007"]),
        ("2", "26200000017", []),
        ("2", "26300000017", ["X-HG-007"]),
        ("1", "26100000017", ["X-HG-007"]),  # a checkup card
        ("1", "25300000017", []),
        ("1", "27300000017", ["X-HG-007"]),  # of next year
    ],
)
def test_x_hg_007(level: str, number: str, expected: list[str]) -> None:
    """The third digit of the card is that of the guidance level; the first two a past year."""
    card = Identifier(oids.guidance_card_root(INSURER), number)
    result = with_card(first(level), "2", card_id=card)
    assert expected == of_first("X-HG-007", result, level=level)
