"""Items of a result that do not fit each other, or the claim (X-HI-004…048, X-CC-046, 047).

A fault changes only what it is about: where a value decides on metabolic class, guidance
level or a detailed examination, it is planted in people whose judgement does not move.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from daiko.documents.records import Observation
from daiko.simulation.body import CASUAL
from daiko.simulation.chance import chance
from daiko.simulation.detailed import ANAEMIA, CREATININE, ECG, FUNDUS, detailed_groups
from daiko.simulation.drafts import PairDraft
from daiko.simulation.faults.editing import (
    add_item,
    change_group,
    change_item,
    change_part,
    has_item,
    remove_item,
)
from daiko.simulation.faults.kinds import pair_fault
from daiko.simulation.observations import coded, measured

_BMI = "9N011000000000001"
_MEAL = "9N141000000000011"
_UPPER, _LOWER, _MEAN = "9A751000000000001", "9A761000000000001", "9A755000000000001"
_FASTING_LIPID, _CASUAL_LIPID = "3F015000002327101", "3F015129902327101"
_FASTING_GLUCOSE, _CASUAL_GLUCOSE = "3D010000001926101", "3D010129901926101"
_CLASS, _LEVEL = "9N501000000000011", "9N506000000000011"
_SMOKING = "9N736000000000011"
_EXERCISE = "9N746000000000011"
_REASON = "9N512000000000011"
_PROTEIN = "1A010000000191111"
_CHOLESTEROL = "3F050000002327101"
_LEAST_UPPER = 60  # mm[Hg], input range of the upper pressure
_RED_CELLS = "2A020000001930101"
_ECG_SUBJECT = "9A110161600000011"
_ECG_FINDING = "9A110160700000011"


def _is_slim(draft: PairDraft) -> bool:
    return draft.found.is_slim


def _is_very_slim(draft: PairDraft) -> bool:
    return draft.found.is_slim and draft.found.bmi < Decimal(23)


def _had_eaten(draft: PairDraft) -> bool:
    return draft.found.is_slim and draft.found.meal == CASUAL


def _had_fasted(draft: PairDraft) -> bool:
    return draft.found.is_slim and has_item(draft, _FASTING_GLUCOSE)


def _measured_twice(draft: PairDraft) -> bool:
    return draft.found.is_slim and len(draft.found.readings) == 2


def _measured_once(draft: PairDraft) -> bool:
    return draft.found.is_slim and len(draft.found.readings) == 1 and draft.found.pressure[0] < 150


def _has_questions(draft: PairDraft) -> bool:
    return has_item(draft, _EXERCISE)


def _answered(item: Observation, code: str) -> Observation:
    return replace(item, values=(replace(item.values[-1], code=code),))


def _number(item: Observation, value: object) -> Observation:
    return replace(item, values=(replace(item.values[-1], value=str(value)),))


def _answer(draft: PairDraft, code: str, answer: str) -> None:
    change_item(draft, code, lambda item: _answered(item, answer))


@pair_fault("X-HI-004", fits=_is_very_slim, accepted=True)
def bmi_of_another_weight(draft: PairDraft, _rng: Random) -> None:
    """The weight was corrected, BMI was not."""
    change_item(draft, _BMI, lambda item: _number(item, draft.found.bmi + 1))


@pair_fault("X-HI-011", fits=_measured_once, accepted=True)
def pressures_swapped(draft: PairDraft, _rng: Random) -> None:
    """Upper and lower pressure stand in each other's place."""
    upper, lower = draft.found.readings[0]
    change_item(draft, _UPPER, lambda item: _number(item, lower))
    change_item(draft, _LOWER, lambda item: _number(item, upper))
    if lower <= _LEAST_UPPER:  # out of range as the upper one; its end itself wants the mark L
        draft.expected |= {"X-HR-004" if lower < _LEAST_UPPER else "X-HI-046"}


@pair_fault("X-HI-012", fits=_measured_twice, accepted=True)
def mean_not_computed(draft: PairDraft, _rng: Random) -> None:
    """A reading was corrected after the mean was computed."""
    change_item(draft, _MEAN, lambda item: _number(item, draft.found.pressure[0] + 6))


