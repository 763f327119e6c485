from __future__ import annotations

import pytest

from building import a_card, a_claim, a_result
from daiko.documents.records import CardParticipant
from judging import of_pair, of_result


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        ((a_card(),), []),
        ((a_card(), a_card()), ["X-HC-019"]),
        ((a_card(function_code="2"),), ["X-HC-019"]),  # a guidance card
        ((), ["X-HC-019"]),
    ],
)
def test_x_hc_019(cards: tuple[CardParticipant, ...], expected: list[str]) -> None:
    """One card of face 1."""
    assert expected == of_result("X-HC-019", cards=cards)


def test_x_hc_019_no_card_on_either_side() -> None:
    """A result may lack the card when its claim lacks it too."""
    assert of_pair("X-HC-019", a_claim(card_id=None), a_result(cards=())) == []


def test_x_hc_019_claim_unreadable() -> None:
    """Whether a card was due stands in the claim: without one that was read nothing is said."""
    assert of_pair("X-HC-019", result=a_result(cards=()), has_claim=False) == []
