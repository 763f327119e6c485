from __future__ import annotations

import pytest

from guidance_building import a_guidance_card, a_guidance_claim
from guidance_judging import a_guidance_contract, asked, first, guidance_registers, of_result


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["1", "2"], []),
        (["2"], []),
        (["1"], ["X-HG-003"]),  # no guidance card
        (["2", "2"], ["X-HG-003"]),
        (["2", "3"], ["X-HG-003"]),
    ],
)
def test_x_hg_003(codes: list[str], expected: list[str]) -> None:
    """One guidance card and at most one checkup card."""
    cards = tuple(a_guidance_card(function_code=code) for code in codes)
    assert expected == of_result("X-HG-003", cards=cards)


def test_x_hg_003_individual_contract() -> None:
    """Without a card only individual contracts; with none in the claim X-GC-006 says it."""
    result, claim = first(cards=()), a_guidance_claim(card_id=None)
    assert asked("X-HG-003", result=result) == ["X-HG-003"]
    individual = guidance_registers(contracts=[a_guidance_contract(form="I")])
    assert asked("X-HG-003", result=result, registers=individual) == []
    assert asked("X-HG-003", claim, result) == []
