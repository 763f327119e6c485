"""Read the registry: registers for the check, payees, organisations, the calendar.

Source: standards/actors-and-contracts.md 5 and 6, settlement.md 2, rulings.md 16,
40. Later rooms use these functions, never the tables. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection
from django.db.models import F, Q
from psycopg.sql import SQL, Identifier

from daiko.checks.registers import Registers
from daiko.money.calendar import CalendarRow, ProcessingMonth, propose
from daiko.platform.tenancy import present_office
from daiko.registry.database_registers import DatabaseRegisters
from daiko.registry.models import (
    Agency,
    CalendarMonth,
    Card,
    EntryAgent,
    EntryAppointment,
    InsuredPerson,
    Insurer,
    Office,
    PayeeAccount,
    Provider,
)
from daiko.registry.staging import TARGETS
from daiko.standard.identifiers import prefecture_of_insurer, prefecture_of_provider
from daiko.standard.registry_files import PERSONAL

HEAD_OFFICE: Final = "00"


def registers() -> Registers:
    """The registers as the check asks them; one object for one run of the check."""
    return DatabaseRegisters()


@dataclass(frozen=True, slots=True)
class InsurerRow:
    """An insurer with what invoices and deliveries need."""

    insurer_number: str
    name: str
    kana: str
    postal_code: str
    address: str
    telephone: str
    contact: str
    delivery: str  # online | cd_r | dvd_r
    remitter_code: str  # customer number its bank sends with a payment, "" if none
    invoice_address: str
    start_on: date
    end_on: date | None
    merged_into: str | None


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """A provider and its roles; a role it does not give to another is its own."""

    provider_number: str
    name: str
    kana: str
    postal_code: str
    address: str
    telephone: str
    services: tuple[str, ...]
    claimant: str
    return_to: str
    reclaimant: str
    payee_number: str | None
    delivery: str
    registered_on: date
    abolished_on: date | None


@dataclass(frozen=True, slots=True)
class PayeeRow:
    """The account that holds on a day. Only a verified one is paid to (ruling 40)."""

    payee_number: str
    bank_number: str
    bank_kana: str
    branch_number: str
    branch_kana: str
    account_type: str
    account_number: str
    holder_kana: str
    verified_on: date | None


def insurers(numbers: Iterable[str] | None = None) -> Mapping[str, InsurerRow]:
    """Insurers by number, in order; all of them without ``numbers``."""
    rows = Insurer.objects.order_by("insurer_number")
    if numbers is not None:
        rows = rows.filter(insurer_number__in=set(numbers))
    return {row.insurer_number: _insurer_row(row) for row in rows}


def _insurer_row(row: Insurer) -> InsurerRow:
    return InsurerRow(
        insurer_number=row.insurer_number,
        name=row.name,
        kana=row.kana,
        postal_code=row.postal_code,
        address=row.address,
        telephone=row.telephone,
        contact=row.contact,
        delivery=row.delivery,
        remitter_code=row.remitter_code,
        invoice_address=row.invoice_address,
        start_on=row.start_on,
        end_on=row.end_on,
        merged_into=row.merged_into_id,
    )


def successors(on: date) -> Mapping[str, str]:
    """Dissolved insurer → the insurer that stands for it on a day, through every merger.

    Routing 3, rule 2. An insurer that still exists on the day is not listed; nor is
    one that ended without a successor.
    """
    merged = {
        row.insurer_number: row.merged_into_id
        for row in Insurer.objects.filter(merged_into__isnull=False, end_on__lt=on)
    }
    found: dict[str, str] = {}
    for number in merged:
        successor, seen = number, {number}
        while (following := merged.get(successor)) is not None and following not in seen:
            successor = following
            seen.add(following)
        found[number] = successor
    return found


def providers(numbers: Iterable[str] | None = None) -> Mapping[str, ProviderRow]:
    """Providers by number, in order; all of them without ``numbers``."""
    rows = Provider.objects.order_by("provider_number")
    if numbers is not None:
        rows = rows.filter(provider_number__in=set(numbers))
    return {row.provider_number: _provider_row(row) for row in rows}


def _provider_row(row: Provider) -> ProviderRow:
    own = row.provider_number
    return ProviderRow(
        provider_number=own,
        name=row.name,
        kana=row.kana,
        postal_code=row.postal_code,
        address=row.address,
        telephone=row.telephone,
        services=tuple(row.services),
        claimant=row.claimant or own,
        return_to=row.return_to or own,
        reclaimant=row.reclaimant or own,
        payee_number=row.payee_id,
        delivery=row.delivery,
        registered_on=row.registered_on,
        abolished_on=row.abolished_on,
    )


def payees(numbers: Iterable[str], on: date) -> Mapping[str, PayeeRow]:
    """Payee number → its account on a day; a payee without one on that day is missing."""
    rows = PayeeAccount.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        payee_id__in=set(numbers),
        valid_from__lte=on,
    )
    return {row.payee_id: _payee_row(row) for row in rows.order_by("payee_id")}


def payees_of(provider_numbers: Iterable[str], on: date) -> Mapping[str, PayeeRow]:
    """Provider number → account of its payee on a day; missing where there is none."""
    of_provider = {
        provider.provider_number: provider.payee_id
        for provider in Provider.objects.filter(
            provider_number__in=set(provider_numbers), payee__isnull=False
        )
    }
    accounts = payees([number for number in of_provider.values() if number], on)
    return {
        provider: accounts[payee]
        for provider, payee in of_provider.items()
        if payee is not None and payee in accounts
    }


def _payee_row(row: PayeeAccount) -> PayeeRow:
    return PayeeRow(
        payee_number=row.payee_id,
        bank_number=row.bank_number,
        bank_kana=row.bank_kana,
        branch_number=row.branch_number,
        branch_kana=row.branch_kana,
        account_type=row.account_type,
        account_number=row.account_number,
        holder_kana=row.holder_kana,
        verified_on=row.verified_on,
    )


def calendar_row(month: ProcessingMonth) -> CalendarRow | None:
    """The confirmed dates of a processing month, ``None`` while nobody confirmed any."""
    row = CalendarMonth.objects.filter(processing_month=str(month)).first()
    if row is None:
        return None
    return CalendarRow(month, row.cutoff_on, row.close_on, row.invoice_on, row.due_on, row.pay_on)


def cutoff_on(month: ProcessingMonth) -> date:
    """Cutoff of a month: the confirmed one, else the proposed one (ruling 16), because an
    archive that arrives must be given its month at once."""
    row = calendar_row(month)
    return propose(month).cutoff_on if row is None else row.cutoff_on


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """本部・支部. ``office_number``: 00 head office, 01 to 47 the branch of a prefecture."""

    office_number: str
    name: str
    postal_code: str
    address: str
    telephone: str


def offices(on: date) -> Mapping[str, OfficeRow]:
    """The offices of the agency on a day, by number, in order."""
    return _open_offices(on)


def _open_offices(on: date, **only: object) -> dict[str, OfficeRow]:
    still = Q(end_on__isnull=True) | Q(end_on__gte=on)
    rows = Office.objects.filter(still, start_on__lte=on, **only)
    columns = ("office_number", "name", "postal_code", "address", "telephone")
    found = rows.order_by("office_number").values_list(*columns)
    return {number: OfficeRow(number, *rest) for number, *rest in found}


def office(number: str, on: date) -> OfficeRow | None:
    """One office on a day; ``None`` where it does not exist or is not open then."""
    return _open_offices(on, office_number=number).get(number)


def office_of_prefecture(prefecture: str | None, on: date) -> OfficeRow | None:
    """The office that stands for a prefecture (01 to 47) on a day.

    Its branch; the head office where the branch is not open, and for organisations
    whose number names no prefecture (``None``). ``None`` while neither is registered.
    """
    wanted = prefecture or HEAD_OFFICE
    open_then = _open_offices(on, office_number__in={wanted, HEAD_OFFICE})
    return open_then.get(wanted) or open_then.get(HEAD_OFFICE)


def office_of_provider(number: str, on: date) -> OfficeRow | None:
    """The office that stands for a provider on a day, by the prefecture of its number."""
    return office_of_prefecture(prefecture_of_provider(number), on)


def office_of_insurer(number: str, on: date) -> OfficeRow | None:
    """The office that stands for an insurer on a day, by the prefecture of its number."""
    return office_of_prefecture(prefecture_of_insurer(number), on)


@dataclass(frozen=True, slots=True)
class EntryAgentRow:
    """代行入力機関. ``files_claims``: sends claims for providers, not results alone."""

    agent_number: str
    name: str
    files_claims: bool


def entry_agent(number: str, on: date) -> EntryAgentRow | None:
    """The entry agent of a number, where it is one on a day."""
    open_then = Q(end_on__isnull=True) | Q(end_on__gte=on)
    row = EntryAgent.objects.filter(open_then, agent_number=number, start_on__lte=on).first()
    return EntryAgentRow(number, row.name, row.files_claims == "yes") if row else None


def has_appointed(provider_number: str, agent_number: str, on: date) -> bool:
    """Whether a provider has appointed an entry agent to send for it on a day."""
    return EntryAppointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        provider_id=provider_number,
        agent_id=agent_number,
        valid_from__lte=on,
    ).exists()


def claims_for(provider_number: str, number: str) -> bool:
    """Whether a provider's registration names this organisation as 請求者 or 再請求者."""
    named = Q(claimant=number) | Q(reclaimant=number)
    return Provider.objects.filter(named, provider_number=provider_number).exists()


