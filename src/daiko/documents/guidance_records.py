"""Typed records of the guidance documents, exactly as the file states them.

Raw text as in ``records.py``, with the same names wherever the meaning is the same
(``ClaimHead``, ``ResultHead``), so that a rule for both kinds of pairs reads both.

Source: standards/archive-and-xml.md 5 (gc08), 8 (hg08); guidance.md 7 (anatomy), 9.2.
Pure: no parsing (see ``guidance_reading.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from daiko.documents.records import (
    CheckupClaim,
    CheckupResult,
    ClaimHead,
    DeclaredTerms,
    Identifier,
    Index,
    ObservationValue,
    Organization,
    ResultHead,
    Summary,
)


@dataclass(slots=True)
class GuidanceClaim(ClaimHead):
    """gc08, 特定保健指導決済情報 (archive-and-xml.md 5).

    ``card_id`` is the guidance card (利用券, root .210), ``checkup_card_id`` the checkup
    card (受診券, root .209); ``address`` must stay empty (postal code only).
    ``payment_total`` is settlement/payment/amount.
    """

    guidance_level: str | None = None  # 1 active, 2 motivational, 3 equivalent
    guidance_timing: str | None = None  # 1 start, 2 evaluation, 3 ended midway, 4 other, 5
    checkup_card_id: Identifier | None = None
    copayment_terms: DeclaredTerms | None = None
    insurer_limit: DeclaredTerms | None = None  # maxInsuranceLimit, code 4
    unit_price: str | None = None  # yen digits
    payment_rate: str | None = None  # plain percent 0..100, not the six digits of a card
    payment_rate_unit: str | None = None
    points_completed: str | None = None  # pointCountCompleted, 0..9999
    points_intended: str | None = None  # pointCountIntended
    calculated: str | None = None  # calculatedAmount, 算定金額, yen digits
    payment_status: str | None = None  # table 14: 1 all at the first session, 2 otherwise


@dataclass(slots=True)
class ActPerformer:
    """Who did an act: class (table 3020: 1 doctor … 4 other) and institution beside it."""

    code: str | None = None
    code_system: str | None = None
    organization: Organization | None = None


@dataclass(slots=True)
class GuidanceObservation:
    """One item of an act (entryRelationship COMP), or of a section that has no act.

    ``minutes`` is effectiveTime/width of 1022000013, 1032300013, 1032000013, which have
    no value element. ``mood_code``: EVN done, INT planned, GOL goal.
    """

    code: str | None = None
    code_system: str | None = None
    code_null_flavor: str | None = None
    display_name: str | None = None
    mood_code: str | None = None
    relation: str | None = None  # typeCode of the entryRelationship, None without an act
    negated: bool = False
    minutes: ObservationValue | None = None
    values: tuple[ObservationValue, ...] = ()
    parts: tuple[GuidanceObservation, ...] = ()  # the standard has none; read, never lost
    seen: Any = field(default=None, init=False, repr=False, compare=False)  # see guidance_items.py


@dataclass(slots=True)
class GuidanceAct:
    """One entry/act: an interview, a plan, a support session, an evaluation, totals.

    ``code`` is the form (24010 in phase 4, 1113 and others before); plan, totals and
    90010 have ``code_null_flavor`` NA. Done totals carry the end of support as
    ``performed_on`` (item 1042000022).
    """

    class_code: str | None = None
    mood_code: str | None = None
    code: str | None = None
    code_system: str | None = None
    code_null_flavor: str | None = None
    performed_on: str | None = None  # YYYYMMDD, effectiveTime/@value
    performers: tuple[ActPerformer, ...] = ()
    observations: tuple[GuidanceObservation, ...] = ()


@dataclass(slots=True)
class GuidanceSection:
    """One section 90010 to 90080 in the order of the file."""

    code: str | None = None
    code_system: str | None = None
    title: str | None = None
    has_text: bool = True  # the element text stands there (it may be empty)
    narrative: tuple[str, ...] = ()
    acts: tuple[GuidanceAct, ...] = ()
    observations: tuple[GuidanceObservation, ...] = ()  # entries that are no act


@dataclass(slots=True)
class GuidanceResult(ResultHead):
    """hg08, 特定保健指導情報 (archive-and-xml.md 8, guidance.md 7).

    ``performed_on`` is serviceEvent/effectiveTime: the first interview (second half when
    split), in a 22 that or the evaluation (ruling 48). ``cards``: function code 1 the
    checkup card, 2 the guidance card; find them by code, never by order.
    """

    service_event_count: int = 1  # documentationOf elements; exactly one is right
    sections: tuple[GuidanceSection, ...] = ()


Record = Index | Summary | CheckupClaim | CheckupResult | GuidanceClaim | GuidanceResult
"""A document of any kind that was read."""
