"""One organisation as the registry has it: facts, contracts, prices, accounts.

Source: journeys 3 (5) and 4, actors-and-contracts.md 3, 5, 6. Account numbers and holders
are masked: who must see them looks at a proposal or a bank file. Reads only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q

from daiko.registry.models import (
    ContractInsurer,
    ContractPrice,
    ContractProvider,
    Insurer,
    PayeeAccount,
    Provider,
)
from daiko.registry.tables import TABLES
from daiko.registry.texts import field_text

_KEPT_DIGITS: Final = 2
_FOREIGN: Final = {"payee_number": "payee_id", "merged_into": "merged_into_id"}


@dataclass(frozen=True, slots=True)
class Found:
    """An organisation of a list. ``ended_on``: its last day, if it has one."""

    kind: str  # insurer | provider
    number: str
    name: str
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Some rows of a search and how many it found."""

    rows: Sequence[Found]
    total: int


@dataclass(frozen=True, slots=True)
class Membership:
    """A contract an organisation belongs to, for some days (both ends belong to them)."""

    contract_id: str
    form: str
    fiscal_year: int
    organiser_name: str
    services: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Price:
    """An agreed unit price in yen, tax included, for some days."""

    contract_id: str
    commission_type: str
    price_class: str
    item_code: str
    unit_price_yen: int
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a payee, its number and holder masked."""

    bank_number: str
    bank_kana: str
    branch_number: str
    account_number: str
    holder: str
    valid_from: date
    valid_to: date | None
    verified_on: date | None


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the registry has of an insurer or a provider. ``facts``: column and text.

    ``prices`` are those of one contract, ``contract_shown``: an insurer may be a member of
    the contracts of every prefecture, with thousands of prices.
    """

    kind: str
    number: str
    name: str
    facts: tuple[tuple[str, str], ...]
    memberships: tuple[Membership, ...]
    contract_shown: str
    prices: tuple[Price, ...]
    accounts: tuple[Account, ...]
    predecessors: tuple[str, ...]


def search(kind: str, text: str, offset: int, limit: int) -> FoundPage:
    """Insurers or providers whose number begins with, or whose name or kana has, ``text``."""
    number, ends = ("insurer_number", "end_on")
    model: Any = Insurer
    if kind == "provider":
        number, ends, model = "provider_number", "abolished_on", Provider
    rows = model.objects.order_by(number)
    if text:
        rows = rows.filter(
            Q(**{f"{number}__startswith": text}) | Q(name__icontains=text) | Q(kana__icontains=text)
        )
    found = rows.values_list(number, "name", ends)[offset : offset + limit]
    return FoundPage([Found(kind, *row) for row in found], rows.count())


def insurer(number: str, contract: str = "") -> Organisation | None:
    """An insurer, or ``None`` when there is none.

    ``contract``: the one whose prices are wanted; the latest where it is not a member.
    """
    row = Insurer.objects.filter(insurer_number=number).first()
    if row is None:
        return None
    memberships = ContractInsurer.objects.filter(insurer_id=number)
    contracts = _memberships(memberships, services=False)
    shown = _shown(contracts, contract)
    merged = Insurer.objects.filter(merged_into_id=number).order_by("insurer_number")
    return Organisation(
        "insurer",
        number,
        row.name,
        _facts("insurers", row),
        contracts,
        shown,
        _prices(shown),
        (),
        tuple(merged.values_list("insurer_number", flat=True)),
    )


def provider(number: str, contract: str = "") -> Organisation | None:
    """A provider, or ``None`` when there is none. ``contract`` as with ``insurer``."""
    row = Provider.objects.filter(provider_number=number).first()
    if row is None:
        return None
    contracts = _memberships(ContractProvider.objects.filter(provider_id=number), services=True)
    shown = _shown(contracts, contract)
    return Organisation(
        "provider",
        number,
        row.name,
        _facts("providers", row),
        contracts,
        shown,
        _prices(shown),
        _accounts(row.payee_id),
        (),
    )


def _facts(table: str, row: Any) -> tuple[tuple[str, str], ...]:
    return tuple(
        (column, field_text(table, column, getattr(row, _FOREIGN.get(column, column))))
        for column in TABLES[table].columns
    )


def _memberships(rows: Any, *, services: bool) -> tuple[Membership, ...]:
    return tuple(
        Membership(
            row.contract_id,
            row.contract.form,
            row.contract.fiscal_year,
            row.contract.organiser_name,
            " ".join(row.services) if services else "",
            row.valid_from,
            row.valid_to,
        )
        for row in rows.select_related("contract").order_by("-valid_from", "contract_id")
    )


def _shown(contracts: Sequence[Membership], wanted: str) -> str:
    """The contract whose prices are shown, "" without any."""
    numbers = [contract.contract_id for contract in contracts]
    return wanted if wanted in numbers else next(iter(numbers), "")


def _prices(contract: str) -> tuple[Price, ...]:
    rows = ContractPrice.objects.filter(contract_id=contract)
    ordered = rows.order_by(
        "contract_id", "price_class", "item_code", "commission_type", "-valid_from"
    )
    return tuple(
        Price(*values)
        for values in ordered.values_list(
            "contract_id",
            "commission_type",
            "price_class",
            "item_code",
            "unit_price_yen",
            "valid_from",
            "valid_to",
        )
    )


def _accounts(payee: str | None) -> tuple[Account, ...]:
    rows = PayeeAccount.objects.filter(payee_id=payee).order_by("-valid_from") if payee else ()
    return tuple(
        Account(
            row.bank_number,
            row.bank_kana,
            row.branch_number,
            "●" * (7 - _KEPT_DIGITS) + row.account_number[-_KEPT_DIGITS:],
            row.holder_kana[:1] + "●●●",
            row.valid_from,
            row.valid_to,
            row.verified_on,
        )
        for row in rows
    )