@pair_fault("X-HI-015", fits=_had_eaten, phases=(4,))
def casual_lipid_as_fasting(draft: PairDraft, _rng: Random) -> None:
    """Triglycerides of a person who had eaten, under the fasting code."""
    remove_item(draft, _CASUAL_LIPID)
    add_item(draft, measured(_FASTING_LIPID, draft.found.triglycerides))


@pair_fault("X-HI-016", fits=_had_eaten, phases=(4,))
def casual_lipid_of_a_fasting_person(draft: PairDraft, _rng: Random) -> None:
    """Casual triglycerides ten hours after the meal."""
    _answer(draft, _MEAL, "2")


@pair_fault("X-HI-023", fits=_had_eaten)
def fasting_glucose_after_a_meal(draft: PairDraft, _rng: Random) -> None:
    """Fasting glucose of a person who had eaten."""
    add_item(draft, measured(_FASTING_GLUCOSE, 92))


@pair_fault("X-HI-024", fits=_had_fasted)
def casual_glucose_of_a_fasting_person(draft: PairDraft, _rng: Random) -> None:
    """Casual glucose ten hours after the meal."""
    remove_item(draft, _FASTING_GLUCOSE)
    add_item(draft, measured(_CASUAL_GLUCOSE, draft.found.fasting_glucose or 90))


@pair_fault("X-HI-028", fits=lambda draft: draft.person.sex == "1", accepted=True, phases=(4,))
def reason_of_the_other_sex(draft: PairDraft, _rng: Random) -> None:
    """Menstruation as the reason of a man."""
    change_item(draft, _PROTEIN, lambda item: replace(item, negated=True, values=()))
    add_item(draft, coded(_REASON, "1"))


@pair_fault("X-HI-028", accepted=True, phases=(4,))
def reason_without_a_missing_test(draft: PairDraft, _rng: Random) -> None:
    """The result came later, the reason stayed."""
    add_item(draft, coded(_REASON, "2"))


@pair_fault("X-HI-029", accepted=True)
def class_misjudged(draft: PairDraft, _rng: Random) -> None:
    """Another metabolic class than the results give."""
    declared = draft.found.judgement()[0]
    _answer(draft, _CLASS, "1" if declared == "3" else "3")


@pair_fault("X-HI-030", accepted=True)
def level_misjudged(draft: PairDraft, _rng: Random) -> None:
    """Another guidance level than the results give."""
    declared = draft.found.judgement()[1]
    _answer(draft, _LEVEL, "1" if declared == "3" else "3")


@pair_fault("X-HI-030")
def level_of_no_table(draft: PairDraft, _rng: Random) -> None:
    """Guidance level 5."""
    _answer(draft, _LEVEL, "5")


@pair_fault("X-HI-029")
def class_missing(draft: PairDraft, _rng: Random) -> None:
    """Nobody judged the metabolic syndrome."""
    remove_item(draft, _CLASS)


@pair_fault("X-HI-035", fits=_has_questions)
def answer_of_no_choice(draft: PairDraft, _rng: Random) -> None:
    """A third answer to a question of yes or no."""
    _answer(draft, _EXERCISE, "3")


@pair_fault("X-HI-036", fits=_is_slim, phases=(4,))
def smoking_as_in_phase_3(draft: PairDraft, _rng: Random) -> None:
    """The smoking question with the answers of phase 3."""

    def old(item: Observation) -> Observation:
        value = replace(item.values[-1], code="2", code_system="1.2.392.200119.6.2003")
        return replace(item, values=(value,))

    change_item(draft, _SMOKING, old)


@pair_fault("X-HI-037", fits=lambda draft: ANAEMIA in draft.visit.detail_codes)
def red_cells_missing(draft: PairDraft, _rng: Random) -> None:
    """The anaemia test lacks a value."""
    change_part(draft, _RED_CELLS, lambda _part: None)


@pair_fault("X-HI-038", fits=lambda draft: ECG in draft.visit.detail_codes)
def electrocardiogram_for_nobody(draft: PairDraft, _rng: Random) -> None:
    """The electrocardiogram does not say for whom it was."""
    change_part(draft, _ECG_SUBJECT, lambda _part: None)


