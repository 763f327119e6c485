"""S4: the form of the items of a checkup result (X-HC-029…038).

Form is judged per distinct (section, item, type, unit, method) and remembered, since
a result holds the same 75 combinations again and again. What must be there is
``result_presence.py``.
Source: standards/checks.csv, catalogue/catalogue.md 4. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from daiko.checks.findings import Finding
from daiko.checks.observations import flat, item_at, main_value
from daiko.checks.rulebook import rule
from daiko.checks.subjects import PairSubject
from daiko.checks.text_forms import address_length
from daiko.documents.records import Observation
from daiko.standard import oids
from daiko.standard.catalogue import code_system, item, phase_of

_TEXT_MAX: Final = 256  # bytes, half-width 1 and full-width 2


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
    value = main_value(observation)
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
                yield Finding(rule_id, item_at(observation.code, tail), found, expected)


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
                yield Finding("X-HC-029", item_at(code), str(times), "1")


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
        value = main_value(observation)
        if value is None or value.type != "PQ" or value.value is None or section == "01990":
            continue
        if not _fits(observation.code or "", value.value):
            entry = item(observation.code or "")
            picture = entry.picture if entry else ""
            yield Finding(
                "X-HC-032", item_at(observation.code, "/value/@value"), value.value, picture
            )


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
        value = main_value(observation)
        if (
            value is not None
            and value.type == "ST"
            and address_length(value.text or "") > _TEXT_MAX
        ):
            found = str(address_length(value.text or ""))
            yield Finding("X-HC-033", item_at(observation.code, "/value"), found, f"–{_TEXT_MAX}")


@rule("X-HC-034")
def coded_answers(pair: PairSubject) -> Iterator[Finding]:
    """Coded answers are members of the item's code table."""
    yield from _form_findings(pair, "X-HC-034")
    if pair.fiscal_year is None:
        return
    phase = phase_of(pair.fiscal_year)
    for section, observation in flat(pair):
        value = main_value(observation)
        if value is None or value.code is None or section == "01990":
            continue
        if not _is_answer(observation.code or "", value.code, phase):
            yield Finding("X-HC-034", item_at(observation.code, "/value/@code"), value.code, "")


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
            yield Finding("X-HC-035", item_at(observation.code), "value", "")


@rule("X-HC-036")
def nothing_when_not_measurable(pair: PairSubject) -> Iterator[Finding]:
    """A value that is not measurable is NI and carries neither number nor code."""
    for _, observation in flat(pair):
        for value in observation.values:
            if value.null_flavor is None:
                continue
            if value.null_flavor != "NI" or value.value is not None or value.code is not None:
                found = value.value or value.code or value.null_flavor
                yield Finding("X-HC-036", item_at(observation.code, "/value"), found, "NI")


@rule("X-HC-037")
def interpretation(pair: PairSubject) -> Iterator[Finding]:
    """Interpretation is H, L or N."""
    for _, observation in flat(pair):
        if observation.interpretation not in (None, "H", "L", "N"):
            found = observation.interpretation or ""
            yield Finding(
                "X-HC-037", item_at(observation.code, "/interpretationCode"), found, "H, L, N"
            )


@rule("X-HC-038")
def methods(pair: PairSubject) -> Iterator[Finding]:
    """Methods are those of the item table where it names one."""
    yield from _form_findings(pair, "X-HC-038")
