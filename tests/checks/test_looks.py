"""Every condition of the looks is needed (``checks/quiet.py``, decision 0015).

A right pair with one thing changed, for each thing a look asks: the look is false, and
one of its rules speaks (``look_cases.py``). Then the looks with one condition broken after
another (``look_mutants.py``): each time one of these pairs would go through in silence, or
a right pair is no longer quiet. A condition that can be broken unnoticed is not needed, or
not tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, Final

import pytest

from daiko.checks import quiet
from daiko.checks.guidance_subject import AnyPair
from daiko.checks.rulebook import Look
from look_cases import LOOKS, Case, cases, quiet_pairs, speaks
from look_mutants import broken, mutants

PARTS: Final = (
    *LOOKS,
    quiet._is_usual_guided,
    quiet._is_usual,
    quiet._is_usual_guidance_card,
    quiet._is_issued,
    quiet._are_usual_checkup_cards,
    quiet._has_its_parts,
)


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.look.__name__}-{case.told}")
def test_a_look_sees_what_its_rules_see(case: Case) -> None:
    """One thing is wrong: a rule says so, and the look does not leave it out."""
    assert speaks(case)
    assert case.look(case.pair) is False


def test_right_pairs_are_quiet() -> None:
    for look, pair in quiet_pairs():
        assert look(pair) is True, (look.__name__, pair)


def is_noticed() -> bool:
    """Whether one of the cases or of the right pairs goes another way than it should."""
    for case in cases():
        try:
            if case.look(case.pair):
                return True
        except (AttributeError, TypeError):
            return True
    return not all(_is_quiet(look, pair) for look, pair in quiet_pairs())


def _is_quiet(look: Look, pair: AnyPair) -> bool:
    try:
        return look(pair)
    except (AttributeError, TypeError):
        return False


def test_no_condition_can_be_broken_unnoticed() -> None:
    """Left out one after another; and each form of a person, of a card, of an item."""
    assert not is_noticed()
    unnoticed, tried = [], 0
    for mutant in mutants(*PARTS):
        tried += 1
        with broken(mutant):
            unnoticed += [] if is_noticed() else [mutant.told]
    for name, value in wider_forms():
        tried += 1
        with instead(name, value):
            unnoticed += [] if is_noticed() else [f"{name} = {value}"]
    assert unnoticed == []
    assert tried > 80


def wider_forms() -> Iterator[tuple[str, Any]]:
    """Each form with one of its parts open."""
    anything, parted = "[^\x1f]*", quiet._SEPARATOR
    for number in range(len(quiet._PERSON)):
        parts = [*quiet._PERSON[:number], anything, *quiet._PERSON[number + 1 :]]
        yield "_USUAL_PERSON", re.compile(parted.join((*parts, quiet._ADDRESS)))
        yield "_USUAL_GUIDED", re.compile(parted.join((*parts, "")))
    yield "_USUAL_PERSON", re.compile(parted.join((*quiet._PERSON, anything)))
    yield "_USUAL_CARD", re.compile("[0-9]{11}")
    yield "_ANY_CARD", re.compile("[0-9]*")
    yield "_DETAILED", frozenset("12345")
    yield "_OLDEST", date.min
    yield "_CARDS_OF_GUIDANCE", ([["2"], ["1", "2"], ["1", "1", "2"]])


@contextmanager
def instead(name: str, value: Any) -> Iterator[None]:
    kept = getattr(quiet, name)
    setattr(quiet, name, value)
    try:
        yield
    finally:
        setattr(quiet, name, kept)