@pair_fault("X-HI-039", fits=lambda draft: FUNDUS in draft.visit.detail_codes)
def fundus_without_reason(draft: PairDraft, _rng: Random) -> None:
    """Nobody says why the fundus was examined."""
    change_part(draft, "9E100161000000049", lambda _part: None)


@pair_fault("X-HI-040", fits=lambda draft: CREATININE in draft.visit.detail_codes)
def filtration_rate_missing(draft: PairDraft, _rng: Random) -> None:
    """eGFR was not computed."""
    change_part(draft, "8A065000002391901", lambda _part: None)


def _ecg_by_arrhythmia(draft: PairDraft) -> bool:
    upper, lower = draft.found.pressure
    return ECG in draft.visit.detail_codes and upper < 140 and lower < 90


@pair_fault("X-HI-041", fits=_ecg_by_arrhythmia, accepted=True)
def electrocardiogram_not_due(draft: PairDraft, _rng: Random) -> None:
    """By results, which do not call for it."""
    change_part(draft, _ECG_SUBJECT, lambda part: _answered(part, "1"))


@pair_fault("X-HI-042", fits=lambda draft: ANAEMIA in draft.visit.detail_codes)
def anaemia_without_group(draft: PairDraft, _rng: Random) -> None:
    """The parts of the anaemia test stand one by one."""

    def flat(group: Observation) -> tuple[Observation, ...]:
        return tuple(replace(part, relation=None) for part in group.parts)

    change_group(draft, _RED_CELLS, flat)


@pair_fault("X-HI-043", accepted=True)
def information_of_no_kind(draft: PairDraft, _rng: Random) -> None:
    """Information was given in a fifth way."""
    add_item(draft, coded("9N950000000000011", "5"))


@pair_fault("X-HI-045", accepted=True)
def question_of_the_late_elderly(draft: PairDraft, _rng: Random) -> None:
    """A question of another sheet."""
    add_item(draft, coded("9N932000000000011", "1"))


@pair_fault("X-HI-047", accepted=True)
def narrative_of_before(draft: PairDraft, _rng: Random) -> None:
    """The text for reading still has the old height."""
    first, *rest = draft.result.sections
    told = f"身長 {draft.found.height + 10} cm"
    draft.set_result(sections=(replace(first, narrative=(told,)), *rest))


@pair_fault("X-HI-048", fits=lambda draft: not draft.visit.added_items, accepted=True)
def added_item_among_the_checkup(draft: PairDraft, _rng: Random) -> None:
    """Total cholesterol stands in the section of the checkup."""
    add_item(draft, measured(_CHOLESTEROL, 201))


@pair_fault("X-CC-046", fits=lambda draft: ECG in draft.visit.detail_codes)
def electrocardiogram_not_done(draft: PairDraft, _rng: Random) -> None:
    """An electrocardiogram is claimed, and there is none."""
    change_group(draft, _ECG_FINDING, lambda _group: ())


def _adds_an_item(draft: PairDraft) -> bool:
    return "other" in draft.bill.parts and len(draft.visit.added_items) > 1


@pair_fault("X-CC-046", fits=_adds_an_item)
def added_item_not_done(draft: PairDraft, _rng: Random) -> None:
    """An additional item is claimed, and there is no value."""
    remove_item(draft, draft.visit.added_items[0])


def _has_no_ecg(draft: PairDraft) -> bool:
    return ECG not in draft.visit.detail_codes and "dock" not in draft.bill.parts


@pair_fault("X-CC-047", fits=_has_no_ecg, accepted=True)
def electrocardiogram_not_claimed(draft: PairDraft, _rng: Random) -> None:
    """An electrocardiogram within the rules, and nobody claims it."""
    rng = chance(draft.plan.seed, "unclaimed", draft.serial)
    for group in detailed_groups(draft.found, (ECG,), rng):
        add_item(draft, group)


@pair_fault("X-REF-007", fits=lambda draft: bool(draft.visit.added_items))
def added_answer_of_no_table(draft: PairDraft, _rng: Random) -> None:
    """Occult blood, an additional item, with an answer its table does not hold."""
    add_item(draft, coded("1A100000000191111", "9"), "01990")
