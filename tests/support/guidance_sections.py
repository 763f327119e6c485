"""What a guidance result says, section by section: acts and items, right by default.

The plan and the doing of active support of phase 4 (190 points), and how a test changes
one act or one item of it. ``guidance_building.py`` makes documents and pairs of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from building import (
    PROVIDER,
    an_office,
)
from daiko.documents.guidance_records import (
    ActPerformer,
    GuidanceAct,
    GuidanceObservation,
    GuidanceResult,
    GuidanceSection,
)
from daiko.documents.records import (
    Identifier,
    ObservationValue,
    Organization,
)
from daiko.standard import oids
from daiko.standard.guidance_catalogue import GuidanceItem, Place, guidance_item

ACTIVE: Final = "1"
MOTIVATIONAL: Final = "2"
CHECKUP_ON: Final = "20260512"
INTERVIEW_ON: Final = "20260601"
EVALUATION_ON: Final = "20260907"
FORMS: Final = ("1", "2", "3", "4", "5", "6")
CONTACTS: Final = {"1": (1, 20), "5": (1, 10), "6": (1, 0)}  # form → contacts, minutes
GOALS: Final = {
    "1021001031": "85.0",
    "1021001032": "69.0",
    "1021001050": "240",
    "1021001051": "120",
    "1021001052": "120",
}
PLAN_FLAGS: Final = {
    "1021001053": "1",
    "1021001054": "1",
    "1021001055": "1",
    "1021001056": "0",
    "1021001057": "0",
    "1021001058": "0",
    "1021001059": "60",
}
EVALUATION: Final = {
    "1042001031": "86.5",
    "1042001032": "71.2",
    "1042001044": "1",
    "1042001042": "1",
    "1042001041": "1",
    "1042001043": "8",
    "1042001045": "9",
    "1042001046": "9",
    "1042001060": "60",
}
INTERIM: Final = {
    "1032000013": "10",
    "1032000014": "30",
    "1032001031": "88.0",
    "1032001032": "73.0",
    "1032001044": "0",
    "1032001042": "1",
    "1032001041": "0",
    "1032001043": "8",
    "1032001045": "9",
    "1032001046": "9",
}


def item(section: str, code: str, value: str, *, phase: int = 4) -> GuidanceObservation:
    """One item as the item table wants it: type, unit, code system, mood."""
    row = guidance_item(section, code, phase)
    assert row is not None, (section, code)
    observation = GuidanceObservation(code=code, mood_code=row.mood, relation="COMP")
    if row.place is Place.MINUTES:
        return replace(observation, minutes=ObservationValue(value=value, unit="min"))
    return replace(observation, values=(_value(row, value),))


def _value(row: GuidanceItem, text: str) -> ObservationValue:
    if row.value_type == "CD":
        return ObservationValue("CD", code=text, code_system=row.code_system)
    if row.value_type == "ST":
        return ObservationValue("ST", text=text)
    return ObservationValue(row.value_type, text, row.unit if row.value_type == "PQ" else None)


def items(section: str, values: dict[str, str]) -> tuple[GuidanceObservation, ...]:
    return tuple(item(section, code, value) for code, value in values.items())


def a_performer(code: str = "2") -> ActPerformer:
    """A public-health nurse of the provider."""
    office = Organization(identifier=Identifier(oids.PROVIDER, PROVIDER), name=an_office().name)
    return ActPerformer(code, oids.GUIDANCE_PERFORMER, office)


def an_act(
    form: str, on: str, observations: Sequence[GuidanceObservation] = (), **changes: Any
) -> GuidanceAct:
    """A contact with a form of phase 4."""
    act = GuidanceAct(
        class_code="ACT",
        mood_code="EVN",
        code=form,
        code_system=oids.SUPPORT_FORM,
        performed_on=on,
        performers=(a_performer(),),
        observations=tuple(observations),
    )
    return replace(act, **changes)


def a_list_act(
    observations: Sequence[GuidanceObservation], mood: str = "EVN", **changes: Any
) -> GuidanceAct:
    """An act without a form: 90010, plan, totals."""
    act = GuidanceAct(
        class_code="ACT", mood_code=mood, code_null_flavor="NA", observations=tuple(observations)
    )
    return replace(act, **changes)


def a_section(code: str, *acts: GuidanceAct, **changes: Any) -> GuidanceSection:
    section = GuidanceSection(code=code, code_system=oids.SECTION, acts=acts)
    return replace(section, **changes)


def common(level: str = ACTIVE) -> GuidanceSection:
    values = {"1020000001": level, "1020000002": "3", "1020000003": "標準コース"}
    values["1020000004"] = CHECKUP_ON
    return a_section("90010", a_list_act(items("90010", values)))


def interview(level: str = ACTIVE) -> GuidanceSection:
    """90030: 30 minutes face to face, not early, with the plan."""
    held = an_act("1", INTERVIEW_ON, items("90030", {"1022000016": "0", "1022000013": "30"}))
    planned = GOALS
    if level == ACTIVE:
        planned = {"1021000020": "12", **GOALS, **PLAN_FLAGS}
    return a_section("90030", held, a_list_act(items("90030", planned), "INT"))


def planned_totals() -> GuidanceAct:
    return a_list_act(items("90070", _totals("1041", "60")), "INT")


def done_totals(outcome_points: str = "60") -> GuidanceAct:
    """Done totals; the act's day is the end of support (1042000022)."""
    act = a_list_act(items("90070", _totals("1042", outcome_points)))
    return replace(act, performed_on="20260824")


