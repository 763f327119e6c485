"""Detailed examinations (詳細な健診): who may have one, and its series group.

Source: standards/catalogue/catalogue.md 5 (conditions, subject codes) and 6.3 (series
groups with their reasons); archive-and-xml.md 7.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Final

from daiko.documents.records import Observation
from daiko.simulation.body import Measured
from daiko.simulation.observations import coded, measured, told

ANAEMIA: Final = "1"
ECG: Final = "2"
FUNDUS: Final = "3"
CREATININE: Final = "4"
_REASON: Final = "医師の診察に基づき実施"
_BY_CRITERIA: Final = "基準に該当し医師が必要と判断"


def due_examinations(found: Measured) -> tuple[str, ...]:
    """Codes of table 8 a doctor may order for these values."""
    systolic, diastolic = found.pressure
    hypertensive = systolic >= 140 or diastolic >= 90
    due = [ANAEMIA, ECG]  # history of anaemia; arrhythmia heard
    if hypertensive or found.high_glucose:
        due.append(FUNDUS)
    if systolic >= 130 or diastolic >= 85 or found.raised_glucose:
        due.append(CREATININE)
    return tuple(due)


def detailed_groups(found: Measured, codes: Sequence[str], rng: Random) -> Iterator[Observation]:
    """One series group for each examination, in the order of table 8."""
    builders = {ANAEMIA: _anaemia, ECG: _ecg, FUNDUS: _fundus, CREATININE: _creatinine}
    for code in sorted(codes):
        parts, reasons = builders[code](found, rng)
        yield Observation(
            code_null_flavor="NA",
            parts=(
                *(replace(part, relation="COMP") for part in parts),
                *(replace(reason, relation="RSON") for reason in reasons),
            ),
        )


_Group = tuple[tuple[Observation, ...], tuple[Observation, ...]]


def _anaemia(found: Measured, _rng: Random) -> _Group:
    man = found.sex == "1"
    parts = (
        measured("2A040000001930102", found.haematocrit, (40, 51) if man else (34, 45)),
        measured("2A030000001930101", found.haemoglobin, (13, 17) if man else (12, 15)),
        measured("2A020000001930101", found.red_cells, (430, 560) if man else (380, 500)),
    )
    return parts, (told("2A020161001930149", _REASON),)


def _ecg(found: Measured, rng: Random) -> _Group:
    systolic, diastolic = found.pressure
    by_result = systolic >= 140 or diastolic >= 90
    abnormal = rng.random() < 0.2
    parts = [coded("9A110160700000011", "1" if abnormal else "2")]
    if abnormal:
        parts.append(told("9A110160800000049", rng.choice(("洞性徐脈", "左室高電位", "期外収縮"))))
    reason = _BY_CRITERIA if by_result else "聴診で不整脈を疑い実施"
    subject = coded("9A110161600000011", "1" if by_result else "2")
    return tuple(parts), (subject, told("9A110161000000049", reason))


def _fundus(_found: Measured, rng: Random) -> _Group:
    parts = (coded("9E100166000000011", rng.choice("1112")),)
    return parts, (coded("9E100161600000011", "1"), told("9E100161000000049", _BY_CRITERIA))


def _creatinine(found: Measured, _rng: Random) -> _Group:
    man = found.sex == "1"
    normal = (Decimal("0.65"), Decimal("1.07")) if man else (Decimal("0.46"), Decimal("0.79"))
    parts = (
        measured("3C015000002327101", found.creatinine, normal),
        measured("8A065000002391901", found.egfr, (60, 180)),
    )
    return parts, (coded("3C015161602399911", "1"), told("3C015161002399949", _BY_CRITERIA))
