"""The registers of the check, answered by the database.

Source: checks/registers.py (the port), rulings.md 12 and 33. ``prepare`` asks one
query per table for a whole chunk of claims; what a chunk needed is forgotten with
the next one, so memory stays flat. Reads only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.db import connection

from daiko.checks.insured_entries import CoverageEntry, InsuredEntry
from daiko.checks.registers import (
    CardEntry,
    ClaimKey,
    ContractEntry,
    InsurerEntry,
    Merger,
    ProviderEntry,
)
from daiko.registry.memory import (
    card_entry,
    contract_entries,
    coverage_entry,
    insurer_entry,
    provider_entry,
)

_INSURERS: Final = """
SELECT i.insurer_number, i.name, i.start_on, i.end_on, i.merged_into, i.card_check_mode,
       EXISTS (SELECT FROM registry_card c WHERE c.insurer_number = i.insurer_number) AS has_cards,
       EXISTS (SELECT FROM registry_insured_person p
               WHERE p.insurer_number = i.insurer_number) AS has_insured
FROM registry_insurer i WHERE i.insurer_number = ANY(%s)
"""
_MERGERS: Final = """
SELECT insurer_number AS dissolved, merged_into AS successor
FROM registry_insurer WHERE merged_into IS NOT NULL ORDER BY insurer_number
"""
_PROVIDERS: Final = """
SELECT provider_number, name, services, registered_on, abolished_on, claimant,
       reclaimant
FROM registry_provider WHERE provider_number = ANY(%s)
"""
_CARDS: Final = """
SELECT c.* FROM registry_card c
JOIN unnest(%s::text[], %s::text[]) AS k (insurer_number, card_id)
  ON k.insurer_number = c.insurer_number AND k.card_id = c.card_id
"""
_CARDS_OF_THE_MERGED: Final = """
WITH RECURSIVE asked AS (
    SELECT * FROM unnest(%s::text[], %s::text[]) AS k (of_insurer, card_id)
), merged AS (
    SELECT a.of_insurer, i.insurer_number
    FROM (SELECT DISTINCT of_insurer FROM asked) a
    JOIN registry_insurer i ON i.merged_into = a.of_insurer
    UNION
    SELECT m.of_insurer, i.insurer_number
    FROM merged m JOIN registry_insurer i ON i.merged_into = m.insurer_number
)
SELECT m.of_insurer, c.* FROM asked a
JOIN merged m ON m.of_insurer = a.of_insurer
JOIN registry_card c ON c.insurer_number = m.insurer_number AND c.card_id = a.card_id
ORDER BY c.insurer_number DESC
"""
_INSURED: Final = """
SELECT k.insurer_number AS of_insurer, k.symbol AS of_symbol, k.number AS of_number,
       EXISTS (SELECT FROM registry_insured_person s
               WHERE s.insurer_number = k.insurer_number AND s.symbol = k.symbol) AS symbol_known,
       p.id, p.branch_code, p.birth_date, p.sex, p.covered_from, p.covered_to
FROM unnest(%s::text[], %s::text[], %s::text[]) AS k (insurer_number, symbol, number)
LEFT JOIN registry_insured_person p ON p.insurer_number = k.insurer_number
                                   AND p.symbol = k.symbol AND p.number = k.number
ORDER BY p.id
"""
_CONTRACTS: Final = """
SELECT i.insurer_number, p.provider_number, c.contract_id, c.form, c.organiser_name,
       c.guidance_copayment_rule, c.unperformed_basic_item, c.joint_program_yen,
       c.valid_from, c.valid_to, i.valid_from AS insurer_from, i.valid_to AS insurer_to,
       p.valid_from AS provider_from, p.valid_to AS provider_to, p.services
FROM unnest(%s::text[], %s::text[]) AS k (insurer_number, provider_number)
JOIN registry_contract_insurer i ON i.insurer_number = k.insurer_number
JOIN registry_contract_provider p ON p.provider_number = k.provider_number
                                 AND p.contract_id = i.contract_id
JOIN registry_contract c ON c.contract_id = i.contract_id
ORDER BY c.contract_id, i.valid_from, p.valid_from
"""
_PRICES: Final = """
SELECT contract_id, commission_type, price_class, item_code, unit_price_yen, valid_from, valid_to
FROM registry_contract_price WHERE contract_id = ANY(%s)
ORDER BY contract_id, commission_type, price_class, item_code, valid_from
"""
_LOADED: Final = """
SELECT EXISTS (SELECT FROM registry_provider) AS providers,
       EXISTS (SELECT FROM registry_insurer) AS insurers,
       EXISTS (SELECT FROM registry_contract) AS contracts
