"""S4 and S5: items of a checkup result: their form, and what must be there.

Form (X-HC-029…038) is judged per distinct (section, item, type, unit, method) and
remembered, since a result holds the same 75 combinations again and again. What
must be there (X-HI) follows rulings 25, 26 and 29: "not performed" is lawful
where the catalogue allows it, else it depends on the contract.
Source: standards/checks.csv, catalogue/catalogue.md 4 and 6. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from daiko.checks.contract import contract_of
from daiko.checks.findings import Finding, Severity
from daiko.checks.rulebook import rule
from daiko.checks.subjects import PairSubject
from daiko.checks.text_forms import address_length
from daiko.documents.records import Observation, ObservationValue
from daiko.standard import oids
from daiko.standard.catalogue import code_system, item, items, phase_of

BODY: Final = "/ClinicalDocument//observation"
URINE_REASON: Final = "9N512000000000011"
_TEXT_MAX: Final = 256  # bytes, half-width 1 and full-width 2


class Seen(NamedTuple):
    """How an item stands in the result."""

    value: bool  # with a value
    absent: bool  # marked not performed or not measurable


def flat(pair: PairSubject) -> Iterator[tuple[str, Observation]]:
    """Every observation with its section, parts of series groups included."""
    for section in pair.result.sections:
        code = section.code or ""
        for observation in section.observations:
            yield code, observation
            for part in observation.parts:
                yield code, part


def _at(code: str | None, tail: str = "") -> str:
    return f"{BODY}[code/@code={code}]{tail}"


def _main_value(observation: Observation) -> ObservationValue | None:
    """The value itself, not the marker H or L that may stand before it."""
    values = observation.values
    if len(values) > 1 and values[0].code_system == oids.LIMIT_MARKER:
        return values[1]
    return values[0] if values else None


def seen(pair: PairSubject) -> dict[str, Seen]:
    """Item code → how it stands, over all sections."""
    found: dict[str, Seen] = {}
    for _, observation in flat(pair):
        code = observation.code
        if code is None:
            continue
        value = _main_value(observation)
        measured = value is not None and value.null_flavor is None and not observation.negated
        before = found.get(code, Seen(False, False))
        found[code] = Seen(before.value or measured, before.absent or not measured)
    return found


def _value_of(pair: PairSubject, code: str) -> str | None:
    for _, observation in flat(pair):
        if observation.code == code:
            value = _main_value(observation)
            if value is not None and value.null_flavor is None:
                return value.code or value.value or value.text
    return None


# --- form of one observation, remembered by what decides it ---------------------------


class _Form(NamedTuple):
    """Everything the form rules look at; equal forms have equal verdicts."""

    section: str
    code: str
    code_system: str | None
    type: str | None
    unit: str | None
    value_code_system: str | None
    method: str | None
    phase: int


@lru_cache(maxsize=20_000)
def _form_faults(form: _Form) -> tuple[tuple[str, str, str, str], ...]:
    """(rule, path tail, found, expected) of a form; empty for a right one."""
    faults = []
    if len(form.code) != 17 or form.code_system not in (None, oids.ITEM):
        faults.append(("X-HC-029", "/code", form.code, f"17, {oids.ITEM}"))
    entry = item(form.code)
    if entry is None or form.phase not in entry.phases:
        return tuple(faults)  # X-REF-009 speaks of unknown items
    if form.type is not None and form.type != entry.value_type:
        faults.append(("X-HC-030", "/value/@xsi:type", form.type, entry.value_type))
        return tuple(faults)
    if form.unit is not None and form.unit != entry.unit:
        faults.append(("X-HC-031", "/value/@unit", form.unit, entry.unit))
    if form.type in ("CD", "CO") and form.value_code_system is not None:
        expected = entry.answers(form.phase)
        if expected and form.value_code_system != expected:
            faults.append(("X-HC-034", "/value/@codeSystem", form.value_code_system, expected))
    if form.method and entry.method_code and form.method != entry.method_code:
        faults.append(("X-HC-038", "/methodCode/@code", form.method, entry.method_code))
    return tuple(faults)


def _form(section: str, observation: Observation, phase: int) -> _Form:
    value = _main_value(observation)
    plain = value is not None and value.null_flavor is None
    return _Form(
        section,
        observation.code or "",
        observation.code_system,
        value.type if value is not None and plain else None,
        value.unit if value is not None and plain and value.type == "PQ" else None,
        value.code_system if value is not None and plain else None,
        observation.method_code,
        phase,
    )


def _form_findings(pair: PairSubject, rule_id: str) -> Iterator[Finding]:
    if pair.fiscal_year is None:
        return
    phase = phase_of(pair.fiscal_year)
    for section, observation in flat(pair):
        if observation.code is None or section == "01990":
            continue
        for fault, tail, found, expected in _form_faults(_form(section, observation, phase)):
            if fault == rule_id:
                yield Finding(rule_id, _at(observation.code, tail), found, expected)


@rule("X-HC-029")
def item_codes(pair: PairSubject) -> Iterator[Finding]:
    """Item codes have 17 characters of the item table, each once in a section."""
    yield from _form_findings(pair, "X-HC-029")
    for section in pair.result.sections:
        codes = Counter(
            part.code
            for observation in section.observations
            for part in (observation, *observation.parts)
            if part.code
        )
        for code, times in codes.items():
            if times > 1:
                yield Finding("X-HC-029", _at(code), str(times), "1")


@rule("X-HC-030")
def value_types(pair: PairSubject) -> Iterator[Finding]:
    """Values are of the type of the item table."""
    yield from _form_findings(pair, "X-HC-030")


@rule("X-HC-031")
def units(pair: PairSubject) -> Iterator[Finding]:
    """Units are those of the item table, character by character."""
    yield from _form_findings(pair, "X-HC-031")


@rule("X-HC-032")
def digits(pair: PairSubject) -> Iterator[Finding]:
    """Numbers have no more digits than the picture of the item."""
    for section, observation in flat(pair):
        value = _main_value(observation)
        if value is None or value.type != "PQ" or value.value is None or section == "01990":
            continue
        if not _fits(observation.code or "", value.value):
            entry = item(observation.code or "")
            picture = entry.picture if entry else ""
            yield Finding("X-HC-032", _at(observation.code, "/value/@value"), value.value, picture)


@lru_cache(maxsize=50_000)
def _fits(code: str, text: str) -> bool:
    entry = item(code)
    if entry is None or not entry.picture:
        return True
    whole, _, decimals = text.lstrip("+-").partition(".")
    picture_whole, _, picture_decimals = entry.picture.partition(".")
    return len(whole.lstrip("0")) <= len(picture_whole) and len(decimals.rstrip("0")) <= len(
        picture_decimals
    )


@rule("X-HC-033")
def text_lengths(pair: PairSubject) -> Iterator[Finding]:
    """Texts fit the item: 256 bytes."""
    for _, observation in flat(pair):
        value = _main_value(observation)
        if value is not None and value.type == "ST" and address_length(value.text or "") > _TEXT_MAX:
            found = str(address_length(value.text or ""))
            yield Finding("X-HC-033", _at(observation.code, "/value"), found, f"–{_TEXT_MAX}")


@rule("X-HC-034")
def coded_answers(pair: PairSubject) -> Iterator[Finding]:
    """Coded answers are members of the item's code table."""
    yield from _form_findings(pair, "X-HC-034")
    if pair.fiscal_year is None:
        return
    phase = phase_of(pair.fiscal_year)
    for section, observation in flat(pair):
        value = _main_value(observation)
        if value is None or value.code is None or section == "01990":
            continue
        if not _is_answer(observation.code or "", value.code, phase):
            yield Finding("X-HC-034", _at(observation.code, "/value/@code"), value.code, "")


