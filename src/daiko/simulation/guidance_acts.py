"""Acts, sections and items of hg08, as the item table wants them.

Source: standards/guidance.md 7.3; types, units, code tables and moods come from the table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from daiko.documents.guidance_records import (
    ActPerformer,
    GuidanceAct,
    GuidanceObservation,
    GuidanceSection,
)
from daiko.documents.records import Identifier, ObservationValue, Organization
from daiko.simulation.organisations import Provider
from daiko.standard import oids
from daiko.standard.guidance_catalogue import Place, guidance_item

_PHASE: Final = 4


def section(code: str, *acts: GuidanceAct) -> GuidanceSection:
    return GuidanceSection(code=code, code_system=oids.SECTION, acts=acts)


def act(
    provider: Provider, form: str, on: date, performer: str, items: Iterable[GuidanceObservation]
) -> GuidanceAct:
    """An interview, support or evaluation in a form of table 24010."""
    office = Organization(identifier=Identifier(oids.PROVIDER, provider.number), name=provider.name)
    return GuidanceAct(
        class_code="ACT",
        mood_code="EVN",
        code=form,
        code_system=oids.SUPPORT_FORM,
        performed_on=f"{on:%Y%m%d}",
        performers=(ActPerformer(performer, oids.GUIDANCE_PERFORMER, office),),
        observations=tuple(items),
    )


def list_act(items: Iterable[GuidanceObservation], *, mood: str = "EVN") -> GuidanceAct:
    """An act without a form: 90010, plan, totals."""
    return GuidanceAct(
        class_code="ACT",
        mood_code=mood,
        code_null_flavor="NA",
        observations=tuple(items),
    )


def item(of: str, code: str, text: str, *, phase: int = _PHASE) -> GuidanceObservation:
    """One item of a section as the item table wants it. Raises ``KeyError`` for an unknown one."""
    row = guidance_item(of, code, phase)
    if row is None:
        raise KeyError(f"{of}/{code}")
    observation = GuidanceObservation(code=code, mood_code=row.mood, relation="COMP")
    if row.place is Place.MINUTES:
        return replace(observation, minutes=ObservationValue(value=text, unit=row.unit))
    if row.value_type == "CD":
        value = ObservationValue("CD", code=text, code_system=row.code_system)
    elif row.value_type == "ST":
        value = ObservationValue("ST", text=text)
    else:
        value = ObservationValue(row.value_type, text, row.unit if row.value_type == "PQ" else None)
    return replace(observation, values=(value,))


def tenth(value: Decimal) -> str:
    return f"{value:.1f}"
