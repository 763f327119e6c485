"""What the check must know besides the archive: registers, history, receiver profile.

Two ports, each with a ``prepare`` the engine calls once per chunk of pairs, so
that a database behind them answers a chunk with one query each and memory stays
flat. ``in_memory.py`` holds both for files (offline check) and tests.

Source: standards/actors-and-contracts.md 5, rulings.md 12, 33.
Pure: no database, no clock, no settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from daiko.checks.insured_entries import InsuredEntry
from daiko.money.copayment import CopaymentTerms


def covers(valid_from: date, valid_to: date | None, on: date) -> bool:
    """Whether a dated row holds on a day; both ends belong to it."""
    return valid_from <= on and (valid_to is None or on <= valid_to)


@dataclass(frozen=True, slots=True)
class InsurerEntry:
    """An insurer of the register, with its days."""

    insurer_number: str  # 8 digits
    name: str
    start_on: date
    end_on: date | None = None
    merged_into: str | None = None
    cards_loaded: bool = False  # ticket_check_mode = master (ruling 33)
    insured_loaded: bool = False  # it gave its register of insured persons


@dataclass(frozen=True, slots=True)
class Merger:
    """One insurer that was dissolved and stands in another since."""

    dissolved: str  # 8 digits
    successor: str


@dataclass(frozen=True, slots=True)
class ProviderEntry:
    """A provider of the register, with its days and roles."""

    provider_number: str  # 10 digits
    name: str
    services: frozenset[str]  # {"checkup", "guidance"}
    registered_on: date
    abolished_on: date | None = None
    claimant: str | None = None  # 請求者: organisation that claims for it, if another
    reclaimant: str | None = None  # 再請求者: organisation that claims again, if another


@dataclass(frozen=True, slots=True)
class PriceEntry:
    """Agreed unit price, tax included."""

    commission_type: str  # 1 individual, 2 group
    price_class: str  # basic | detail | other | dock | guidance
    item_code: str  # detail 1..4, other 17 characters, guidance level 1..3, else ""
    unit_price_yen: int


@dataclass(frozen=True, slots=True)
class ContractEntry:
    """One contract as it holds between one insurer and one provider.

    ``valid_from``/``valid_to`` is the overlap of contract, insurer and provider
    membership. ``services``: basic, detail, other, dock, guidance.
    """

    contract_id: str
    form: str  # A | B | I
    valid_from: date
    valid_to: date | None
    services: frozenset[str]
    organiser_name: str = ""
    guidance_copayment_rule: str = "net_price"
    unperformed_basic_item: str = "return_02"
    joint_program_yen: int | None = None  # agreed overlap with another programme, if any
    prices: tuple[PriceEntry, ...] = ()

    def price_yen(self, commission_type: str, price_class: str, item_code: str = "") -> int | None:
        for entry in self.prices:
            if (entry.commission_type, entry.price_class, entry.item_code) == (
                commission_type,
                price_class,
                item_code,
            ):
                return entry.unit_price_yen
        return None


@dataclass(frozen=True, slots=True)
class CardEntry:
    """A checkup card (受診券) as its insurer registered it."""

    insurer_number: str
    card_id: str  # 11 digits
    issued_on: date | None
    valid_until: date
    symbol: str
    number: str
    branch_code: str
    name_kana: str
    birth_date: date
    sex: str  # 1 male, 2 female
    basic: CopaymentTerms
    detail: CopaymentTerms
    other: CopaymentTerms
    dock: CopaymentTerms
    revoked_on: date | None = None
    kind: str = "1"  # third digit: 1 checkup, 2 to 4 guidance, 5 set card (both)
    guidance: CopaymentTerms | None = None  # terms of guidance, if the card is for it
    guidance_level: str = ""  # 1 active, 2 motivational, 3 equivalent, "" unstated
    organiser_name: str = ""  # who put the contract together, as the card says
    checkup_card_id: str = ""  # of a guidance card: the checkup card it follows


@dataclass(frozen=True, slots=True)
class ClaimKey:
    """What identifies a claim against registers and history.

    Of guidance, ``card_id`` is the guidance card, else the (set) checkup card named in
    its place.
    """

    insurer_number: str
    provider_number: str
    card_id: str | None
    person_key: str  # see checks/person_key.py: digest, never the name itself
    performed_on: date | None
    fiscal_year: int | None
    is_guidance: bool = False
    checkup_card_id: str | None = None  # of guidance: the card of the checkup it rests on
    insured: tuple[str, str] | None = field(default=None, repr=False)
    """Symbol and number, widths evened out; ``None`` where the claim has no number."""
    elsewhere: tuple[tuple[str, str], ...] = ()
    """Numbers of the insurers merged with this one, and the key of the person under each."""

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every insurer number the claim is compared under; its own first."""
        return (self.insurer_number, *(number for number, _ in self.elsewhere))

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """Every insurer number with the key of the person under it; its own first."""
        return ((self.insurer_number, self.person_key), *self.elsewhere)


