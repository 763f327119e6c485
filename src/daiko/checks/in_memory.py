"""Registers and history held in memory: for the offline check and for tests.

Both satisfy the ports of ``registers.py``; what a database holds for reception, they
hold in dictionaries. Source: standards/actors-and-contracts.md 5, rulings.md 12, 33.
Pure: no database, no clock, no settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from daiko.archive.names import ArchiveName
from daiko.checks.insured_entries import CoverageEntry, InsuredEntry
from daiko.checks.registers import (
    CardEntry,
    ClaimKey,
    ContractEntry,
    EarlierClaim,
    EarlierGuidance,
    InsurerEntry,
    Merger,
    ProviderEntry,
    ReturnedClaim,
)


@dataclass(slots=True)
class MemoryRegisters:
    """Registers held in memory, e.g. from the CSV files of ``daiko check --registry``."""

    providers: dict[str, ProviderEntry] | None = None
    insurers: dict[str, InsurerEntry] | None = None
    contract_book: Mapping[tuple[str, str], Sequence[ContractEntry]] | None = None
    cards: dict[tuple[str, str], CardEntry] = field(default_factory=dict)
    people: dict[tuple[str, str, str], list[CoverageEntry]] = field(default_factory=dict)
    symbols: set[tuple[str, str]] = field(default_factory=set)

    def prepare(self, keys: Sequence[ClaimKey]) -> None:
        """Everything is in memory already."""

    def has_providers(self) -> bool:
        return self.providers is not None

    def has_insurers(self) -> bool:
        return self.insurers is not None

    def has_contracts(self) -> bool:
        return self.contract_book is not None

    def has_cards(self, insurer_number: str) -> bool:
        entry = (self.insurers or {}).get(insurer_number)
        return entry is not None and entry.cards_loaded

    def provider(self, provider_number: str) -> ProviderEntry | None:
        return (self.providers or {}).get(provider_number)

    def insurer(self, insurer_number: str) -> InsurerEntry | None:
        return (self.insurers or {}).get(insurer_number)

    def mergers(self) -> Sequence[Merger]:
        return [
            Merger(entry.insurer_number, entry.merged_into)
            for entry in (self.insurers or {}).values()
            if entry.merged_into is not None
        ]

    def contracts(self, insurer_number: str, provider_number: str) -> Sequence[ContractEntry]:
        return (self.contract_book or {}).get((insurer_number, provider_number), ())

    def card(self, insurer_number: str, card_id: str) -> CardEntry | None:
        if (insurer_number, card_id) in self.cards:
            return self.cards[insurer_number, card_id]
        issued = (self.cards.get((before, card_id)) for before in self._merged_into(insurer_number))
        return next((card for card in issued if card is not None), None)

    def _merged_into(self, insurer_number: str) -> list[str]:
        """Insurers that were merged into this one, those before them included."""
        found = [insurer_number]
        for number in found:
            found += (
                entry.insurer_number
                for entry in (self.insurers or {}).values()
                if entry.merged_into == number and entry.insurer_number not in found
            )
        return found[1:]

    def add_cards(self, cards: Iterable[CardEntry]) -> None:
        for card in cards:
            self.cards[card.insurer_number, card.card_id] = card

    def has_insured(self, insurer_number: str) -> bool:
        entry = (self.insurers or {}).get(insurer_number)
        return entry is not None and entry.insured_loaded

    def insured(self, insurer_number: str, symbol: str, number: str) -> InsuredEntry:
        coverages = self.people.get((insurer_number, symbol, number), ())
        return InsuredEntry((insurer_number, symbol) in self.symbols, tuple(coverages))

    def add_insured(
        self, insurer_number: str, symbol: str, number: str, coverage: CoverageEntry
    ) -> None:
        """Symbol and number with widths evened out."""
        self.symbols.add((insurer_number, symbol))
        self.people.setdefault((insurer_number, symbol, number), []).append(coverage)


@dataclass(slots=True)
class MemoryHistory:
    """History held in memory: earlier archives of the same ``daiko check`` call, and tests."""

    digests: dict[str, str] = field(default_factory=dict)
    sequences: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)
    cards: dict[tuple[str, str], list[EarlierClaim]] = field(default_factory=dict)
    people: dict[tuple[str, str, int], list[EarlierClaim]] = field(default_factory=dict)
    sent_back: dict[tuple[str, str, int], list[ReturnedClaim]] = field(default_factory=dict)
    knows_all: bool = True
    guidances: dict[tuple[str, str], list[EarlierGuidance]] = field(default_factory=dict)

    def prepare(self, keys: Sequence[ClaimKey]) -> None:
        """Everything is in memory already."""

    def is_complete(self) -> bool:
        return self.knows_all

    def archive_digest(self, archive_name: str) -> str | None:
        return self.digests.get(archive_name)

    def sequences_of_day(self, sender: str, receiver: str, yyyymmdd: str) -> Sequence[int]:
        return self.sequences.get((sender, receiver, yyyymmdd), ())

    def by_card(self, insurer_number: str, card_id: str) -> Sequence[EarlierClaim]:
        return self.cards.get((insurer_number, card_id), ())

    def by_person(
        self, insurer_number: str, person_key: str, fiscal_year: int
    ) -> Sequence[EarlierClaim]:
        return self.people.get((insurer_number, person_key, fiscal_year), ())

    def returned(
        self, insurer_number: str, person_key: str, fiscal_year: int
    ) -> Sequence[ReturnedClaim]:
        return self.sent_back.get((insurer_number, person_key, fiscal_year), ())

    def guidance(
        self, insurer_number: str, card_id: str | None, person_key: str
    ) -> Sequence[EarlierGuidance]:
        if card_id is not None:
            return self.guidances.get((insurer_number, card_id), ())
        return self.guidances.get((insurer_number, person_key), ())

    def add_guidance(self, insurer_number: str, earlier: EarlierGuidance) -> None:
        """Remember an accepted guidance claim."""
        for key in filter(None, (earlier.card_id, earlier.person_key)):
            self.guidances.setdefault((insurer_number, key), []).append(earlier)

    def add_archive(self, name: ArchiveName, sha256: str) -> None:
        """Remember an archive that was received (not one that was refused)."""
        self.digests[name.zip_name] = sha256
        day = (name.sender, name.receiver, name.submitted_on)
        self.sequences.setdefault(day, []).append(name.sequence)

    def add_claim(
        self,
        receipt_number: str,
        key: ClaimKey,
        *,
        result_sha256: str,
        claim_sha256: str,
        claim_type: str = "",
    ) -> None:
        """Remember an accepted claim."""
        earlier = EarlierClaim(
            receipt_number,
            key.provider_number,
            key.performed_on,
            result_sha256,
            claim_sha256,
            claim_type,
        )
        if key.card_id:
            self.cards.setdefault((key.insurer_number, key.card_id), []).append(earlier)
        if key.fiscal_year is not None:
            person = (key.insurer_number, key.person_key, key.fiscal_year)
            self.people.setdefault(person, []).append(earlier)

    def add_returned(self, key: ClaimKey, claim: ReturnedClaim) -> None:
        """Remember a claim that was sent back."""
        if key.fiscal_year is not None:
            person = (key.insurer_number, key.person_key, key.fiscal_year)
            self.sent_back.setdefault(person, []).append(claim)
