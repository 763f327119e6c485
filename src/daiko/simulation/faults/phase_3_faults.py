"""Faults of checkups of phase 3: items and tables of phase 4, its limits, a claim too late.

A program that was updated too early writes what only services from April 2024 on may hold
(standards/catalogue/catalogue.md 11.1; stratification.md 7). Where a value decides on class
or level, the person is slim, so that both codes stay what they are.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Final

from daiko.checks.values import fiscal_year
from daiko.documents.records import Observation
from daiko.simulation.body import CASUAL
from daiko.simulation.drafts import PairDraft
from daiko.simulation.faults.editing import add_item, change_item, has_item, remove_item
from daiko.simulation.faults.kinds import pair_fault
from daiko.simulation.observations import coded, measured
from daiko.simulation.organisations import ProviderForm

_PHASE_3: Final = (3,)
_PHASE_4: Final = 4
_FIRST_YEAR: Final = 2018  # of phase 3
_LATE_YEARS: Final = 5  # settlement.md 2: a claim is accepted for so long
_SMOKING: Final = "9N736000000000011"
_DRINKING: Final = "9N786000000000011"
_WISH: Final = "9N806000000000011"  # question 22 until phase 3
_GUIDED_BEFORE: Final = "9N808000000000011"  # question 22 from phase 4 on
_REASON: Final = "9N512000000000011"
_PROTEIN: Final = "1A010000000191111"
_LIPID, _CASUAL_LIPID = "3F015000002327101", "3F015129902327101"
_FASTING_GLUCOSE, _CASUAL_GLUCOSE = "3D010000001926101", "3D010129901926101"
_ALP, _ALP_OF_PHASE_4 = "3B070000002327101", "3B070000002327501"
_CLASS, _LEVEL = "9N501000000000011", "9N506000000000011"


def _is_slim(draft: PairDraft) -> bool:
    return draft.found.is_slim


def _was_asked(draft: PairDraft) -> bool:
    return has_item(draft, _DRINKING)


@pair_fault("X-HC-034", fits=_is_slim, phases=_PHASE_3)
def smoking_as_in_phase_4(draft: PairDraft, _rng: Random) -> None:
    """The smoking question with the three answers of phase 4."""
    change_item(draft, _SMOKING, lambda _item: coded(_SMOKING, "3", _PHASE_4))


@pair_fault("X-HC-034", fits=_was_asked, phases=_PHASE_3)
def drinking_as_in_phase_4(draft: PairDraft, rng: Random) -> None:
    """The drinking question with the eight answers of phase 4."""
    answer = rng.choice("12345678")
    change_item(draft, _DRINKING, lambda _item: coded(_DRINKING, answer, _PHASE_4))


@pair_fault("X-HI-035", fits=_was_asked, phases=_PHASE_3)
def drinking_of_no_choice(draft: PairDraft, _rng: Random) -> None:
    """The drinking question has three answers in phase 3, and this is the fourth."""
    change_item(draft, _DRINKING, lambda _item: coded(_DRINKING, "4", draft.visit.phase))


@pair_fault("X-REF-009", fits=_was_asked, phases=_PHASE_3)
def question_of_phase_4(draft: PairDraft, _rng: Random) -> None:
    """Whether somebody was guided before, which nobody asked yet, for the wish to be guided."""
    change_item(draft, _WISH, lambda _item: coded(_GUIDED_BEFORE, "2"))


@pair_fault("X-REF-009", phases=_PHASE_3)
def reason_of_phase_4(draft: PairDraft, _rng: Random) -> None:
    """The reason of a missing test, an item that came with phase 4."""
    add_item(draft, coded(_REASON, "2"))


def _not_performed(item: Observation) -> Observation:
    return replace(item, negated=True, values=())


@pair_fault(
    "X-HI-027",
    fits=lambda draft: draft.contract.form is not ProviderForm.INDIVIDUAL,
    phases=_PHASE_3,
)
def urine_protein_not_performed(draft: PairDraft, _rng: Random) -> None:
    """A test was not performed; a collective contract does not pay for that (ruling 29)."""
    change_item(draft, _PROTEIN, _not_performed)


@pair_fault(
    "X-HI-027",
    fits=lambda draft: draft.contract.form is ProviderForm.INDIVIDUAL,
    phases=_PHASE_3,
    accepted=True,
)
def urine_protein_lawfully_not_performed(draft: PairDraft, _rng: Random) -> None:
    """A test was not performed; under an individual contract that is a note (ruling 29).

    Phase 3 has no item for the reason, so none can be asked for.
    """
    change_item(draft, _PROTEIN, _not_performed)


def _had_eaten(draft: PairDraft) -> bool:
    return draft.found.is_slim and draft.found.meal == CASUAL


@pair_fault("X-HI-014", "X-REF-009", fits=_had_eaten, phases=_PHASE_3)
def casual_lipid_of_phase_4(draft: PairDraft, _rng: Random) -> None:
    """Triglycerides under the casual code of phase 4; those that phase 3 asks for are missing."""
    remove_item(draft, _LIPID)
    add_item(draft, measured(_CASUAL_LIPID, draft.found.triglycerides))


@pair_fault(
    "X-HI-024",
    "X-HI-049",
    fits=lambda draft: draft.found.is_slim and has_item(draft, _FASTING_GLUCOSE),
    phases=_PHASE_3,
)
def glucose_twice(draft: PairDraft, _rng: Random) -> None:
    """Fasting and casual glucose of a person who had fasted."""
    add_item(draft, measured(_CASUAL_GLUCOSE, draft.found.fasting_glucose or 90))


@pair_fault(
    "X-CT-006",
    "X-REF-008",
    "X-REF-009",
    fits=lambda draft: _ALP in draft.visit.added_items and "other" in draft.bill.parts,
    phases=_PHASE_3,
)
def added_item_of_phase_4(draft: PairDraft, _rng: Random) -> None:
    """ALP by a method that got its code in phase 4: in 01990 a note, its price no agreed one."""
    sections = tuple(
        replace(section, observations=tuple(map(_renamed, section.observations)))
        for section in draft.result.sections
    )
    prices = tuple(
        replace(price, code=_ALP_OF_PHASE_4) if price.code == _ALP else price
        for price in draft.claim.other_prices
    )
    draft.set_result(sections=sections)
    draft.set_claim(other_prices=prices)


def _renamed(item: Observation) -> Observation:
    if item.code != _ALP:
        return item
    return replace(item, code=_ALP_OF_PHASE_4, method_code=measured(_ALP_OF_PHASE_4, 0).method_code)


def _in_phase_4(draft: PairDraft) -> tuple[str, str]:
    """Class and level that the limits of phase 4 give for these values."""
    return replace(draft.found, phase=_PHASE_4).judgement()


@pair_fault(
    "X-HI-029",
    fits=lambda draft: _in_phase_4(draft)[0] != draft.found.judgement()[0],
    accepted=True,
    phases=_PHASE_3,
)
def class_by_the_limits_of_phase_4(draft: PairDraft, _rng: Random) -> None:
    """Casual triglycerides from 150 to 174 counted as no risk, as they do from 2024 on."""
    declared = _in_phase_4(draft)[0]
    change_item(draft, _CLASS, lambda _item: coded(_CLASS, declared))


@pair_fault(
    "X-HI-030",
    fits=lambda draft: _in_phase_4(draft)[1] != draft.found.judgement()[1],
    accepted=True,
    phases=_PHASE_3,
)
def level_by_the_limits_of_phase_4(draft: PairDraft, _rng: Random) -> None:
    """The same in the guidance level."""
    declared = _in_phase_4(draft)[1]
    change_item(draft, _LEVEL, lambda _item: coded(_LEVEL, declared))


def _can_be_too_late(draft: PairDraft) -> bool:
    """Five years earlier is phase 3, too; the person was of age and is judged the same.

    A register of cards would say besides that the card was issued later.
    """
    on, found = draft.visit.performed_on, draft.found
    is_phase_3 = fiscal_year(on) - _LATE_YEARS >= _FIRST_YEAR
    is_of_age = 40 + _LATE_YEARS <= found.age < 60 and found.is_slim
    is_a_day = (on.month, on.day) != (2, 29)
    is_unlisted = draft.card is not None and not draft.is_registered
    return is_unlisted and is_phase_3 and is_of_age and is_a_day


@pair_fault("X-CT-010", "X-PE-003", "X-PE-006", fits=_can_be_too_late, phases=_PHASE_3)
def claimed_after_five_years(draft: PairDraft, _rng: Random) -> None:
    """A checkup of five years ago; neither contract nor card are of that year."""
    on = draft.visit.performed_on
    draft.set_result(performed_on=f"{on.replace(year=on.year - _LATE_YEARS):%Y%m%d}")
