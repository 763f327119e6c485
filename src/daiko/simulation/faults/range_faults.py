"""Values outside their input range, or with the wrong marker (X-HR, X-HI-025, 046).

Where the two judgements rest on the value, the person is slim, so that both codes stay
what they are (catalogue/stratification.md 2).
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from daiko.simulation.drafts import PairDraft
from daiko.simulation.faults.editing import change_item, has_item
from daiko.simulation.faults.kinds import pair_fault

_FASTING_GLUCOSE = "3D010000001926101"
_HBA1C = "3D046000001906202"
_GGT = "3B090000002327101"
_FASTING_LIPID = "3F015000002327101"


def _set(draft: PairDraft, code: str, text: str) -> None:
    """Another number in an item, without any marker before it."""
    change_item(
        draft,
        code,
        lambda item: replace(item, values=(replace(item.values[-1], value=text),)),
    )


def _is_slim(draft: PairDraft) -> bool:
    return draft.found.is_slim


def _is_plain(draft: PairDraft) -> bool:
    """Slim, measured once, and without exams that the values would have to call for."""
    is_single = len(draft.found.readings) == 1
    return draft.found.is_slim and is_single and not draft.visit.detail_codes


def _has_hba1c(draft: PairDraft) -> bool:
    return draft.found.is_slim and has_item(draft, _HBA1C)


def _fasted(draft: PairDraft) -> bool:
    return _is_plain(draft) and has_item(draft, _FASTING_GLUCOSE)


@pair_fault("X-HR-001", "X-HI-004", accepted=True)
def height_in_metres(draft: PairDraft, _rng: Random) -> None:
    """The height was entered as 1.7; BMI was computed before."""
    _set(draft, "9N001000000000001", "1.7")


@pair_fault("X-HR-002", "X-HI-004", accepted=True)
def weight_without_its_last_digit(draft: PairDraft, _rng: Random) -> None:
    """The weight lost a digit."""
    _set(draft, "9N006000000000001", f"{draft.found.weight / 10:.1f}")


@pair_fault("X-HR-003", fits=_is_slim, accepted=True)
def waist_in_inches(draft: PairDraft, _rng: Random) -> None:
    """The waist was measured with another tape."""
    _set(draft, "9N016160100000001", "31.5")


@pair_fault("X-HR-004", fits=_is_plain, accepted=True)
def systolic_beyond_the_range(draft: PairDraft, _rng: Random) -> None:
    """The upper pressure has a digit wrong."""
    _set(draft, "9A751000000000001", "418")


@pair_fault("X-HR-005", fits=_is_plain, accepted=True)
def diastolic_below_the_range(draft: PairDraft, _rng: Random) -> None:
    """The lower pressure lost a digit."""
    _set(draft, "9A761000000000001", "8")


@pair_fault(
    "X-HR-006", fits=lambda d: d.found.is_slim and has_item(d, _FASTING_LIPID), accepted=True
)
def triglycerides_below_the_range(draft: PairDraft, _rng: Random) -> None:
    """Triglycerides were entered in mmol/L."""
    _set(draft, _FASTING_LIPID, "1")


@pair_fault("X-HR-007", fits=_is_slim, accepted=True)
def hdl_below_the_range(draft: PairDraft, _rng: Random) -> None:
    """HDL lost a digit."""
    _set(draft, "3F070000002327101", "5")


@pair_fault("X-HR-008", accepted=True)
def ldl_below_the_range(draft: PairDraft, _rng: Random) -> None:
    """LDL lost a digit."""
    _set(draft, "3F077000002327101", "12")


@pair_fault("X-HR-009", accepted=True)
def ast_without_marker(draft: PairDraft, _rng: Random) -> None:
    """A very high AST without H."""
    _set(draft, "3B035000002327201", "1450")


@pair_fault("X-HR-010", accepted=True)
def alt_without_marker(draft: PairDraft, _rng: Random) -> None:
    """A very high ALT without H."""
    _set(draft, "3B045000002327201", "2380")


@pair_fault("X-HR-011", accepted=True)
def ggt_without_marker(draft: PairDraft, _rng: Random) -> None:
    """A very high γ-GT without H."""
    _set(draft, _GGT, "1520")


@pair_fault("X-HR-012", fits=_fasted, accepted=True)
def glucose_below_the_range(draft: PairDraft, _rng: Random) -> None:
    """Fasting glucose lost a digit."""
    _set(draft, _FASTING_GLUCOSE, "9")


@pair_fault("X-HR-013", "X-HI-004", fits=_is_slim)
def bmi_below_the_range(draft: PairDraft, _rng: Random) -> None:
    """BMI with the point in the wrong place."""
    _set(draft, "9N011000000000001", "2.2")


@pair_fault("X-HI-025", fits=_has_hba1c)
def hba1c_with_the_point_misplaced(draft: PairDraft, _rng: Random) -> None:
    """HbA1c of 5.2 became 52."""
    _set(draft, _HBA1C, "52.0")


@pair_fault("X-HI-046", accepted=True)
def limit_without_marker(draft: PairDraft, _rng: Random) -> None:
    """γ-GT stands exactly at its limit, without H."""
    _set(draft, _GGT, "1000")
