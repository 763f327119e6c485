from __future__ import annotations

from dataclasses import replace

import pytest

from daiko.checks.causes import causes_of
from guidance_building import a_guidance_card, a_guidance_claim, a_guidance_pair
from guidance_judging import a_guidance_contract, asked, first, guidance_registers, of_result
from judging import findings


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


def test_x_hg_003_function_codes_swapped() -> None:
    """A program that takes 1 for the guidance card has one thing to mend, not six."""
    swap = {"1": "2", "2": "1"}
    cards = first().cards
    swapped = tuple(replace(card, function_code=swap[card.function_code or ""]) for card in cards)
    assert len(cards) == 2
    pair = a_guidance_pair(result=first(cards=swapped))
    rules = ("X-HG-003", "X-HG-004", "X-HG-005", "X-HG-006", "X-HG-007", "X-GC-007")
    told = causes_of([found for rule in rules for found in findings(rule, pair)])
    assert [cause.main.rule for cause in told] == ["X-HG-003"]
    assert "1 利用券" in told[0].main.found
