"""Registers as the check asks them, made from rows of files or of the database.

Source: standards/actors-and-contracts.md 3 to 5; rulings.md 12, 29, 33, 34. Rows
are mappings with the column names of ``standard/registry_files.py``, wherever
they come from. Pure: no Django, no settings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from daiko.checks.findings import Severity
from daiko.checks.in_memory import MemoryRegisters
from daiko.checks.insured_entries import CoverageEntry
from daiko.checks.profile import SeverityOverride
from daiko.checks.registers import (
    CardEntry,
    ContractEntry,
    InsurerEntry,
    PriceEntry,
    ProviderEntry,
    covers,
)
from daiko.money.copayment import CopaymentKind, CopaymentTerms
from daiko.registry.values import AGENCY

if TYPE_CHECKING:
    from daiko.registry.csv_files import RegistryFiles

Row = Mapping[str, Any]
_ONE_DAY = timedelta(days=1)
_CONTRACT_TABLES = ("contracts", "contract_insurers", "contract_providers", "contract_prices")


def insurer_entry(row: Row, *, has_cards: bool, has_insured: bool) -> InsurerEntry:
    """``has_cards``, ``has_insured``: at least one card, one insured person is known."""
    return InsurerEntry(
        insurer_number=row["insurer_number"],
        name=row["name"],
        start_on=row["start_on"],
        end_on=row["end_on"],
        merged_into=row["merged_into"],
        cards_loaded=has_cards and row["card_check_mode"] == "master",
        insured_loaded=has_insured,
    )


def provider_entry(row: Row) -> ProviderEntry:
    return ProviderEntry(
        provider_number=row["provider_number"],
        name=row["name"],
        services=frozenset(row["services"]),
        registered_on=row["registered_on"],
        abolished_on=row["abolished_on"],
        claimant=row["claimant"],
        reclaimant=row["reclaimant"],
    )


@lru_cache(maxsize=4096)
def _terms(kind: int | None, value: int | None, limit_yen: int | None) -> CopaymentTerms:
    """A part without terms is free of copayment."""
    match kind:
        case None | 1:
            return CopaymentTerms(CopaymentKind.NONE, insurer_limit_yen=limit_yen)
        case 2:
            return CopaymentTerms(
                CopaymentKind.FIXED, fixed_yen=value or 0, insurer_limit_yen=limit_yen
            )
        case _:
            return CopaymentTerms(
                CopaymentKind.RATE, rate_per_100_000=value or 0, insurer_limit_yen=limit_yen
            )


def _part(row: Row, part: str) -> CopaymentTerms:
    return _terms(row[f"{part}_kind"], row[f"{part}_value"], row[f"{part}_limit_yen"])


def card_entry(row: Row) -> CardEntry:
    return CardEntry(
        insurer_number=row["insurer_number"],
        card_id=row["card_id"],
        issued_on=row["issued_on"],
        valid_until=row["valid_until"],
        symbol=row["symbol"],
        number=row["number"],
        branch_code=row["branch_code"],
        name_kana=row["name_kana"],
        birth_date=row["birth_date"],
        sex=row["sex"],
        basic=_part(row, "basic"),
        detail=_part(row, "detail"),
        other=_part(row, "other"),
        dock=_part(row, "dock"),
        revoked_on=row["revoked_on"],
        kind=row["card_kind"],
        guidance=None if row["guidance_kind"] is None else _part(row, "guidance"),
        guidance_level=row["guidance_level"],
        organiser_name=row["organiser_name"],
        checkup_card_id=row["checkup_card_id"],
    )


def coverage_entry(row: Row) -> CoverageEntry:
    return CoverageEntry(
        branch_code=row["branch_code"],
        birth_date=row["birth_date"],
        sex=row["sex"],
        covered_from=row["covered_from"],
        covered_to=row["covered_to"],
    )


def contract_entries(
    contract: Row, insurer: Row, provider: Row, prices: Sequence[Row]
) -> Iterator[ContractEntry]:
    """A contract between one insurer and one provider, one entry per period of equal prices.

    The period is the overlap of contract and both memberships; where a price changes
    in it, the entry is cut in two. Nothing where they do not overlap.
    """
    first = max(contract["valid_from"], insurer["valid_from"], provider["valid_from"])
    last = min(row["valid_to"] or date.max for row in (contract, insurer, provider))
    starts = {first}
    for price in prices:
        starts.add(price["valid_from"])
        if price["valid_to"] is not None:
            starts.add(price["valid_to"] + _ONE_DAY)
    cuts = sorted(start for start in starts if first <= start <= last)
    for start, following in zip(cuts, [*cuts[1:], None], strict=True):
        yield ContractEntry(
            contract_id=contract["contract_id"],
            form=contract["form"],
            valid_from=start,
            valid_to=last if following is None else following - _ONE_DAY,
            services=frozenset(provider["services"]),
            organiser_name=contract["organiser_name"],
            guidance_copayment_rule=contract["guidance_copayment_rule"],
            unperformed_basic_item=contract["unperformed_basic_item"],
            joint_program_yen=contract["joint_program_yen"],
            prices=tuple(
                _price(price)
                for price in prices
                if covers(price["valid_from"], price["valid_to"], start)
            ),
        )


@lru_cache(maxsize=65_536)
def _price_entry(commission: str, price_class: str, item: str, unit_price_yen: int) -> PriceEntry:
    return PriceEntry(commission, price_class, item, unit_price_yen)


def _price(row: Row) -> PriceEntry:
    return _price_entry(
        row["commission_type"], row["price_class"], row["item_code"], row["unit_price_yen"]
    )


class ContractBook(Mapping[tuple[str, str], Sequence[ContractEntry]]):
    """Contracts by (insurer, provider), put together when asked: a national contract
    joins thousands of insurers with tens of thousands of providers."""

    def __init__(
        self,
        contracts: Iterable[Row],
        insurers: Iterable[Row],
        providers: Iterable[Row],
        prices: Iterable[Row],
    ) -> None:
        self._contracts = {row["contract_id"]: row for row in contracts}
        self._of_insurer = _by(insurers, "insurer_number")
        self._of_provider = _by(providers, "provider_number")
        self._prices = _by(prices, "contract_id")
        self._known: dict[tuple[str, str], Sequence[ContractEntry]] = {}

    def __getitem__(self, pair: tuple[str, str]) -> Sequence[ContractEntry]:
        entries = self._known.get(pair)
        if entries is None:
            entries = self._known[pair] = tuple(self._join(*pair))
        if not entries:
            raise KeyError(pair)
        return entries

    def _join(self, insurer_number: str, provider_number: str) -> Iterator[ContractEntry]:
        for insurer in self._of_insurer.get(insurer_number, ()):
            for provider in self._of_provider.get(provider_number, ()):
                contract_id = insurer["contract_id"]
                contract = self._contracts.get(contract_id)
                if provider["contract_id"] == contract_id and contract is not None:
                    prices = self._prices.get(contract_id, [])
                    yield from contract_entries(contract, insurer, provider, prices)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        pairs = ((i, p) for i in self._of_insurer for p in self._of_provider)
        return (pair for pair in pairs if any(self._join(*pair)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return True  # a loaded book is a book, even without a contract in it


def _by(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return dict(groups)


def memory_severities(files: RegistryFiles) -> tuple[SeverityOverride, ...]:
    """Receiver profiles for the check without a database."""
    if not files.has("receiver_severities"):
        return ()
    return tuple(severity_override(row) for _, row in files.rows("receiver_severities"))


def severity_override(row: Row) -> SeverityOverride:
    """A row of ``receiver_severities`` as the check takes it."""
    return SeverityOverride(
        rule=row["rule"],
        severity=Severity(row["severity"]),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        reason=row["reason"],
        insurer_number="" if row["receiver"] == AGENCY else row["receiver"],
        error_on=row["error_on"],
    )


def memory_registers(files: RegistryFiles) -> MemoryRegisters:
    """Registers for the check without a database; a missing file is a missing register."""

    def rows(table: str) -> Iterator[Row]:
        return (row for _, row in files.rows(table))

    registers = MemoryRegisters()
    if files.has("cards"):
        registers.add_cards(card_entry(row) for row in rows("cards"))
    if files.has("insured_persons"):
        for row in rows("insured_persons"):
            who = (row["insurer_number"], row["symbol"], row["number"])
            registers.add_insured(*who, coverage_entry(row))
    with_cards = {insurer for insurer, _ in registers.cards}
    with_insured = {insurer for insurer, _ in registers.symbols}
    if files.has("insurers"):
        registers.insurers = {
            row["insurer_number"]: insurer_entry(
                row,
                has_cards=row["insurer_number"] in with_cards,
                has_insured=row["insurer_number"] in with_insured,
            )
            for row in rows("insurers")
        }
    if files.has("providers"):
        registers.providers = {
            row["provider_number"]: provider_entry(row) for row in rows("providers")
        }
    if files.has(*_CONTRACT_TABLES):
        registers.contract_book = ContractBook(*(rows(table) for table in _CONTRACT_TABLES))
    return registers
