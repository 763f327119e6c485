"""Items that are missing, or of which only a part is there (X-HI-001…026, 049, X-REF-008).

Where an item goes missing that the judgements rest on, the person is slim, so that
metabolic class and guidance level stay what they are (catalogue/stratification.md 2).
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Final

from daiko.simulation.body import CASUAL
from daiko.simulation.drafts import PairDraft
from daiko.simulation.faults.editing import add_item, change_item, has_item, remove_item
from daiko.simulation.faults.kinds import pair_fault
from daiko.simulation.observations import coded, measured

_MEAL: Final = "9N141000000000011"
_FASTING_LIPID: Final = "3F015000002327101"
_CASUAL_LIPID: Final = "3F015129902327101"
_GLUCOSES: Final = ("3D010000001926101", "3D010129901926101", "3D046000001906202")
_UPPER: Final = ("9A751000000000001", "9A752000000000001", "9A755000000000001")
_LOWER: Final = ("9A761000000000001", "9A762000000000001", "9A765000000000001")
_COMPLAINT: Final = ("9N061000000000011", "9N061160800000049")
_SIGN: Final = ("9N066000000000011", "9N066160800000049")


def _is_slim(draft: PairDraft) -> bool:
    return draft.found.is_slim


def _remove(draft: PairDraft, *codes: str) -> None:
    """Take out those of the items that are there."""
    for code in codes:
        if has_item(draft, code):
            remove_item(draft, code)


@pair_fault("X-HI-001", fits=_is_slim)
def height_missing(draft: PairDraft, _rng: Random) -> None:
    """The height was not entered."""
    _remove(draft, "9N001000000000001")


@pair_fault("X-HI-002", fits=_is_slim)
def weight_missing(draft: PairDraft, _rng: Random) -> None:
    """The weight was not entered."""
    _remove(draft, "9N006000000000001")


@pair_fault("X-HI-003", fits=_is_slim)
def bmi_missing(draft: PairDraft, _rng: Random) -> None:
    """Nobody computed BMI."""
    _remove(draft, "9N011000000000001")


def _needs_a_waist(draft: PairDraft) -> bool:
    """No doctor may leave the waist out, and no medication settles the level without it."""
    found = draft.found
    takes = found.pressure_medication or found.glucose_medication or found.lipid_medication
    return found.is_slim and found.bmi >= 22 and not takes


@pair_fault("X-HI-005", "X-HI-029", "X-HI-030", fits=_needs_a_waist)
def waist_missing(draft: PairDraft, _rng: Random) -> None:
    """Neither waist nor visceral fat was measured; then class and level are 4, undetermined."""
    _remove(draft, "9N016160100000001")


def _tell_nothing(draft: PairDraft, flag: str, text: str) -> None:
    _remove(draft, text)
    change_item(draft, flag, lambda _item: coded(flag, "1"))


@pair_fault("X-HI-007")
def complaint_without_text(draft: PairDraft, _rng: Random) -> None:
    """The person has complaints, and nobody says which."""
    _tell_nothing(draft, *_COMPLAINT)


@pair_fault("X-HI-008")
def sign_without_text(draft: PairDraft, _rng: Random) -> None:
    """The doctor found something, and does not say what."""
    _tell_nothing(draft, *_SIGN)


@pair_fault("X-HI-009", "X-HI-011", fits=_is_slim)
def upper_pressure_missing(draft: PairDraft, _rng: Random) -> None:
    """Only the lower pressure was entered."""
    _remove(draft, *_UPPER)


@pair_fault("X-HI-010", "X-HI-011", fits=_is_slim)
def lower_pressure_missing(draft: PairDraft, _rng: Random) -> None:
    """Only the upper pressure was entered."""
    _remove(draft, *_LOWER)


@pair_fault("X-HI-013", fits=_is_slim)
def meal_not_asked(draft: PairDraft, _rng: Random) -> None:
    """Nobody asked for the time since the last meal."""
    _remove(draft, _MEAL)


@pair_fault("X-HI-014", fits=_is_slim)
def lipid_missing(draft: PairDraft, _rng: Random) -> None:
    """No triglycerides."""
    _remove(draft, _FASTING_LIPID, _CASUAL_LIPID)


@pair_fault("X-HI-018")
def ldl_missing(draft: PairDraft, _rng: Random) -> None:
    """Neither LDL nor non-HDL cholesterol."""
    _remove(draft, "3F077000002327101")


@pair_fault("X-HI-020")
def alt_missing(draft: PairDraft, _rng: Random) -> None:
    """ALT was not entered."""
    _remove(draft, "3B045000002327201")


@pair_fault("X-HI-021")
def ggt_missing(draft: PairDraft, _rng: Random) -> None:
    """γ-GT was not entered."""
    _remove(draft, "3B090000002327101")


@pair_fault("X-HI-022", fits=_is_slim)
def glucose_missing(draft: PairDraft, _rng: Random) -> None:
    """Neither glucose nor HbA1c."""
    _remove(draft, *_GLUCOSES)


@pair_fault("X-HI-026")
def urine_sugar_missing(draft: PairDraft, _rng: Random) -> None:
    """Urine sugar has neither a value nor a reason."""
    _remove(draft, "1A020000000191111")


@pair_fault(
    "X-HI-015",
    "X-HI-049",
    fits=lambda d: d.found.is_slim and d.found.meal == CASUAL,
    phases=(4,),
)
def lipid_twice(draft: PairDraft, _rng: Random) -> None:
    """Triglycerides of a person who had eaten, under both codes."""
    add_item(draft, measured(_FASTING_LIPID, draft.found.triglycerides))


@pair_fault("X-CT-006", "X-REF-008", fits=lambda draft: "other" in draft.bill.parts)
def added_item_of_no_table(draft: PairDraft, _rng: Random) -> None:
    """A price is claimed under a laboratory's own code; the value stands under the right one."""
    first, *others = draft.claim.other_prices
    draft.set_claim(other_prices=(replace(first, code="9Z999000000000001"), *others))