@lru_cache(maxsize=50_000)
def _is_answer(code: str, answer: str, phase: int) -> bool:
    entry = item(code)
    system = code_system(entry.answers(phase)) if entry else None
    return system is None or system.holds(answer, phase)


@rule("X-HC-035")
def nothing_when_not_performed(pair: PairSubject) -> Iterator[Finding]:
    """An item marked as not performed carries no value."""
    for _, observation in flat(pair):
        if observation.negated and observation.values:
            yield Finding("X-HC-035", _at(observation.code), "value", "")


@rule("X-HC-036")
def nothing_when_not_measurable(pair: PairSubject) -> Iterator[Finding]:
    """A value that is not measurable is NI and carries neither number nor code."""
    for _, observation in flat(pair):
        for value in observation.values:
            if value.null_flavor is None:
                continue
            if value.null_flavor != "NI" or value.value is not None or value.code is not None:
                found = value.value or value.code or value.null_flavor
                yield Finding("X-HC-036", _at(observation.code, "/value"), found, "NI")


@rule("X-HC-037")
def interpretation(pair: PairSubject) -> Iterator[Finding]:
    """Interpretation is H, L or N."""
    for _, observation in flat(pair):
        if observation.interpretation not in (None, "H", "L", "N"):
            found = observation.interpretation or ""
            yield Finding("X-HC-037", _at(observation.code, "/interpretationCode"), found, "H, L, N")


