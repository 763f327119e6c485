"""Typed records of the exchange documents, exactly as the file states them.

Every field holds the text of the file (or ``None`` where the file has no such
element or attribute); nothing is converted, trimmed or repaired here, so that
a check can say what was really found. Amounts, dates and digits are read from
these strings by the rules that need them.

Small records have a hash, by which the check remembers what it made of them: nobody
changes a record once it was read (hence ``unsafe_hash``).

Source: standards/archive-and-xml.md 2 (index), 3 (summary), 4 (checkup claim),
6 (adjudication results), 7 (checkup result). Guidance: ``guidance_records.py``.
Pure: no database, no clock, no settings, no parsing (see ``reading.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, unsafe_hash=True)
class Identifier:
    """An ``id`` element: OID (``root``) and number (``extension``)."""

    root: str | None = None
    extension: str | None = None
    null_flavor: str | None = None


@dataclass(slots=True)
class Index:
    """ix08, 交換用基本情報 (archive-and-xml.md 2)."""

    interaction_type: str | None = None
    created_on: str | None = None  # YYYYMMDD
    sender: Identifier | None = None
    receiver: Identifier | None = None
    service_event_type: str | None = None
    total_record_count: str | None = None


@dataclass(slots=True)
class Summary:
    """su08, 集計情報 (archive-and-xml.md 3). Amounts are digits, yen."""

    service_event_type: str | None = None
    subject_count: str | None = None
    total_cost: str | None = None
    total_payment: str | None = None
    total_other_program: str | None = None
    total_claim: str | None = None
    currencies: tuple[str, ...] = ()  # every @currency that stands in the file


@dataclass(slots=True, unsafe_hash=True)
class DeclaredTerms:
    """One 窓口負担 block of the claim: code 1..4 and at most one of amount, rate.

    ``amount`` six digits yen; ``rate`` six digits = percent × 1000.
    """

    code: str | None = None
    amount: str | None = None
    rate: str | None = None
    rate_unit: str | None = None


@dataclass(slots=True, unsafe_hash=True)
class DeclaredPrice:
    """One unit price: yen digits, and the item (code) it is for, if any."""

    amount: str | None = None
    code: str | None = None
    code_system: str | None = None


@dataclass(slots=True, unsafe_hash=True)
class AdjudicationResult:
    """agencyAdjudicationResult / insurerAdjudicationResult (archive-and-xml.md 6)."""

    interaction_type: str | None = None
    recorded_on: str | None = None  # YYYYMMDD
    reason_code: str | None = None  # table 9 / table 10, 01..09
    text: str | None = None  # up to 100 characters


@dataclass(slots=True)
class ClaimHead:
    """What the two kinds of claims (cc08, gc08) state under the same names."""

    service_event_type: str | None = None
    provider: Identifier | None = None
    insurer: Identifier | None = None
    symbol: Identifier | None = None
    number: Identifier | None = None
    branch_code: Identifier | None = None
    name: str | None = None  # 氏名カナ
    postal_code: str | None = None
    address: str | None = None
    birth_date: str | None = None  # YYYYMMDD
    sex: str | None = None
    card_id: Identifier | None = None  # 受診券, in a guidance claim 利用券
    card_valid_until: str | None = None  # YYYYMMDD
    payment_total: str | None = None  # 窓口負担金額 of this claim
    claim_amount: str | None = None
    agency_result: AdjudicationResult | None = None
    insurer_result: AdjudicationResult | None = None
    currencies: tuple[str, ...] = ()


@dataclass(slots=True)
class CheckupClaim(ClaimHead):
    """cc08, 特定健診決済情報 (archive-and-xml.md 4)."""

    basic_terms: DeclaredTerms | None = None
    detail_terms: DeclaredTerms | None = None
    other_terms: DeclaredTerms | None = None
    has_dock_terms: bool = False  # the element chargeTypeHumanDryDock stands in the file
    dock_terms: DeclaredTerms | None = None  # its copayment, codes 1..3
    dock_limit: DeclaredTerms | None = None  # its maxInsuranceLimit, code 4
    claim_type: str | None = None
    commission_type: str | None = None
    basic_prices: tuple[DeclaredPrice, ...] = ()  # the schema allows one; read all
    detail_prices: tuple[DeclaredPrice, ...] = ()
    other_prices: tuple[DeclaredPrice, ...] = ()
    basic_payment: str | None = None
    detail_payment: str | None = None
    other_payment: str | None = None
    unit_total: str | None = None
    other_program: str | None = None


@dataclass(slots=True, unsafe_hash=True)
class Organization:
    """representedOrganization: number, name, telephone, address."""

    identifier: Identifier | None = None
    name: str | None = None
    telecom: str | None = None
    postal_code: str | None = None
    address: str | None = None


@dataclass(slots=True)
class CardParticipant:
    """participant typeCode HLD: the checkup card (or guidance card) as stated."""

    type_code: str | None = None
    function_code: str | None = None
    function_code_system: str | None = None
    valid_until: str | None = None  # YYYYMMDD
    card_id: Identifier | None = None
    issuing_insurer: Identifier | None = None


@dataclass(slots=True)
class ObservationValue:
    """One ``value`` of an observation, by xsi:type PQ, CD, CO, ST, INT."""

    type: str | None = None
    value: str | None = None
    unit: str | None = None
    code: str | None = None
    code_system: str | None = None
    null_flavor: str | None = None
    text: str | None = None


@dataclass(slots=True)
class Observation:
    """One item of a section. A series wrapper (code nullFlavor NA) has ``parts``.

    Nobody changes one that was read: the same bytes elsewhere may have the same object
    (``entry_memory.py``). ``seen`` is what the check made of it alone, kept for the next time.
    """

    code: str | None = None
    code_system: str | None = None
    code_null_flavor: str | None = None
    negated: bool = False
    values: tuple[ObservationValue, ...] = ()
    interpretation: str | None = None
    method_code: str | None = None
    author_name: str | None = None
    relation: str | None = None  # COMP or RSON inside a wrapper, else None
    parts: tuple[Observation, ...] = ()
    reference_low: ObservationValue | None = None
    reference_high: ObservationValue | None = None
    display_name: str | None = None
    method_code_system: str | None = None
    seen: Any = field(default=None, init=False, repr=False, compare=False)


@dataclass(slots=True)
class Section:
    """One CDA section, e.g. 01010 検査・問診結果."""

    code: str | None = None
    code_system: str | None = None
    title: str | None = None
    observations: tuple[Observation, ...] = ()  # top level; wrappers hold their parts
    narrative: tuple[str, ...] = ()  # lines of the section's text, for reading (7.2)


@dataclass(slots=True)
class ResultHead:
    """The CDA header, which the two kinds of results (hc08, hg08) share."""

    type_id: Identifier | None = None
    document_id: Identifier | None = None
    report_code: str | None = None
    report_code_system: str | None = None
    created_on: str | None = None  # YYYYMMDD
    confidentiality_code: str | None = None
    confidentiality_code_system: str | None = None
    record_target_count: int = 1  # how many persons the document claims to be about
    person_ids: tuple[Identifier, ...] = ()  # all ids of patientRole, in file order
    postal_code: str | None = None
    address: str | None = None
    name: str | None = None
    sex: str | None = None
    sex_code_system: str | None = None
    birth_date: str | None = None  # YYYYMMDD
    author_time: str | None = None
    author: Organization | None = None
    custodian: Identifier | None = None
    cards: tuple[CardParticipant, ...] = ()
    program_code: str | None = None
    program_code_system: str | None = None
    performed_on: str | None = None  # YYYYMMDD, 健診実施年月日; guidance: see guidance_records
    performer: Organization | None = None

    def person_id(self, root: str) -> str | None:
        """Extension of the first id of the person with this OID."""
        for identifier in self.person_ids:
            if identifier.root == root:
                return identifier.extension
        return None


@dataclass(slots=True)
class CheckupResult(ResultHead):
    """hc08, 特定健診情報 (archive-and-xml.md 7)."""

    sections: tuple[Section, ...] = ()
