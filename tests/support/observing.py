"""Observations for tests: one by one, and all that a specific checkup must hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from daiko.documents.records import Observation, ObservationValue
from daiko.standard import oids

_PQ: Final = (
    ("9N001000000000001", "162.3", "cm", None),
    ("9N006000000000001", "65.5", "kg", None),
    ("9N011000000000001", "24.9", "kg/m2", None),
    ("9N016160100000001", "82.0", "cm", "9N01610000"),
    ("9A751000000000001", "118", "mm[Hg]", "9A75100000"),
    ("9A761000000000001", "76", "mm[Hg]", "9A76100000"),
    ("3F015000002327101", "60", "mg/dL", "3F01510000"),
    ("3F070000002327101", "55", "mg/dL", "3F07010000"),
    ("3F077000002327101", "88", "mg/dL", "3F07710000"),
    ("3B035000002327201", "22", "U/L", "3B03510000"),
    ("3B045000002327201", "16", "U/L", "3B04510000"),
    ("3B090000002327101", "25", "U/L", "3B09010000"),
    ("3D046000001906202", "5.2", "%", "3D04610000"),
)
_CODED: Final = (
    ("9N056000000000011", "CD", "2", "1.2.392.200119.6.2001"),
    ("9N061000000000011", "CD", "2", "1.2.392.200119.6.2001"),
    ("9N066000000000011", "CD", "2", "1.2.392.200119.6.2001"),
    ("9N141000000000011", "CD", "2", "1.2.392.200119.6.2202"),
    ("1A020000000191111", "CO", "1", "1.2.392.200119.6.2102"),
    ("1A010000000191111", "CO", "1", "1.2.392.200119.6.2102"),
    ("9N501000000000011", "CD", "3", "1.2.392.200119.6.1008"),
    ("9N506000000000011", "CD", "3", "1.2.392.200119.6.3001"),
    ("9N701000000000011", "CD", "2", "1.2.392.200119.6.2003"),
    ("9N706000000000011", "CD", "2", "1.2.392.200119.6.2003"),
    ("9N711000000000011", "CD", "2", "1.2.392.200119.6.2003"),
    ("9N736000000000011", "CD", "3", "1.2.392.200119.6.24060"),
)


def measured(code: str, value: str, unit: str, method: str | None = None) -> Observation:
    """An observation with a PQ value."""
    return Observation(
        code=code,
        code_system=oids.ITEM,
        values=(ObservationValue("PQ", value=value, unit=unit),),
        method_code=method,
    )


def coded(code: str, kind: str, answer: str, system: str) -> Observation:
    """An observation with a CD or CO value."""
    return Observation(
        code=code,
        code_system=oids.ITEM,
        values=(ObservationValue(kind, code=answer, code_system=system),),
    )


def told(code: str, text: str, *, author: str | None = None) -> Observation:
    """An observation with an ST value."""
    return Observation(
        code=code,
        code_system=oids.ITEM,
        values=(ObservationValue("ST", text=text),),
        author_name=author,
    )


def the_items() -> tuple[Observation, ...]:
    """Every mandatory item of a specific checkup, of a healthy person."""
    return (
        *(measured(*row) for row in _PQ),
        *(coded(*row) for row in _CODED),
        told("9N511000000000049", "異常を認めません。", author="基金次郎"),
    )


def marked(code: str, marker: str, value: str, unit: str) -> Observation:
    """A PQ value behind the marker H or L."""
    limit = ObservationValue("CD", code=marker, code_system=oids.LIMIT_MARKER)
    plain = measured(code, value, unit)
    return replace(plain, values=(limit, *plain.values))


def exam(*results: Observation, why: tuple[Observation, ...] = ()) -> Observation:
    """A series group: its measurements, then for whom and why."""
    parts = (
        *(replace(part, relation="COMP") for part in results),
        *(replace(part, relation="RSON") for part in why),
    )
    return Observation(code_null_flavor="NA", parts=parts)


def a_blood_count() -> tuple[Observation, ...]:
    """The three measurements of the anaemia test."""
    return (
        measured("2A040000001930102", "42.1", "%"),
        measured("2A030000001930101", "14.2", "g/dL"),
        measured("2A020000001930101", "450", "10*4/mm3"),
    )


def subject(group: str, answer: str) -> Observation:
    """For whom an examination was done: ecg, fundus or creatinine."""
    code, system = {
        "ecg": ("9A110161600000011", "1.2.392.200119.6.18120"),
        "fundus": ("9E100161600000011", "1.2.392.200119.6.18130"),
        "creatinine": ("3C015161602399911", "1.2.392.200119.6.18110"),
    }[group]
    return coded(code, "CD", answer, system)


def an_ecg(
    who: str = "1", *, finding: str = "2", text: str = "", why: str = "基準に該当"
) -> Observation:
    """An electrocardiogram as a group."""
    results = [coded("9A110160700000011", "CD", finding, "1.2.392.200119.6.2002")]
    results += [told("9A110160800000049", text)] if text else []
    reasons = (subject("ecg", who), told("9A110161000000049", why))
    return exam(*results, why=reasons)


def a_fundus(who: str = "1", why: str = "基準に該当") -> Observation:
    """A fundus examination as a group."""
    result = coded("9E100166000000011", "CO", "1", "1.2.392.200119.6.2110")
    return exam(result, why=(subject("fundus", who), told("9E100161000000049", why)))


def a_creatinine(who: str = "1", why: str = "基準に該当", *, rate: bool = True) -> Observation:
    """Creatinine with its filtration rate as a group."""
    results = [measured("3C015000002327101", "0.80", "mg/dL")]
    results += [measured("8A065000002391901", "75.0", "ml/min/1.73m2")] if rate else []
    return exam(*results, why=(subject("creatinine", who), told("3C015161002399949", why)))
