"""S5: declared metabolic class and guidance level against the recomputed ones (X-HI-029, 030).

A missing or unknown code is an error; a code that differs is a warning that shows the
recomputation part by part, because the doctor answers for the declared value (rulings 22
and 25). The decision itself is ``guidance/stratification.py``; here its inputs are chosen
from the items.

Values are compared with a handful of limits only, so each is first reduced to the limit
it reaches: then few combinations are left, and the decision for each is remembered.
Source: standards/catalogue/stratification.md 1, 8; standards/checks.csv. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from daiko.checks.bilingual import both
from daiko.checks.findings import Finding, Severity
from daiko.checks.rulebook import rule
from daiko.checks.rules.observations import item_at
from daiko.checks.rules.result_pairs import (
    BMI,
    HEIGHT,
    MEAL,
    OTHER,
    SECOND,
    WEIGHT,
    body_mass_index,
)
from daiko.checks.rules.result_pairs import FIRST as FIRST_READING
from daiko.checks.rules.result_presence import choice_group
from daiko.checks.rules.result_ranges import number
from daiko.checks.subjects import PairSubject, once
from daiko.guidance.stratification import (
    DEFAULT_LIMITS,
    Inputs,
    guidance_level,
    metabolic_class,
    risks_of,
)
from daiko.standard.catalogue import phase_of

CLASS: Final = "9N501000000000011"
LEVEL: Final = "9N506000000000011"
CODES: Final = ("1", "2", "3", "4")
_UNDETERMINED: Final = "4"
_RECOMPUTED_FROM: Final = 2018  # fiscal year; earlier limits differ (stratification.md 7)
_VISCERAL_FAT: Final = "9N021000000000001"
_WAISTS: Final = ("9N016160100000001", "9N016160200000001", "9N016160300000001")
_MEDICATION: Final = ("9N701000000000011", "9N706000000000011", "9N711000000000011")
_SMOKING: Final = "9N736000000000011"
_FASTING, _CASUAL = "2", "3"
_AGES: Final = range(40, 76)
_OMITTED_BELOW: Final = Decimal(22)  # a doctor may leave the waist out (catalogue.md 4)
_BMI_LIMIT: Final = Decimal(25)
_OLDER: Final = 65

_L: Final = DEFAULT_LIMITS
_STEPS: Final[dict[str, tuple[Decimal, ...]]] = {
    "waist": (_L.waist_female, _L.waist_male),
    "visceral_fat": (_L.visceral_fat,),
    "bmi": (_BMI_LIMIT, _OMITTED_BELOW),
    "systolic": (_L.systolic,),
    "diastolic": (_L.diastolic,),
    "triglycerides": (_L.casual_triglycerides, _L.fasting_triglycerides),
    "hdl": (_L.hdl_below,),
    "fasting_glucose": (_L.syndrome_glucose, _L.level_glucose),
    "casual_glucose": (_L.syndrome_glucose, _L.level_glucose),
    "hba1c": (_L.syndrome_hba1c, _L.level_hba1c),
}
"""Limits of each input, highest first."""

_Texts = tuple[str | None, ...]


@lru_cache(maxsize=100_000)
def _step(name: str, text: str | None) -> int:
    """Which limit a value reaches as its highest: 1 the highest of all, 0 none, -1 no value."""
    value = number(text)
    if value is None:
        return -1
    return next((place for place, limit in enumerate(_STEPS[name], 1) if value >= limit), 0)


def _value_of_step(name: str, step: int) -> Decimal | None:
    """A value that stands for all that reach the same limit."""
    return None if step < 0 else Decimal(0) if step == 0 else _STEPS[name][step - 1]


_FIELDS: Final = (
    "waist", "visceral_fat", "bmi", "systolic", "diastolic", "triglycerides", "hdl",
    "fasting_glucose", "hba1c", "casual_glucose",
)  # fmt: skip
"""Numbers of ``Inputs``, in the order of ``_Texts``; then meal, smoking, medication."""

_CASUAL_LIPID, _HEIGHT, _WEIGHT = 15, 16, 17  # places after them, which choose or compute


@cache
def _places(fiscal_year: int) -> dict[str, tuple[int, int]]:
    """Item → its place among the texts and its rank there; the lowest rank counts."""

    def family(group: str, prefix: str) -> list[str]:
        return [code for code in choice_group(group, fiscal_year) if code.startswith(prefix)]

    order = (
        _WAISTS,
        (_VISCERAL_FAT,),
        (BMI,),
        *((OTHER[side], SECOND[side], FIRST_READING[side]) for side in (0, 1)),
        family("triglycerides", "3F0150000"),
        family("hdl", "3F070"),
        family("glucose", "3D0100000"),
        family("glucose", "3D046"),
        family("glucose", "3D0101299"),
        (MEAL,),
        (_SMOKING,),
        *((code,) for code in _MEDICATION),
        family("triglycerides", "3F0151299"),
        (HEIGHT,),
        (WEIGHT,),
    )
    return {code: (place, rank) for place, codes in enumerate(order)
            for rank, code in enumerate(codes)}  # fmt: skip


@lru_cache(maxsize=4_096)
def _sources(year: int, measured: frozenset[str]) -> tuple[tuple[int, str], ...]:
    """Which measured item each input comes from: of several, the one that goes first."""
    best: dict[int, tuple[int, str]] = {}
    for code, (place, rank) in _places(year).items():
        if code in measured:
            best[place] = min(best.get(place, (rank, code)), (rank, code))
    return tuple([(place, code) for place, (_, code) in best.items()])


def _texts(pair: PairSubject, year: int) -> _Texts:
    """The inputs as they stand in the file: numbers, meal, smoking, medication."""
    values = pair.items.values
    found: list[str | None] = [None] * 18
    for place, code in _sources(year, pair.items.measured):
        value = values[code]
        found[place] = value.value or value.code
    if phase_of(year) >= 4 and found[10] != _FASTING:
        # phase 4 has a code for each time since the meal; one that does not fit says nothing
        found[5] = found[_CASUAL_LIPID] if found[10] == _CASUAL else None
    if found[2] is None:
        found[2] = _bmi(found[_HEIGHT], found[_WEIGHT])
    return tuple(found[:_CASUAL_LIPID])


def _bmi(height_text: str | None, weight_text: str | None) -> str | None:
    height, weight = number(height_text), number(weight_text)
    if height is None or weight is None:
        return None
    computed = body_mass_index(height, weight)
    return None if computed is None else str(computed)


@lru_cache(maxsize=100_000)
def _decided(steps: tuple[int, ...], rest: _Texts, sex: str, age: int,
             phase: int) -> tuple[str, str]:  # fmt: skip
    """Class and level of a combination of limits reached."""
    values = map(_value_of_step, _FIELDS, steps)
    given = _inputs(values, rest, sex, age, phase)
    return metabolic_class(given), guidance_level(given)


def _inputs(
    numbers: Iterable[Decimal | None], rest: _Texts, sex: str, age: int, phase: int
) -> Inputs:
    meal, smoking, *medication = rest
    answers = [None if code not in ("1", "2") else code == "1" for code in medication]
    values = dict(zip(_FIELDS, numbers, strict=True))
    return Inputs(
        sex=sex,
        age=age,
        **values,
        meal=meal,
        smoking=smoking,
        pressure_medication=answers[0],
        glucose_medication=answers[1],
        lipid_medication=answers[2],
        phase=phase,
    )


def age_at_year_end(born: date, fiscal_year: int) -> int:
    """Age reached on 31 March at the end of a fiscal year.

    >>> age_at_year_end(date(1961, 3, 31), 2025), age_at_year_end(date(1961, 4, 1), 2025)
    (65, 64)
    """
    return fiscal_year + 1 - born.year - ((born.month, born.day) > (3, 31))


@once
def _recomputed(pair: PairSubject) -> tuple[tuple[str, str], _Texts] | None:
    """Class, level and the texts they rest on; ``None`` outside the programme."""
    year, born, sex = pair.fiscal_year, pair.birth_date, pair.result.sex
    if year is None or born is None or sex not in ("1", "2") or year < _RECOMPUTED_FROM:
        return None
    age = age_at_year_end(born, year)
    if age not in _AGES:
        return None
    texts = _texts(pair, year)
    values, rest = texts[: len(_FIELDS)], texts[len(_FIELDS) :]
    steps = tuple(map(_step, _FIELDS, values))
    older = _OLDER if age >= _OLDER else 0
    return _decided(steps, rest, sex, older, phase_of(year)), texts


def _judge(pair: PairSubject, rule_id: str, item: str, which: int) -> Iterator[Finding]:
    """The declared code is there, known, and the recomputed one."""
    value = pair.items.values.get(item)
    declared = value.code if value is not None and item in pair.items.measured else None
    if declared not in CODES:
        yield Finding(rule_id, item_at(item, "/value/@code" if value else ""), declared or "",
                      "1–4")  # fmt: skip
        return
    known = _recomputed(pair)
    if known is None:
        return
    codes, texts = known
    if codes[which] == declared:
        return
    if codes[which] == _UNDETERMINED and declared == "3" and _waist_left_out(texts):
        return
    at = item_at(item, "/value/@code")
    expected = _explained(pair, codes[which], texts, which)
    yield Finding(rule_id, at, declared, expected, severity=Severity.WARNING)


def _waist_left_out(texts: _Texts) -> bool:
    """Below BMI 22 a doctor may do without a waist; what then stands is not settled (8.9)."""
    bmi = number(texts[2])
    return texts[0] is None and texts[1] is None and bmi is not None and bmi < _OMITTED_BELOW


@rule("X-HI-029")
def declared_class(pair: PairSubject) -> Iterator[Finding]:
    """Metabolic syndrome class: there, 1 to 4, and the recomputed one."""
    yield from _judge(pair, "X-HI-029", CLASS, 0)


@rule("X-HI-030")
def declared_level(pair: PairSubject) -> Iterator[Finding]:
    """Guidance level: there, 1 to 4, and the recomputed one."""
    yield from _judge(pair, "X-HI-030", LEVEL, 1)


# --- the recomputation, part by part ----------------------------------------------------


def _explained(pair: PairSubject, code: str, texts: _Texts, which: int) -> str:
    year, born = pair.fiscal_year or 0, pair.birth_date or date.min
    sex, age = pair.result.sex or "", age_at_year_end(born, year)
    values, rest = texts[: len(_FIELDS)], texts[len(_FIELDS) :]
    given = _inputs(map(number, values), rest, sex, age, phase_of(year))
    return "\n".join((f"{code} = {both('再計算', 'recomputed')}", *_parts(given, texts, which)))


def _parts(given: Inputs, texts: _Texts, which: int) -> Iterator[str]:
    risks = risks_of(given)
    waist, fat, bmi, upper, lower, lipid, hdl, fasting, hba1c, casual = texts[:10]
    waist_limit = _L.waist_male if given.sex == "1" else _L.waist_female
    if fat is not None:
        yield f"内臓脂肪 visceral fat {fat} (≥{_L.visceral_fat}) {_sign(risks.obese)}"
    else:
        yield f"腹囲 waist {_shown(waist)} (≥{waist_limit}) {_sign(risks.obese)}"
    if which == 1 and not risks.obese:
        over = None if given.bmi is None else given.bmi >= _BMI_LIMIT
        yield f"BMI {_shown(bmi)} (≥{_BMI_LIMIT}) {_sign(over)}"
    pressure = f"{_shown(upper)}/{_shown(lower)} (≥{_L.systolic}/{_L.diastolic})"
    yield f"血圧 pressure {pressure} {_sign(risks.pressure)}"
    casual_lipid = given.phase >= 4 and given.meal == _CASUAL
    lipid_limit = _L.casual_triglycerides if casual_lipid else _L.fasting_triglycerides
    yield (
        f"脂質 TG {_shown(lipid)} (≥{lipid_limit}), HDL {_shown(hdl)} (<{_L.hdl_below}) "
        f"{_sign(risks.lipid)}"
    )
    glucose = _L.level_glucose if which else _L.syndrome_glucose
    haemoglobin = _L.level_hba1c if which else _L.syndrome_hba1c
    sign = _sign(risks.level_glucose if which else risks.syndrome_glucose)
    blood = fasting or casual
    yield f"血糖 {_shown(blood)} (≥{glucose}), HbA1c {_shown(hba1c)} (≥{haemoglobin}) {sign}"
    yield "服薬 medication " + "/".join(_shown(answer) for answer in texts[12:])
    if which == 1:
        yield f"喫煙 smoking {_shown(texts[11])}, 年齢 age {given.age}"


def _shown(text: str | None) -> str:
    return "—" if text is None else text


def _sign(is_risk: bool | None) -> str:
    return "?" if is_risk is None else "○" if is_risk else "×"