"""
MOST_CONTRACTS_KEPT: Final = 200
"""Price lists kept between chunks; one holds some ten to some hundred prices."""

Row = dict[str, Any]


def _rows(query: str, *arguments: Any) -> Iterator[Row]:
    with connection.cursor() as cursor:
        cursor.execute(query, arguments)
        names = [column.name for column in cursor.description or ()]
        for values in cursor:
            yield dict(zip(names, values, strict=True))


class DatabaseRegisters:
    """Satisfies ``checks.registers.Registers``. What was not prepared is asked singly."""

    def __init__(self) -> None:
        (self._loaded,) = _rows(_LOADED)
        self._mergers = [Merger(**row) for row in _rows(_MERGERS)]
        self._insurers: dict[str, InsurerEntry | None] = {}
        self._providers: dict[str, ProviderEntry | None] = {}
        self._cards: dict[tuple[str, str], CardEntry | None] = {}
        self._insured: dict[tuple[str, str, str], InsuredEntry] = {}
        self._contracts: dict[tuple[str, str], Sequence[ContractEntry]] = {}
        self._prices: dict[str, list[Row]] = {}

    def prepare(self, keys: Sequence[ClaimKey]) -> None:
        """Load what a chunk of claims asks for, and forget the chunk before."""
        self._insurers.clear()
        self._providers.clear()
        self._cards.clear()
        self._insured.clear()
        self._contracts.clear()
        if len(self._prices) > MOST_CONTRACTS_KEPT:
            self._prices.clear()
        self._load_insurers({number for key in keys for number in key.numbers})
        self._load_providers({key.provider_number for key in keys})
        self._load_cards(
            {(number, key.card_id) for key in keys if key.card_id for number in key.numbers}
        )
        self._load_insured(
            {
                (key.insurer_number, *key.insured)
                for key in keys
                if key.insured is not None and self.has_insured(key.insurer_number)
            }
        )
        self._load_contracts({(key.insurer_number, key.provider_number) for key in keys})

    def has_providers(self) -> bool:
        return bool(self._loaded["providers"])

    def has_insurers(self) -> bool:
        return bool(self._loaded["insurers"])

    def has_contracts(self) -> bool:
        return bool(self._loaded["contracts"])

    def has_cards(self, insurer_number: str) -> bool:
        entry = self.insurer(insurer_number)
        return entry is not None and entry.cards_loaded

    def has_insured(self, insurer_number: str) -> bool:
        entry = self.insurer(insurer_number)
        return entry is not None and entry.insured_loaded

    def insured(self, insurer_number: str, symbol: str, number: str) -> InsuredEntry:
        key = (insurer_number, symbol, number)
        if key not in self._insured:
            self._load_insured({key})
        return self._insured[key]

    def provider(self, provider_number: str) -> ProviderEntry | None:
        if provider_number not in self._providers:
            self._load_providers({provider_number})
        return self._providers[provider_number]

    def insurer(self, insurer_number: str) -> InsurerEntry | None:
        if insurer_number not in self._insurers:
            self._load_insurers({insurer_number})
        return self._insurers[insurer_number]

    def mergers(self) -> Sequence[Merger]:
        return self._mergers

    def contracts(self, insurer_number: str, provider_number: str) -> Sequence[ContractEntry]:
        pair = (insurer_number, provider_number)
        if pair not in self._contracts:
            self._load_contracts({pair})
        return self._contracts[pair]

    def card(self, insurer_number: str, card_id: str) -> CardEntry | None:
        key = (insurer_number, card_id)
        if key not in self._cards:
            self._load_cards({key})
        return self._cards[key]

    def _load_insurers(self, numbers: set[str]) -> None:
        self._insurers.update(dict.fromkeys(numbers))
        for row in _rows(_INSURERS, sorted(numbers)):
            entry = insurer_entry(row, has_cards=row["has_cards"], has_insured=row["has_insured"])
            self._insurers[entry.insurer_number] = entry

    def _load_providers(self, numbers: set[str]) -> None:
        self._providers.update(dict.fromkeys(numbers))
        for row in _rows(_PROVIDERS, sorted(numbers)):
            self._providers[row["provider_number"]] = provider_entry(row)

    def _load_cards(self, keys: set[tuple[str, str]]) -> None:
        self._cards.update(dict.fromkeys(keys))
        for row in _rows(_CARDS, *_columns(keys)):
            self._cards[row["insurer_number"], row["card_id"]] = card_entry(row)
        missing = {key for key in keys if self._cards[key] is None}
        for row in _rows(_CARDS_OF_THE_MERGED, *_columns(missing)) if missing else ():
            self._cards[row["of_insurer"], row["card_id"]] = card_entry(row)

    def _load_insured(self, keys: set[tuple[str, str, str]]) -> None:
        columns = [[key[place] for key in sorted(keys)] for place in range(3)]
        found: dict[tuple[str, str, str], list[CoverageEntry]] = {key: [] for key in keys}
        known: set[tuple[str, str, str]] = set()
        for row in _rows(_INSURED, *columns) if keys else ():
            key = (row["of_insurer"], row["of_symbol"], row["of_number"])
            if row["symbol_known"]:
                known.add(key)
            if row["id"] is not None:
                found[key].append(coverage_entry(row))
        for key, coverages in found.items():
            self._insured[key] = InsuredEntry(key in known, tuple(coverages))

    def _load_contracts(self, pairs: set[tuple[str, str]]) -> None:
        rows = list(_rows(_CONTRACTS, *_columns(pairs)))
        wanted = {row["contract_id"] for row in rows} - self._prices.keys()
        self._prices.update({contract_id: [] for contract_id in wanted})
        for price in _rows(_PRICES, sorted(wanted)) if wanted else ():
            self._prices[price["contract_id"]].append(price)
        found: dict[tuple[str, str], list[ContractEntry]] = {pair: [] for pair in pairs}
        for row in rows:
            found[row["insurer_number"], row["provider_number"]].extend(
                contract_entries(
                    row,
                    {"valid_from": row["insurer_from"], "valid_to": row["insurer_to"]},
                    {
                        "valid_from": row["provider_from"],
                        "valid_to": row["provider_to"],
                        "services": row["services"],
                    },
                    self._prices[row["contract_id"]],
                )
            )
        self._contracts.update(found)


def _columns(pairs: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Pairs as the two arrays ``unnest`` takes."""
    ordered = sorted(pairs)
    return [first for first, _ in ordered], [second for _, second in ordered]
