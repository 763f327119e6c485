"""S5: what a checkup result must hold (X-HI-001…049).

Rulings 25, 26 and 29: "not performed" is lawful where the catalogue allows it, else it
depends on the contract. The form of what is there is ``result_items.py``.
Source: standards/checks.csv, catalogue/catalogue.md 6. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from daiko.checks.bilingual import A_VALUE, both
from daiko.checks.findings import Finding, Severity
from daiko.checks.item_index import item_judge
from daiko.checks.rulebook import rule
from daiko.checks.rules.contract import contract_of
from daiko.checks.rules.observations import item_at, undone_word, value_of
from daiko.checks.subjects import PairSubject
from daiko.documents.records import Observation, ObservationValue
from daiko.standard.catalogue import item, items, phase_of

_DIAGNOSIS: Final = "9N511000000000049"
_DOCTOR: Final = "9N516000000000049"
_DIGITS: Final = 9  # a longer number is no body mass index
URINE_REASON: Final = "9N512000000000011"
_OTHER_REASON: Final = "3"  # 1 menstruation, 2 disease: lawful; 3 anything else: a warning


@lru_cache(maxsize=32)
def choice_group(group: str, fiscal_year: int) -> tuple[str, ...]:
    """Codes of a group of which one is needed, e.g. ``hdl``."""
    return tuple(entry.code for entry in items(fiscal_year) if entry.choice_group == group)


@lru_cache(maxsize=32)
def has_urine_reason(fiscal_year: int) -> bool:
    """Whether the year knows the item that says why a test has no value: from phase 4 on."""
    entry = item(URINE_REASON)
    return entry is not None and phase_of(fiscal_year) in entry.phases


def _needed(
    pair: PairSubject, rule_id: str, codes: tuple[str, ...], *, may_be_undone: bool
) -> Iterator[Finding]:
    """One of ``codes`` has a value; undone ones are judged by rulings 26 and 29."""
    items = pair.items
    if not items.measured.isdisjoint(codes):
        return
    if may_be_undone and not items.undone.isdisjoint(codes):
        found = undone_word(pair, codes)
        yield Finding(rule_id, item_at(codes[0]), found, A_VALUE, severity=_undone(pair))
        return
    yield Finding(rule_id, item_at(codes[0]), "", codes[0])


def _undone(pair: PairSubject) -> Severity | None:
    """What an item that was not performed costs, by the contract (ruling 29)."""
    contract = contract_of(pair)
    term = contract.unperformed_basic_item if contract else "return_02"
    return {"note": Severity.NOTE, "warning": Severity.WARNING}.get(term)


def _group(pair: PairSubject, rule_id: str, group: str) -> Iterator[Finding]:
    if pair.fiscal_year is not None:
        codes = choice_group(group, pair.fiscal_year)
        yield from _needed(pair, rule_id, codes, may_be_undone=True)


@rule("X-HI-001")
def height(pair: PairSubject) -> Iterator[Finding]:
    """Height."""
    yield from _needed(pair, "X-HI-001", ("9N001000000000001",), may_be_undone=True)


@rule("X-HI-002")
def weight(pair: PairSubject) -> Iterator[Finding]:
    """Weight."""
    yield from _needed(pair, "X-HI-002", ("9N006000000000001",), may_be_undone=True)


@rule("X-HI-003")
def bmi(pair: PairSubject) -> Iterator[Finding]:
    """BMI."""
    yield from _needed(pair, "X-HI-003", ("9N011000000000001",), may_be_undone=True)


@rule("X-HI-005")
def waist(pair: PairSubject) -> Iterator[Finding]:
    """Waist or visceral fat; a doctor may leave it out below BMI 20 (ruling 22)."""
    bmi_text = value_of(pair, "9N011000000000001")
    if bmi_text is not None and _below(bmi_text, 20):
        return
    yield from _group(pair, "X-HI-005", "waist")


def _below(text: str, limit: int) -> bool:
    whole = text.partition(".")[0]
    return whole.isascii() and whole.isdigit() and len(whole) <= _DIGITS and int(whole) < limit


def _flag(pair: PairSubject, rule_id: str, flag: str, text: str) -> Iterator[Finding]:
    """A history or symptom flag, and its text when the flag is 1."""
    yield from _needed(pair, rule_id, (flag,), may_be_undone=False)
    if value_of(pair, flag) == "1" and not (value_of(pair, text) or "").strip():
        yield Finding(rule_id, item_at(flag), "1", text)


@rule("X-HI-006")
def past_history(pair: PairSubject) -> Iterator[Finding]:
    """Past history, with its text when there is one."""
    yield from _flag(pair, "X-HI-006", "9N056000000000011", "9N056160400000049")


@rule("X-HI-007")
def subjective_symptoms(pair: PairSubject) -> Iterator[Finding]:
    """Subjective symptoms, with their text when there are any."""
    yield from _flag(pair, "X-HI-007", "9N061000000000011", "9N061160800000049")


@rule("X-HI-008")
def objective_symptoms(pair: PairSubject) -> Iterator[Finding]:
    """Objective symptoms, with their text when there are any."""
    yield from _flag(pair, "X-HI-008", "9N066000000000011", "9N066160800000049")


@rule("X-HI-009")
def systolic(pair: PairSubject) -> Iterator[Finding]:
    """One systolic pressure."""
    yield from _group(pair, "X-HI-009", "sbp")


@rule("X-HI-010")
def diastolic(pair: PairSubject) -> Iterator[Finding]:
    """One diastolic pressure."""
    yield from _group(pair, "X-HI-010", "dbp")


@lru_cache(maxsize=32)
def _timed_blood(fiscal_year: int) -> frozenset[str]:
    """Blood sugar and triglycerides; HbA1c needs no time."""
    blood = (*choice_group("triglycerides", fiscal_year), *choice_group("glucose", fiscal_year))
    return frozenset(code for code in blood if not code.startswith("3D046"))


@rule("X-HI-013")
def time_since_meal(pair: PairSubject) -> Iterator[Finding]:
    """Time since the meal stands beside blood sugar or triglycerides."""
    if pair.fiscal_year is None:
        return
    if not pair.items.measured.isdisjoint(_timed_blood(pair.fiscal_year)):
        yield from _needed(pair, "X-HI-013", ("9N141000000000011",), may_be_undone=False)


@rule("X-HI-014")
def triglycerides(pair: PairSubject) -> Iterator[Finding]:
    """Fasting or casual triglycerides."""
    yield from _group(pair, "X-HI-014", "triglycerides")


@rule("X-HI-017")
def hdl(pair: PairSubject) -> Iterator[Finding]:
    """HDL cholesterol."""
    yield from _group(pair, "X-HI-017", "hdl")


@rule("X-HI-018")
def ldl(pair: PairSubject) -> Iterator[Finding]:
    """LDL or non-HDL cholesterol."""
    yield from _group(pair, "X-HI-018", "ldl")


@rule("X-HI-019")
def ast(pair: PairSubject) -> Iterator[Finding]:
    """AST."""
    yield from _group(pair, "X-HI-019", "ast")


@rule("X-HI-020")
def alt(pair: PairSubject) -> Iterator[Finding]:
    """ALT."""
    yield from _group(pair, "X-HI-020", "alt")


@rule("X-HI-021")
def ggt(pair: PairSubject) -> Iterator[Finding]:
    """γ-GT."""
    yield from _group(pair, "X-HI-021", "ggt")


@rule("X-HI-022")
def glucose(pair: PairSubject) -> Iterator[Finding]:
    """Fasting glucose, HbA1c or casual glucose."""
    yield from _group(pair, "X-HI-022", "glucose")


def _urine(pair: PairSubject, rule_id: str, group: str) -> Iterator[Finding]:
    """A urine test, or the reason why it has no value; before phase 4 as any item (ruling 29)."""
    if pair.fiscal_year is None:
        return
    if not has_urine_reason(pair.fiscal_year):
        yield from _group(pair, rule_id, group)
        return
    codes, items = choice_group(group, pair.fiscal_year), pair.items
    if not items.measured.isdisjoint(codes):
        return
    if items.undone.isdisjoint(codes):
        yield Finding(rule_id, item_at(codes[0]), "", codes[0])
        return
    reason = value_of(pair, URINE_REASON)
    if reason is None:
        yield Finding(rule_id, item_at(codes[0]), undone_word(pair, codes), URINE_REASON)
    elif reason == _OTHER_REASON:
        yield Finding(rule_id, item_at(URINE_REASON), reason, "1, 2", severity=Severity.WARNING)


@rule("X-HI-026")
def urine_sugar(pair: PairSubject) -> Iterator[Finding]:
    """Urine sugar, or the reason it is missing."""
    yield from _urine(pair, "X-HI-026", "urine_glucose")


@rule("X-HI-027")
def urine_protein(pair: PairSubject) -> Iterator[Finding]:
    """Urine protein, or the reason it is missing."""
    yield from _urine(pair, "X-HI-027", "urine_protein")


@rule("X-HI-031")
def diagnosis(pair: PairSubject) -> Iterator[Finding]:
    """The doctor's diagnosis, not empty."""
    yield from _needed(pair, "X-HI-031", (_DIAGNOSIS,), may_be_undone=False)


