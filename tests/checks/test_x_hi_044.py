from __future__ import annotations

import pytest

from building import INSURER, a_card, a_claim, a_result, with_item
from daiko.documents.records import Identifier, Observation, ObservationValue
from daiko.standard import oids
from judging import of_pair

MARK = "9N807000000000011"


def marked(code: str) -> Observation:
    value = ObservationValue("CD", code=code, code_system="1.2.392.200119.6.18060")
    return Observation(code=MARK, code_system=oids.ITEM, values=(value,))


@pytest.mark.parametrize(
    ("code", "card", "expected"),
    [
        ("1", "26500000017", []),  # a set card
        ("1", "26100000017", ["X-HI-044"]),
        ("0", "26100000017", []),
    ],
)
def test_x_hi_044(code: str, card: str, expected: list[str]) -> None:
    """A first interview within a week is marked only with a set card."""
    holder = a_card(card_id=Identifier(oids.checkup_card_root(INSURER), card))
    result = with_item(a_result(cards=(holder,)), marked(code))
    assert expected == of_pair("X-HI-044", a_claim(), result)