@rule("X-HC-038")
def methods(pair: PairSubject) -> Iterator[Finding]:
    """Methods are those of the item table where it names one."""
    yield from _form_findings(pair, "X-HC-038")


# --- what must be there ---------------------------------------------------------------


@lru_cache(maxsize=32)
def choice_group(group: str, fiscal_year: int) -> tuple[str, ...]:
    """Codes of a group of which one is needed, e.g. ``hdl``."""
    return tuple(entry.code for entry in items(fiscal_year) if entry.choice_group == group)


def _needed(
    pair: PairSubject, rule_id: str, codes: tuple[str, ...], *, may_be_undone: bool
) -> Iterator[Finding]:
    """One of ``codes`` has a value; undone ones are judged by rulings 26 and 29."""
    there = seen(pair)
    if any(there[code].value for code in codes if code in there):
        return
    if may_be_undone and any(code in there for code in codes):
        yield Finding(rule_id, _at(codes[0]), "not performed", "value", severity=_undone(pair))
        return
    yield Finding(rule_id, _at(codes[0]), "", codes[0])


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
    bmi_text = _value_of(pair, "9N011000000000001")
    if bmi_text is not None and _below(bmi_text, 20):
        return
    yield from _group(pair, "X-HI-005", "waist")


def _below(text: str, limit: int) -> bool:
    whole = text.partition(".")[0]
    return whole.isdigit() and int(whole) < limit


def _flag(pair: PairSubject, rule_id: str, flag: str, text: str) -> Iterator[Finding]:
    """A history or symptom flag, and its text when the flag is 1."""
    yield from _needed(pair, rule_id, (flag,), may_be_undone=False)
    if _value_of(pair, flag) == "1" and not (_value_of(pair, text) or "").strip():
        yield Finding(rule_id, _at(flag), "1", text)


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


@rule("X-HI-013")
def time_since_meal(pair: PairSubject) -> Iterator[Finding]:
    """Time since the meal stands beside blood sugar or triglycerides."""
    if pair.fiscal_year is None:
        return
    there = seen(pair)
    blood = (
        *choice_group("triglycerides", pair.fiscal_year),
        *choice_group("glucose", pair.fiscal_year),
    )
    timed = [code for code in blood if not code.startswith("3D046")]  # HbA1c needs no time
    if any(there[code].value for code in timed if code in there):
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
    """A urine test, or the reason why it has no value (ruling 29)."""
    if pair.fiscal_year is None:
        return
    codes, there = choice_group(group, pair.fiscal_year), seen(pair)
    if any(there[code].value for code in codes if code in there):
        return
    if not any(code in there for code in codes):
        yield Finding(rule_id, _at(codes[0]), "", codes[0])
        return
    reason = _value_of(pair, URINE_REASON)
    if reason is None:
        yield Finding(rule_id, _at(codes[0]), "not performed", URINE_REASON)
    # ruling 29: codes 1 and 2 are lawful, code 3 would be a warning; the official
    # sample carries code 3 and must pass without error


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
    yield from _needed(pair, "X-HI-031", ("9N511000000000049",), may_be_undone=False)


@rule("X-HI-032")
def doctor(pair: PairSubject) -> Iterator[Finding]:
    """The doctor's name is the author of the diagnosis, never an item of its own."""
    for _, observation in flat(pair):
        if observation.code == "9N516000000000049":
            yield Finding("X-HI-032", _at(observation.code), observation.code, "author")
        if observation.code == "9N511000000000049" and not (observation.author_name or "").strip():
            at = _at(observation.code, "/author/assignedAuthor/assignedPerson/name")
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
    there = seen(pair)
    measured = {code[:9] for code, how in there.items() if how.value}
    for fasting, casual in (("3D0100000", "3D0101299"), ("3F0150000", "3F0151299")):
        if fasting in measured and casual in measured:
            yield Finding("X-HI-049", _at(fasting), fasting, casual)