@item_judge
def _names_its_doctor(
    _is_free: bool, item: Observation, _value: ObservationValue | None, _year: int | None
) -> bool:
    return item.code != _DOCTOR and (item.code != _DIAGNOSIS or bool(_author(item)))


def _author(item: Observation) -> str:
    return (item.author_name or "").strip()


@rule("X-HI-032")
def doctor(pair: PairSubject) -> Iterator[Finding]:
    """The doctor's name is the author of the diagnosis, never an item of its own."""
    if pair.items.hold(_names_its_doctor):
        return
    for _, observation, _ in pair.items.all:
        if observation.code == _DOCTOR:
            yield Finding("X-HI-032", item_at(observation.code), observation.code, "author")
        if observation.code == _DIAGNOSIS and not _author(observation):
            at = item_at(observation.code, "/author/assignedAuthor/assignedPerson/name")
            yield Finding("X-HI-032", at, "", "1–64")


@rule("X-HI-033")
def medication(pair: PairSubject) -> Iterator[Finding]:
    """The three medication questions are answered."""
    for code in ("9N701000000000011", "9N706000000000011", "9N711000000000011"):
        yield from _needed(pair, "X-HI-033", (code,), may_be_undone=False)


@rule("X-HI-034")
def smoking(pair: PairSubject) -> Iterator[Finding]:
    """The smoking question is answered."""
    yield from _needed(pair, "X-HI-034", ("9N736000000000011",), may_be_undone=False)


@rule("X-HI-049")
def never_both(pair: PairSubject) -> Iterator[Finding]:
    """Fasting and casual glucose never both, fasting and casual triglycerides never both."""
    measured = {code[:9]: code for code in pair.items.measured}
    for fasting, casual in (("3D0100000", "3D0101299"), ("3F0150000", "3F0151299")):
        if fasting in measured and casual in measured:
            found = f"{measured[fasting]}, {measured[casual]}"
            one = both("どちらか一方", "one of the two")
            yield Finding("X-HI-049", item_at(measured[casual]), found, one)