def _totals(beginning: str, outcome: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for form in FORMS:
        count, minutes = CONTACTS.get(form, (0, 0))
        values[f"{beginning}0100{form}0"] = str(count)
        if form != "6":
            values[f"{beginning}0200{form}0"] = str(count * minutes)
    values[f"{beginning}010070"] = "130"
    values[f"{beginning}010080"] = str(130 + int(outcome))
    return values


def supports() -> GuidanceSection:
    """90040: one contact of each planned form, on different days."""
    days = {"1": "20260629", "5": "20260727", "6": "20260824"}
    points = {"1": "70", "5": "30", "6": "30"}
    acts = []
    for form, (_, minutes) in CONTACTS.items():
        values = {"1032300014": points[form]}
        if form != "6":
            values["1032300013"] = str(minutes)
        acts.append(an_act(form, days[form], items("90040", values)))
    return a_section("90040", *acts)


def evaluation() -> GuidanceSection:
    return a_section("90060", an_act("1", EVALUATION_ON, items("90060", EVALUATION)))


def with_acts(result: GuidanceResult, section: str, *acts: GuidanceAct) -> GuidanceResult:
    """The result with these acts in the section instead of its own; added if absent."""
    kept = [s for s in result.sections if s.code != section]
    found = next((s for s in result.sections if s.code == section), a_section(section))
    changed = sorted([*kept, replace(found, acts=acts)], key=lambda s: s.code or "")
    return replace(result, sections=tuple(changed))


def without_section(result: GuidanceResult, section: str) -> GuidanceResult:
    return replace(result, sections=tuple(s for s in result.sections if s.code != section))


def with_value(result: GuidanceResult, section: str, code: str, value: str) -> GuidanceResult:
    """The result with another value of an item it has, in every act of the section."""
    return _edited(result, section, code, (item(section, code, value),))


def without_item(result: GuidanceResult, section: str, code: str) -> GuidanceResult:
    """The result without an item of a section."""
    return _edited(result, section, code, ())


def _edited(
    result: GuidanceResult, section: str, code: str, instead: tuple[GuidanceObservation, ...]
) -> GuidanceResult:
    sections = []
    for found in result.sections:
        acts = found.acts
        if found.code == section:
            acts = tuple(
                replace(
                    act,
                    observations=tuple(
                        new
                        for old in act.observations
                        for new in (instead if old.code == code else (old,))
                    ),
                )
                for act in acts
            )
        sections.append(replace(found, acts=acts))
    return replace(result, sections=tuple(sections))