def return_addresses(provider_numbers: Iterable[str]) -> Mapping[str, str]:
    """Provider → its 返戻先, of those whose registration names another organisation."""
    rows = Provider.objects.filter(provider_number__in=set(provider_numbers))
    named = rows.exclude(return_to=None).exclude(return_to=F("provider_number"))
    return {number: to for number, to in named.values_list("provider_number", "return_to") if to}


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """What papers say of the agency."""

    agency_number: str
    name: str
    kana: str
    postal_code: str
    address: str
    telephone: str


def agency(number: str, on: date) -> AgencyRow | None:
    """The profile of the agency on a day, ``None`` while none is registered."""
    rows = Agency.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), agency_number=number, valid_from__lte=on
    )
    columns = ("agency_number", "name", "kana", "postal_code", "address", "telephone")
    found = rows.values_list(*columns).first()
    return AgencyRow(*found) if found else None


def own_counts(insurer_number: str) -> Mapping[str, int]:
    """Rows an insurer keeps itself: its cards and its insured persons."""
    return {
        "cards": Card.objects.filter(insurer_id=insurer_number).count(),
        "insured_persons": InsuredPerson.objects.filter(insurer_id=insurer_number).count(),
    }


_OF_ITS_INSURERS: Final = (  # by number, for the index: its wall compares two digits of each row
    "WHERE insurer_number = ANY(ARRAY(SELECT insurer_number FROM registry_insurer"
    " WHERE substr(insurer_number, 3, 2) = %(office)s))"
)


def row_counts() -> Mapping[str, int]:
    """Rows of every register that the reader may see, in the order of loading."""
    office = present_office()
    counts = (
        SQL("(SELECT count(*) FROM {} {})").format(
            Identifier(target), SQL(_OF_ITS_INSURERS if office and name in PERSONAL else "")
        )
        for name, target in TARGETS.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(SQL("SELECT {}").format(SQL(", ").join(counts)), {"office": office})
        found = cursor.fetchone()
    return dict(zip(TARGETS, found, strict=True))


def first_numbers() -> tuple[str | None, str | None]:
    """The lowest provider number and the lowest insurer number, where there are any."""
    provider = Provider.objects.order_by("provider_number").first()
    insurer = Insurer.objects.order_by("insurer_number").first()
    return (
        provider.provider_number if provider else None,
        insurer.insurer_number if insurer else None,
    )
