"""Metabolic syndrome class (9N501) and guidance level (9N506) of one checkup (階層化).

Source: standards/catalogue/stratification.md 1 to 7. A missing input is ``None``; every
completion of what is missing is tried, and only if all agree there is a code other than
4 (判定不能). Limits stand in ``Limits``, because some are not confirmed by a source.
Pure: compares the transmitted, rounded values; what a document declares is compared in
``checks/``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Final

MET, RESERVE, NOT_MET, UNDETERMINED = "1", "2", "3", "4"
"""9N501: 基準該当, 予備群該当, 非該当, 判定不能."""

ACTIVE, MOTIVATIONAL, INFORMATION = "1", "2", "3"
"""9N506: 積極的支援, 動機付け支援, なし (情報提供); 4 is undetermined."""

_FASTING: Final = "2"  # hours since the meal, table 2202: ten or more
_CASUAL: Final = "3"  # three and a half to ten
_SMOKER: Final = "1"
_OLDER_FROM: Final = 65
_BMI_LIMIT: Final = Decimal(25)
_MALE: Final = "1"


@dataclass(frozen=True, slots=True)
class Limits:
    """Values from which something counts as a risk (mm[Hg], mg/dL, %, cm, cm²)."""

    waist_male: Decimal = Decimal(85)
    waist_female: Decimal = Decimal(90)
    visceral_fat: Decimal = Decimal(100)
    systolic: Decimal = Decimal(130)
    diastolic: Decimal = Decimal(85)
    fasting_triglycerides: Decimal = Decimal(150)
    casual_triglycerides: Decimal = Decimal(175)  # phase 4
    hdl_below: Decimal = Decimal(40)
    level_glucose: Decimal = Decimal(100)
    level_hba1c: Decimal = Decimal("5.6")
    syndrome_glucose: Decimal = Decimal(110)
    syndrome_hba1c: Decimal = Decimal("6.0")


DEFAULT_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the decision looks at; ``None`` is missing, not performed or not measurable.

    ``age`` is reached at the end of the fiscal year. ``meal`` is the code of 9N141,
    ``smoking`` that of 9N736. Medication answers: ``True`` for 1 (yes).
    """

    sex: str  # 1 male, 2 female
    age: int
    waist: Decimal | None = None
    visceral_fat: Decimal | None = None
    bmi: Decimal | None = None
    systolic: Decimal | None = None
    diastolic: Decimal | None = None
    triglycerides: Decimal | None = None
    meal: str | None = None
    hdl: Decimal | None = None
    fasting_glucose: Decimal | None = None
    hba1c: Decimal | None = None
    casual_glucose: Decimal | None = None
    pressure_medication: bool | None = None
    glucose_medication: bool | None = None
    lipid_medication: bool | None = None
    smoking: str | None = None
    phase: int = 4


@dataclass(frozen=True, slots=True)
class Risks:
    """Each part of the two decisions: yes, no, or ``None`` for unknown; medication apart."""

    obese: bool | None  # by visceral fat or waist
    pressure: bool | None
    lipid: bool | None
    level_glucose: bool | None
    syndrome_glucose: bool | None


def risks_of(given: Inputs, limits: Limits = DEFAULT_LIMITS) -> Risks:
    """The parts on which both codes rest, for showing how a code came about."""
    return Risks(
        obese=_obese(given, limits),
        pressure=_pressure(given, limits),
        lipid=_lipid(given, limits),
        level_glucose=_level_glucose(given, limits),
        syndrome_glucose=_syndrome_glucose(given, limits),
    )


def metabolic_class(given: Inputs, limits: Limits = DEFAULT_LIMITS) -> str:
    """Code of 9N501 (stratification.md 5 and 6).

    >>> metabolic_class(Inputs(sex="1", age=50, waist=Decimal("84.9")))
    '3'
    """
    obese = _obese(given, limits)
    if obese is None:
        return UNDETERMINED
    if not obese:
        return NOT_MET
    categories = (
        _either(_pressure(given, limits), given.pressure_medication),
        _either(_lipid(given, limits), given.lipid_medication),
        _either(_syndrome_glucose(given, limits), given.glucose_medication),
    )
    codes = {
        MET if sum(known) >= 2 else RESERVE if sum(known) == 1 else NOT_MET
        for known in _completions(*categories)
    }
    return codes.pop() if len(codes) == 1 else UNDETERMINED


