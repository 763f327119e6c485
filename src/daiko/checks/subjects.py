"""What the rules are handed: the archive, one document, or one pair of documents.

Plain values, filled by ``engine.py``; a rule reads one of them and yields findings.
Amounts and dates are read from the text once and kept here; text that is no amount
or no day of the calendar is ``None``, and the rule that needs it says so or passes on.

Source: standards/administrative-checks.md 1 (units of the check), 9 (fiscal year);
archive-and-xml.md 1.1 (layout), 4.3 (parts of a claim type), 4.2 (amounts).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Any, Final, TypeVar

from daiko.archive.members import Member
from daiko.archive.names import ArchiveName, MemberName
from daiko.archive.problems import ArchiveProblem
from daiko.checks.item_index import ItemIndex
from daiko.checks.profile import FUND_RECEPTION, Profile
from daiko.checks.registers import ClaimKey, History, Registers
from daiko.checks.values import yen
from daiko.documents.gate import Parsed, XmlProblem
from daiko.documents.guidance_records import Record
from daiko.documents.records import (
    CheckupClaim,
    CheckupResult,
    ClaimHead,
    Index,
    ResultHead,
    Summary,
)
from daiko.standard.kinds import DocumentKind
from daiko.standard.schemas import SchemaError

Value = TypeVar("Value")
AnyKind = TypeVar("AnyKind", bound="Pair")

PARTS_OF_CLAIM_TYPE: Final[dict[str, frozenset[str]]] = {
    "1": frozenset({"basic"}),
    "2": frozenset({"basic", "detail"}),
    "3": frozenset({"basic", "other"}),
    "4": frozenset({"basic", "detail", "other"}),
    "5": frozenset({"dock"}),
}
"""Claim type (請求区分, table 7) → the parts such a claim consists of."""


@dataclass(frozen=True, slots=True)
class ClaimYen:
    """The amounts of a claim in yen. ``None``: absent, or no amount (see the record)."""

    basic_prices_yen: tuple[int | None, ...]
    detail_prices_yen: tuple[int | None, ...]
    other_prices_yen: tuple[int | None, ...]
    basic_payment_yen: int | None
    detail_payment_yen: int | None
    other_payment_yen: int | None
    unit_total_yen: int | None
    payment_yen: int | None
    other_program_yen: int | None
    claim_yen: int | None

    @classmethod
    def of(cls, claim: CheckupClaim) -> ClaimYen:
        return cls(
            tuple(yen(price.amount) for price in claim.basic_prices),
            tuple(yen(price.amount) for price in claim.detail_prices),
            tuple(yen(price.amount) for price in claim.other_prices),
            yen(claim.basic_payment),
            yen(claim.detail_payment),
            yen(claim.other_payment),
            yen(claim.unit_total),
            yen(claim.payment_total),
            yen(claim.other_program),
            yen(claim.claim_amount),
        )


@dataclass(frozen=True, slots=True)
class MediumLabel:
    """Label and dispatch note of a medium, as the intake station typed them in."""

    kind: str  # cd_r | dvd_r
    encrypted: bool
    provider_number: str
    provider_name: str
    service_month: str  # YYYY-MM
    submitted_on: date | None
    number: int  # medium n …
    of: int  # … of m
    records_on_label: int | None
    records_on_note: int | None
    subjects_in_archives: int | None  # totalSubjectCount over all archives of the medium


@dataclass(frozen=True, slots=True)
class Transport:
    """Who brought the archive: the organisation that signed in or is named on the label."""

    sender: str  # 8 or 10 digits
    may_send_for: frozenset[str] = frozenset()
    medium: MediumLabel | None = None


@dataclass(slots=True)
class Layout:
    """Where the files of the archive lie. Paths are below the root folder."""

    roots: tuple[str, ...] = ()  # names of everything at the top of the ZIP
    root: str | None = None  # the folder that is read; "" for the top itself
    folders: frozenset[str] = frozenset()
    files: dict[str, Member] = field(default_factory=dict)  # by path
    data: tuple[str, ...] = ()  # file names directly in DATA that end in .xml
    claims: tuple[str, ...] = ()  # the same in CLAIMS
    ignored: tuple[str, ...] = ()  # left-overs of programs, e.g. Thumbs.db


@dataclass(slots=True)
class ClaimTotals:
    """Sums over the claims that lie in CLAIMS, for comparison with index and summary.

    ``unreadable`` counts claims without a readable amount: then the sums prove nothing.
    """

    claims: int = 0
    unreadable: int = 0
    unit_total_yen: int = 0
    payment_yen: int = 0
    other_program_yen: int = 0
    claim_yen: int = 0
    service_event_types: Counter[str] = field(default_factory=Counter)
    first_of_event_type: dict[str, str] = field(default_factory=dict)  # code → member path


@dataclass(slots=True)
class ArchiveSubject:
    """One archive: names, layout, index, summary and what was really counted."""

    name: str  # file name of the ZIP as it arrived
    received_on: date  # Asia/Tokyo
    profile: Profile = FUND_RECEPTION
    sha256: str = ""
    size: int = 0
    parsed_name: ArchiveName | None = None
    problems: tuple[ArchiveProblem, ...] = ()
    layout: Layout = field(default_factory=Layout)
    schema_digests: dict[str, str] = field(default_factory=dict)  # path in XSD/ → SHA-256
    trusted_schema_digests: dict[str, frozenset[str]] = field(default_factory=dict)
    index: Index | None = None  # None: absent or not readable
    index_root: Any = None
    summary: Summary | None = None
    summary_root: Any = None
    totals: ClaimTotals = field(default_factory=ClaimTotals)
    registers: Registers | None = None
    history: History | None = None
    transport: Transport | None = None


@dataclass(slots=True)
class DocumentSubject:
    """One XML document before anybody reads its content."""

    kind: DocumentKind
    path: str  # below the root folder, e.g. DATA/h….xml
    data: bytes
    expected_namespace: str
    parsed: Parsed | None = None
    problem: XmlProblem | None = None
    decided_by: date | None = None  # day that decides about the old namespace (rulings 8, 30)
    schema_errors: Sequence[SchemaError] = ()
    record: Record | None = None
    sha256: str = ""
    permitted_text: bool = False  # all characters were looked at and are permitted (X-XML-014)


@dataclass(slots=True, kw_only=True)
class Pair:
    """A result and its claim of either kind, with all that is known beside them.

    ``claim`` and ``result`` are empty records where the file is missing or could not be
    read; the engine runs no rule that needs them then (``has_claim``, ``has_result``).
    ``performed_on`` and ``birth_date`` are of the result; ``fiscal_year`` is that of the
    service (checkups: of ``performed_on``).
    ``earlier_same_card`` and ``earlier_same_person`` name a pair of the same archive
    that was read before and has the same card (and insurer), or the same person in the
    same fiscal year; of guidance, with the same timing.
    """

    name: str  # pair name: no prefix letter, no .xml
    claim: ClaimHead
    result: ResultHead
    received_on: date  # Asia/Tokyo
    key: ClaimKey
    claim_name: str = ""  # file name in CLAIMS, "" if missing
    result_name: str = ""  # file name in DATA
    has_claim: bool = True
    has_result: bool = True
    parsed_name: MemberName | None = None  # of the result file, else of the claim
    claim_document: DocumentSubject | None = None
    result_document: DocumentSubject | None = None
    claim_sha256: str = ""
    result_sha256: str = ""
    performed_on: date | None = None
    birth_date: date | None = None
    fiscal_year: int | None = None
    registers: Registers | None = None
    history: History | None = None
    profile: Profile = FUND_RECEPTION
    earlier_same_card: str | None = None
    earlier_same_person: str | None = None
    known: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def claim_path(self) -> str:
        return f"CLAIMS/{self.claim_name}" if self.claim_name else ""

    @property
    def result_path(self) -> str:
        return f"DATA/{self.result_name}" if self.result_name else ""

    @property
    def insurer_number(self) -> str | None:
        """As the claim states it."""
        return None if self.claim.insurer is None else self.claim.insurer.extension

    @property
    def provider_number(self) -> str | None:
        """As the claim states it."""
        return None if self.claim.provider is None else self.claim.provider.extension

    @property
    def card_id(self) -> str | None:
        """As the claim states it: checkup card, of a guidance claim the guidance card."""
        return None if self.claim.card_id is None else self.claim.card_id.extension


@dataclass(slots=True, kw_only=True)
class PairSubject(Pair):
    """A checkup result and its claim."""

    claim: CheckupClaim
    result: CheckupResult
    amounts: ClaimYen
    items: ItemIndex = field(init=False, repr=False, compare=False)  # of the result

    def __post_init__(self) -> None:
        self.items = ItemIndex(self.result, self.fiscal_year)

    @property
    def claim_parts(self) -> frozenset[str]:
        """Parts the declared claim type has; empty for an unknown type."""
        return PARTS_OF_CLAIM_TYPE.get(self.claim.claim_type or "", frozenset())


def once(work: Callable[[AnyKind], Value]) -> Callable[[AnyKind], Value]:
    """A function of a pair that works once per pair, however many rules ask it."""

    @wraps(work)
    def asked(pair: AnyKind) -> Value:
        known = pair.known
        if work not in known:
            known[work] = work(pair)
        value: Value = known[work]
        return value

    return asked
