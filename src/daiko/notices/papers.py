"""What stands on the papers, as values: receipt, reception errors, returns.

Source: standards/administrative-checks.md 2 (fields of head, lines and foot),
settlement.md 5 (データ受領書), rulings.md 45, 51, 52. No layout here: ``rendering.py``
makes PDF, ``tables.py`` CSV of the same values. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PaperKind(StrEnum):
    """The papers of reception."""

    RECEIPT = "receipt"  # データ受領書
    ERRORS = "errors"  # 受付エラー連絡票
    RETURNS = "returns"  # 特定健診情報返戻一覧表 / 特定保健指導情報返戻一覧表


@dataclass(frozen=True, slots=True)
class Organisation:
    """Number and registered name; the name is "" for one that is not registered."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom the reader of a paper asks: the office of the agency for its prefecture."""

    name: str
    postal_code: str
    address: str
    telephone: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """One archive as it was received, and what the check made of it. Yen as declared."""

    receipt_number: str
    archive_name: str
    sha256: str
    size_bytes: int
    received_at: datetime
    processing_month: str  # YYYY-MM
    state: str  # accepted | partly_accepted | refused
    received: int  # records: pairs of result and claim
    received_yen: int
    accepted: int
    accepted_yen: int
    refused: int

    @property
    def refused_yen(self) -> int:
        return self.received_yen - self.accepted_yen


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Until when corrected data come into the month itself, and into the next one."""

    month: str  # YYYY-MM
    cutoff_on: date
    next_month: str
    next_cutoff_on: date


@dataclass(frozen=True, slots=True)
class Head:
    """What every paper says at the top: from whom, to whom, about what.

    ``contact``: ``None`` while neither office nor profile of the agency is registered.
    ``is_guidance``: data of guidance, not of checkups. ``arrivals``: one archive, or all
    of a month. ``month`` is set for a paper of a whole month (YYYY-MM).
    """

    kind: PaperKind
    is_guidance: bool
    agency: Organisation
    provider: Organisation
    arrivals: tuple[Arrival, ...]
    deadlines: Deadlines
    month: str = ""
    contact: Contact | None = None

    @property
    def issued_at(self) -> datetime:
        """The moment the paper speaks of: the last reception; never the clock."""
        return max(arrival.received_at for arrival in self.arrivals)

    @property
    def received(self) -> int:
        return sum(arrival.received for arrival in self.arrivals)

    @property
    def received_yen(self) -> int:
        return sum(arrival.received_yen for arrival in self.arrivals)

    @property
    def accepted(self) -> int:
        return sum(arrival.accepted for arrival in self.arrivals)

    @property
    def accepted_yen(self) -> int:
        return sum(arrival.accepted_yen for arrival in self.arrivals)

    @property
    def refused(self) -> int:
        return sum(arrival.refused for arrival in self.arrivals)

    @property
    def refused_yen(self) -> int:
        return sum(arrival.refused_yen for arrival in self.arrivals)


@dataclass(frozen=True, slots=True)
class Message:
    """One finding in the three columns users know, with the two values.

    ``code``: the official code where it is known, else "". ``followers``: the findings that
    follow from this one, on lists whose lines are causes.
    """

    rule: str
    message: str
    cause: str
    remedy: str
    found: str
    expected: str
    place: str
    code: str = ""
    followers: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """A reception error (受付エラー). ``level``: archive or pair. ``number`` counts causes:
    what follows from a main finding has its number and names its rule in ``follows``.
    ``error_on``: a warning that is an error from then on.
    """

    number: int
    level: str
    member: str
    path: str
    severity: str
    message: Message
    error_on: date | None = None
    follows: str = ""


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """A returned pair. Texts as the file states them; ``performed_on`` None if unreadable.

    ``corrected_by``: receipt number of the claim accepted since for the same person.
    """

    number: int
    receipt_number: str
    pair_name: str
    insurer_number: str
    symbol: str
    card_number: str
    branch_code: str
    name_kana: str
    birth_date: str  # YYYYMMDD
    performed_on: date | None
    sex: str
    card_id: str
    claim_type: str
    claim_yen: int | None
    reason: str  # table 9
    messages: tuple[Message, ...]
    corrected_by: str


@dataclass(frozen=True, slots=True)
class Total:
    """A reason or a rule with how often and how many yen (None where yen say nothing).

    ``persons``: pairs concerned, None where ``count`` says it.
    """

    code: str
    name: str
    count: int
    claim_yen: int | None = None
    persons: int | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """A warning of today that refuses from a day on (receiver profile)."""

    rule: str
    message: str
    error_on: date
    count: int


@dataclass(frozen=True, slots=True)
class Foot:
    """What closes a list: sums by code and announced strictness."""

    totals: tuple[Total, ...]
    coming: tuple[Coming, ...]


@dataclass(frozen=True, slots=True)
class Volume:
    """Which part of a long list a document holds, from 1."""

    number: int = 1
    of: int = 1

    @property
    def is_last(self) -> bool:
        return self.number == self.of