def guidance_level(given: Inputs, limits: Limits = DEFAULT_LIMITS) -> str:
    """Code of 9N506 (stratification.md 2 to 4 and 6).

    >>> guidance_level(Inputs(sex="1", age=50, pressure_medication=True))
    '3'
    """
    medication = (given.pressure_medication, given.glucose_medication, given.lipid_medication)
    if any(medication):
        return INFORMATION
    obese = _obese(given, limits)
    if obese is None or (not obese and given.bmi is None):
        return UNDETERMINED
    if not obese and given.bmi is not None and given.bmi < _BMI_LIMIT:
        return INFORMATION
    levels = set(_possible_levels(given, limits, by_waist=obese))
    if None in medication:
        levels.add(INFORMATION)
    return levels.pop() if len(levels) == 1 else UNDETERMINED


def _possible_levels(given: Inputs, limits: Limits, *, by_waist: bool) -> Iterator[str]:
    smoker = None if given.smoking is None else given.smoking == _SMOKER
    risks = (_pressure(given, limits), _lipid(given, limits), _level_glucose(given, limits))
    for *known, smokes in _completions(*risks, smoker):
        counted = sum(known)
        if counted and smokes:
            counted += 1  # smoking counts beside another risk only
        active_from = 2 if by_waist else 3
        if counted == 0:
            yield INFORMATION
        elif counted >= active_from and given.age < _OLDER_FROM:
            yield ACTIVE
        else:
            yield MOTIVATIONAL


def _completions(*parts: bool | None) -> Iterator[tuple[bool, ...]]:
    """Every way in which the unknown parts could turn out."""
    return product(*((part,) if part is not None else (False, True) for part in parts))


def _either(*parts: bool | None) -> bool | None:
    """Yes if any part is yes, no if all are no, else unknown."""
    if any(parts):
        return True
    return None if None in parts else False


def _reaches(value: Decimal | None, limit: Decimal) -> bool | None:
    return None if value is None else value >= limit


def _obese(given: Inputs, limits: Limits) -> bool | None:
    """Visceral fat if it is known, else the waist; BMI is a question of the level."""
    if given.visceral_fat is not None:
        return given.visceral_fat >= limits.visceral_fat
    return _reaches(given.waist, limits.waist_male if given.sex == _MALE else limits.waist_female)


def _pressure(given: Inputs, limits: Limits) -> bool | None:
    return _either(
        _reaches(given.systolic, limits.systolic), _reaches(given.diastolic, limits.diastolic)
    )


def _lipid(given: Inputs, limits: Limits) -> bool | None:
    low = None if given.hdl is None else given.hdl < limits.hdl_below
    return _either(_triglycerides(given, limits), low)


def _triglycerides(given: Inputs, limits: Limits) -> bool | None:
    """By the hours since the meal from phase 4 on; useless just after one."""
    if given.phase <= 3 or given.meal == _FASTING:
        return _reaches(given.triglycerides, limits.fasting_triglycerides)
    if given.meal == _CASUAL:
        return _reaches(given.triglycerides, limits.casual_triglycerides)
    return None


def _usable_casual_glucose(given: Inputs) -> Decimal | None:
    return given.casual_glucose if given.meal == _CASUAL else None


def _level_glucose(given: Inputs, limits: Limits) -> bool | None:
    """The first that exists of fasting glucose, HbA1c, casual glucose."""
    if given.fasting_glucose is not None:
        return given.fasting_glucose >= limits.level_glucose
    if given.hba1c is not None:
        return given.hba1c >= limits.level_hba1c
    return _reaches(_usable_casual_glucose(given), limits.level_glucose)


def _syndrome_glucose(given: Inputs, limits: Limits) -> bool | None:
    """HbA1c only where no glucose was measured."""
    glucose = given.fasting_glucose
    if glucose is None:
        glucose = _usable_casual_glucose(given)
    if glucose is not None:
        return glucose >= limits.syndrome_glucose
    return _reaches(given.hba1c, limits.syndrome_hba1c)
