"""Faults of the items of a checkup result (stages S4 and S5).

Where an item goes missing that the judgements rest on, the person is slim, so that
metabolic class and guidance level stay what they are (catalogue/stratification.md 2).
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from daiko.documents.records import Observation, ObservationValue
from daiko.simulation.drafts import PairDraft
from daiko.simulation.faults.editing import add_item, change_item, has_item, remove_item
from daiko.simulation.faults.kinds import pair_fault
from daiko.simulation.observations import coded, measured

_HDL = "3F070000002327101"
_LDL = "3F077000002327101"
_GGT = "3B090000002327101"
_PROTEIN = "1A010000000191111"
_HISTORY = "9N056000000000011"
_HISTORY_TEXT = "9N056160400000049"
_DIAGNOSIS = "9N511000000000049"
_SMOKING = "9N736000000000011"
_LIPID_MEDICATION = "9N711000000000011"
_WALKING = "9N751000000000011"


def _is_slim(draft: PairDraft) -> bool:
    return draft.found.is_slim


def _takes_nothing(draft: PairDraft) -> bool:
    found = draft.found
    return found.is_slim and not found.lipid_medication


def _has_history(draft: PairDraft) -> bool:
    return has_item(draft, _HISTORY_TEXT)


def _has_questions(draft: PairDraft) -> bool:
    return has_item(draft, _WALKING)


def _other_value(observation: Observation, **changes: object) -> Observation:
    """The last value of the item, changed."""
    *before, last = observation.values
    changed = replace(last, **changes)  # type: ignore[arg-type]  # fields by name
    return replace(observation, values=(*before, changed))


@pair_fault("X-HC-029")
def item_twice(draft: PairDraft, _rng: Random) -> None:
    """HDL cholesterol stands twice."""
    add_item(draft, measured(_HDL, draft.found.hdl))


@pair_fault("X-HC-030")
def smoking_of_another_type(draft: PairDraft, _rng: Random) -> None:
    """A coded answer is written as CO in place of CD."""
    change_item(draft, _SMOKING, lambda item: _other_value(item, type="CO"))


@pair_fault("X-HC-031")
def enzyme_in_another_unit(draft: PairDraft, _rng: Random) -> None:
    """γ-GT in IU/L; the table says U/L."""
    change_item(draft, _GGT, lambda item: _other_value(item, unit="IU/L"))


@pair_fault("X-HC-032")
def cholesterol_with_decimals(draft: PairDraft, _rng: Random) -> None:
    """LDL cholesterol with a digit more than its picture has."""
    change_item(draft, _LDL, lambda item: _other_value(item, value=f"{draft.found.ldl}.5"))


@pair_fault("X-HC-033", fits=_has_history)
def history_too_long(draft: PairDraft, _rng: Random) -> None:
    """The past history fills more than 256 bytes."""
    text = "高血圧症、脂質異常症、虫垂炎手術、" * 9
    change_item(draft, _HISTORY_TEXT, lambda item: _other_value(item, text=text))


@pair_fault("X-HC-034")
def answer_of_another_table(draft: PairDraft, _rng: Random) -> None:
    """An answer about medication cites the table of findings."""
    other = "1.2.392.200119.6.2001"
    change_item(draft, _LIPID_MEDICATION, lambda item: _other_value(item, code_system=other))


@pair_fault("X-HC-035", fits=_has_questions)
def not_performed_with_value(draft: PairDraft, _rng: Random) -> None:
    """A question is marked as not asked and answered all the same."""
    change_item(draft, _WALKING, lambda item: replace(item, negated=True))


@pair_fault("X-HC-036", fits=_has_questions)
def not_measurable_with_value(draft: PairDraft, _rng: Random) -> None:
    """An answer is marked as not obtainable and carries a code."""
    change_item(draft, _WALKING, lambda item: _other_value(item, null_flavor="NI"))


@pair_fault("X-HC-037", accepted=True)
def unknown_interpretation(draft: PairDraft, _rng: Random) -> None:
    """Interpretation A in place of H, L or N."""
    change_item(draft, _LDL, lambda item: replace(item, interpretation="A"))


@pair_fault("X-HC-038", accepted=True)
def method_of_another_item(draft: PairDraft, _rng: Random) -> None:
    """The method code of LDL is that of HDL."""
    change_item(draft, _LDL, lambda item: replace(item, method_code="3F07010000"))


@pair_fault("X-REF-009")
def unknown_item(draft: PairDraft, _rng: Random) -> None:
    """An item of no national table stands among the checkup's own."""
    add_item(draft, _own_item())


@pair_fault("X-REF-009", accepted=True, fits=lambda draft: bool(draft.visit.added_items))
def unknown_optional_item(draft: PairDraft, _rng: Random) -> None:
    """A laboratory's own item stands in the optional section: a note (ruling 24)."""
    add_item(draft, _own_item(), "01990")


def _own_item() -> Observation:
    value = ObservationValue("PQ", value="12", unit="mg/dL")
    return Observation(code="9Z999000000000001", values=(value,))


@pair_fault("X-HI-006")
def history_without_text(draft: PairDraft, _rng: Random) -> None:
    """A past history is said to exist and not told."""
    if has_item(draft, _HISTORY_TEXT):
        remove_item(draft, _HISTORY_TEXT)
    change_item(draft, _HISTORY, lambda _item: coded(_HISTORY, "1"))


@pair_fault("X-HI-017", fits=_is_slim)
def cholesterol_missing(draft: PairDraft, _rng: Random) -> None:
    """HDL cholesterol was not entered."""
    remove_item(draft, _HDL)


@pair_fault("X-HI-019")
def liver_enzyme_missing(draft: PairDraft, _rng: Random) -> None:
    """AST was not entered."""
    remove_item(draft, "3B035000002327201")


@pair_fault("X-HI-027")
def urine_protein_missing(draft: PairDraft, _rng: Random) -> None:
    """Urine protein has neither a value nor a reason."""
    remove_item(draft, _PROTEIN)


@pair_fault("X-HI-031")
def diagnosis_missing(draft: PairDraft, _rng: Random) -> None:
    """The doctor said nothing."""
    remove_item(draft, _DIAGNOSIS)


@pair_fault("X-HI-032")
def doctor_not_named(draft: PairDraft, _rng: Random) -> None:
    """The diagnosis has no author."""
    change_item(draft, _DIAGNOSIS, lambda item: replace(item, author_name=None))


@pair_fault("X-HI-033", fits=_takes_nothing)
def medication_not_asked(draft: PairDraft, _rng: Random) -> None:
    """The question about lipid medication is missing."""
    remove_item(draft, _LIPID_MEDICATION)


@pair_fault("X-HI-034", fits=_is_slim)
def smoking_not_asked(draft: PairDraft, _rng: Random) -> None:
    """The smoking question is missing."""
    remove_item(draft, _SMOKING)