@dataclass(frozen=True, slots=True)
class GuidanceFacts:
    """What later documents of the same guidance are compared with.

    Days and codes as the result states them, amounts as the claim does (0: unreadable).
    ``planned`` are the planned totals of 90070, the plan flags and 1021001059, code and
    value, sorted.
    """

    level: str
    timing: str
    checkup_card_id: str
    first_interview_on: date | None  # first half when split (90020)
    interview_on: date | None  # whole interview or second half (90030)
    evaluation_on: date | None
    checkup_on: date | None  # 1020000004
    early_flag: str  # 1022000016, "" when not stated
    unit_price_yen: int
    payment_rate: int  # percent
    calculated_yen: int
    payment_yen: int
    claim_yen: int
    copayment_code: str
    points_intended: int | None
    points_completed: int | None
    planned: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierGuidance:
    """A guidance claim accepted before, or before in the same archive ("" as receipt)."""

    receipt_number: str
    provider_number: str
    card_id: str | None
    person_key: str
    facts: GuidanceFacts
    result_sha256: str
    claim_sha256: str


@dataclass(frozen=True, slots=True)
class EarlierClaim:
    """A checkup claim accepted before, from another archive."""

    receipt_number: str
    provider_number: str
    performed_on: date | None
    result_sha256: str
    claim_sha256: str
    claim_type: str = ""  # 5 is a dock


@dataclass(frozen=True, slots=True)
class ReturnedClaim:
    """A checkup claim that was returned before, from another archive."""

    receipt_number: str
    provider_number: str
    pair_name: str
    result_sha256: str
    claim_sha256: str


class Registers(Protocol):
    """Registers of the agency. ``None`` from ``loaded`` parts means not checked."""

    def prepare(self, keys: Sequence[ClaimKey]) -> None:
        """Load what a chunk of claims needs. Called before any look-up of the chunk."""

    def has_providers(self) -> bool: ...
    def has_insurers(self) -> bool: ...
    def has_contracts(self) -> bool: ...
    def has_cards(self, insurer_number: str) -> bool: ...
    def provider(self, provider_number: str) -> ProviderEntry | None: ...
    def insurer(self, insurer_number: str) -> InsurerEntry | None: ...
    def mergers(self) -> Sequence[Merger]: ...
    def contracts(self, insurer_number: str, provider_number: str) -> Sequence[ContractEntry]: ...
    def card(self, insurer_number: str, card_id: str) -> CardEntry | None:
        """The card of an insurer, else that of one which was merged into it."""
        ...

    def has_insured(self, insurer_number: str) -> bool: ...
    def insured(self, insurer_number: str, symbol: str, number: str) -> InsuredEntry:
        """Symbol and number with widths evened out (``checks.values.comparable``)."""
        ...


class History(Protocol):
    """What was received and accepted before this archive (reception answers).

    ``is_complete``: it knows all that this agency received; offline it knows only the
    archives of the same call.
    """

    def is_complete(self) -> bool: ...

    def prepare(self, keys: Sequence[ClaimKey]) -> None: ...
    def archive_digest(self, archive_name: str) -> str | None:
        """SHA-256 of an accepted archive of this name, if any (X-ARC-021)."""

    def sequences_of_day(self, sender: str, receiver: str, yyyymmdd: str) -> Sequence[int]:
        """Same-day sequence numbers already received (X-ARC-005)."""

    def by_card(self, insurer_number: str, card_id: str) -> Sequence[EarlierClaim]: ...
    def by_person(
        self, insurer_number: str, person_key: str, fiscal_year: int
    ) -> Sequence[EarlierClaim]: ...
    def returned(
        self, insurer_number: str, person_key: str, fiscal_year: int
    ) -> Sequence[ReturnedClaim]: ...
    def guidance(
        self, insurer_number: str, card_id: str | None, person_key: str
    ) -> Sequence[EarlierGuidance]:
        """Accepted guidance claims with this card; of this person when card_id is None.

        In the order they were accepted.
        """
        ...


def merged_with(mergers: Iterable[Merger], insurer_number: str) -> tuple[str, ...]:
    """Whose claims may be of the same persons: the insurers in this one's place, from the
    first to the last, then those that were merged into it, through every merger.

    Two insurers merged into the same one are no such pair: their members are others.
    """
    into = {merger.dissolved: merger.successor for merger in mergers}
    later: list[str] = []
    following = into.get(insurer_number)
    while following is not None and following not in (insurer_number, *later):
        later.append(following)
        following = into.get(following)
    earlier = [insurer_number]
    for number in earlier:
        earlier += (d for d, s in into.items() if s == number and d not in (*earlier, *later))
    return (*later, *earlier[1:])


def successor_on(registers: Registers, entry: InsurerEntry, on: date) -> InsurerEntry | None:
    """The insurer that stands for a dissolved one on a day, through every merger.

    ``None`` where the insurer exists on the day, or where nobody took its place.
    Source: standards/routing-and-delivery.md 3, rule 2.
    """
    found: InsurerEntry | None = entry
    seen = {entry.insurer_number}
    while found is not None and not covers(found.start_on, found.end_on, on):
        following = found.merged_into
        if following is None or following in seen:
            return None
        seen.add(following)
        found = registers.insurer(following)
    return None if found is entry else found
