"""Rows of the registry's CSV files for the simulated nation.

Columns: ``daiko.standard.registry_files``. Dates YYYY-MM-DD, yen as digits, empty for
none. Cards and insured persons are written one by one while the pairs are made; all other
files are small.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TextIO

from daiko.money.calendar import propose
from daiko.money.copayment import CopaymentKind, CopaymentTerms
from daiko.simulation.chance import chance
from daiko.simulation.contracts import (
    Contract,
    all_contracts,
    insurers_of,
    is_member,
    services_of,
)
from daiko.simulation.guidance_cards import GuidanceCard
from daiko.simulation.organisations import (
    Insurer,
    Provider,
    ProviderForm,
    Standing,
    bystanders,
    insurer,
    merged_insurer,
    payee_of,
    provider,
)
from daiko.simulation.people import Card, Person
from daiko.simulation.plan import SimulationPlan
from daiko.simulation.provider_list import PREFECTURE_NAMES
from daiko.simulation.words import PREFECTURES, Prefecture, address, telephone
from daiko.standard.identifiers import FUND
from daiko.standard.prefectures import PREFECTURES as ALL_PREFECTURES
from daiko.standard.registry_files import COLUMNS

Row = dict[str, str]

_SYSTEM_BEGAN = "2008-04-01"
_COVERED_FROM = "2020-04-01"
_HEAD_OFFICE_IN = "13"
_NO_POSTAL = "000"  # no real postal code begins so
_MONTHS_BEFORE = 2
_MONTHS_AFTER = 4


class CsvFile:
    """One registry file in the product's layout: UTF-8, header row, CRLF, all quoted."""

    def __init__(self, folder: Path, table: str) -> None:
        self._out: TextIO = (folder / f"{table}.csv").open("w", encoding="utf-8", newline="")
        self._writer = csv.DictWriter(
            self._out, COLUMNS[table], quoting=csv.QUOTE_ALL, lineterminator="\r\n", restval=""
        )
        self._writer.writeheader()

    def write(self, row: Row) -> None:
        self._writer.writerow(row)

    def close(self) -> None:
        self._out.close()


def write_registers(plan: SimulationPlan, folder: Path) -> None:
    """Every file but ``cards.csv`` and ``insured_persons.csv``."""
    for table, rows in (
        ("insurers", insurer_rows(plan)),
        ("payees", payee_rows(plan)),
        ("providers", provider_rows(plan)),
        ("contracts", contract_rows(plan)),
        ("contract_insurers", contract_insurer_rows(plan)),
        ("contract_providers", contract_provider_rows(plan)),
        ("contract_prices", price_rows(plan)),
        ("calendar", calendar_rows(plan)),
        ("agency", agency_rows(plan)),
        ("offices", office_rows(plan)),
    ):
        target = CsvFile(folder, table)
        for row in rows:
            target.write(row)
        target.close()


def all_insurers(plan: SimulationPlan) -> Iterator[Insurer]:
    return (insurer(plan, index) for index in range(plan.insurers))


def all_providers(plan: SimulationPlan) -> Iterator[Provider]:
    """Those who send, then the bystanders, who exist where faults are planted."""
    yield from (provider(plan, index) for index in range(plan.providers))
    if plan.faults:
        yield from bystanders(plan)


def insurer_rows(plan: SimulationPlan) -> Iterator[Row]:
    merged = (merged_insurer(plan),) if plan.faults else ()
    for who in (*all_insurers(plan), *merged):
        ended = who.merged_into is not None
        yield {
            "insurer_number": who.number,
            "name": who.name,
            "kana": who.kana,
            "postal_code": who.postal_code,
            "address": who.address,
            "telephone": who.telephone,
            "contact": "健診担当",
            "delivery": ("online", "cd_r", "dvd_r")[who.index % 3],
            "remitter_code": f"{who.index + 1:010d}",
            "card_check_mode": "master" if who.has_card_register else "declared_only",
            "start_on": _SYSTEM_BEGAN,
            "end_on": f"{_before_services(plan)}" if ended else "",
            "merged_into": who.merged_into or "",
        }


def _before_services(plan: SimulationPlan) -> date:
    return plan.service_days[0] - timedelta(days=10)


def payee_rows(plan: SimulationPlan) -> Iterator[Row]:
    done: set[str] = set()
    for who in all_providers(plan):
        if who.payee_number in done:
            continue
        done.add(who.payee_number)
        payee = payee_of(plan, who)
        yield {
            "payee_number": payee.number,
            "bank_number": payee.bank_number,
            "bank_kana": payee.bank_kana,
            "branch_number": payee.branch_number,
            "branch_kana": payee.branch_kana,
            "account_type": payee.account_type,
            "account_number": payee.account_number,
            "holder_kana": payee.holder_kana,
            "valid_from": "2020-04-01",
            "verified_on": "2020-04-10",
            "verified_by": "simulation",
        }


def provider_rows(plan: SimulationPlan) -> Iterator[Row]:
    for who in all_providers(plan):
        closed = who.standing is Standing.CLOSED
        guidance = who.standing is Standing.GUIDANCE_ONLY
        yield {
            "provider_number": who.number,
            "category": who.category,
            "services": "guidance" if guidance else "checkup guidance",
            "name": who.name,
            "kana": who.kana,
            "postal_code": who.postal_code,
            "address": who.address,
            "telephone": who.telephone,
            "payee_number": who.payee_number,
            "delivery": "online",
            "registered_on": _SYSTEM_BEGAN,
            "abolished_on": f"{_before_services(plan)}" if closed else "",
        }


def contract_rows(plan: SimulationPlan) -> Iterator[Row]:
    for contract, _ in _contracts(plan):
        yield {
            "contract_id": contract.contract_id,
            "form": str(contract.form),
            "fiscal_year": str(contract.fiscal_year),
            "valid_from": f"{contract.fiscal_year}-04-01",
            "valid_to": f"{contract.fiscal_year + 1}-03-31",
            "organiser_name": contract.organiser_name,
            "joint_program_yen": (
                "" if contract.joint_program_yen is None else str(contract.joint_program_yen)
            ),
        }


def _contracts(plan: SimulationPlan) -> Iterator[tuple[Contract, Provider | None]]:
    senders = (provider(plan, index) for index in range(plan.providers))
    return all_contracts(plan, senders)


def contract_insurer_rows(plan: SimulationPlan) -> Iterator[Row]:
    merged = (merged_insurer(plan),) if plan.faults else ()
    for contract, of_provider in _contracts(plan):
        collective = merged if contract.form is ProviderForm.NATIONWIDE else ()
        for who in (*all_insurers(plan), *collective):
            if who.merged_into is not None or is_member(who, plan, of_provider):
                yield {
                    "contract_id": contract.contract_id,
                    "insurer_number": who.number,
                    "valid_from": f"{contract.fiscal_year}-04-01",
                }


def contract_provider_rows(plan: SimulationPlan) -> Iterator[Row]:
    """Members of each contract; bystanders belong to the nationwide one, if to any."""
    for who in all_providers(plan):
        if who.standing is Standing.WITHOUT_CONTRACT or not insurers_of(plan, who):
            continue
        for fiscal_year in plan.fiscal_years:
            yield _membership(who, fiscal_year)


def _membership(who: Provider, fiscal_year: int) -> Row:
    contract_id = {
        ProviderForm.NATIONWIDE: f"A-{fiscal_year}",
        ProviderForm.PREFECTURE: f"B{who.prefecture.code}-{fiscal_year}",
        ProviderForm.INDIVIDUAL: f"I{who.number}-{fiscal_year}",
    }[who.form]
    left = who.standing is Standing.LEFT_CONTRACT
    guidance = who.standing is Standing.GUIDANCE_ONLY
    return {
        "contract_id": contract_id,
        "provider_number": who.number,
        "valid_from": f"{fiscal_year}-04-01",
        "valid_to": f"{fiscal_year}-04-01" if left else "",
        "services": "guidance" if guidance else " ".join(services_of(who)),
    }


def price_rows(plan: SimulationPlan) -> Iterator[Row]:
    for contract, _ in _contracts(plan):
        for (commission, price_class, item), yen in contract.prices.items():
            yield {
                "contract_id": contract.contract_id,
                "commission_type": commission,
                "price_class": price_class,
                "item_code": item,
                "unit_price_yen": str(yen),
                "valid_from": f"{contract.fiscal_year}-04-01",
            }


def calendar_rows(plan: SimulationPlan) -> Iterator[Row]:
    """The month and its neighbours, as the generator proposes them."""
    for months in range(-_MONTHS_BEFORE, _MONTHS_AFTER + 1):
        row = propose(plan.month.plus(months))
        yield {
            "processing_month": str(row.processing_month),
            "cutoff_on": f"{row.cutoff_on}",
            "close_on": f"{row.close_on}",
            "invoice_on": f"{row.invoice_on}",
            "due_on": f"{row.due_on}",
            "pay_on": f"{row.pay_on}",
        }


def agency_rows(plan: SimulationPlan) -> Iterator[Row]:
    """How the agency names itself."""
    head_office = next(office_rows(plan))
    yield {
        "agency_number": FUND,
        "name": "架空健診代行機関",
        "kana": "カクウケンシンダイコウキカン",
        "valid_from": _SYSTEM_BEGAN,
        **{name: head_office[name] for name in ("postal_code", "address", "telephone")},
    }


def office_rows(plan: SimulationPlan) -> Iterator[Row]:
    """The head office and 47 branches."""
    tokyo = next(place for place in PREFECTURES if place.code == _HEAD_OFFICE_IN)
    yield _office(plan, "00", "本部", tokyo)
    for code, (short, _) in ALL_PREFECTURES.items():
        known = next((place for place in PREFECTURES if place.code == code), None)
        place = known or Prefecture(code, PREFECTURE_NAMES[code], "", _NO_POSTAL)
        yield _office(plan, code, f"{short}支部", place)


def _office(plan: SimulationPlan, number: str, name: str, prefecture: Prefecture) -> Row:
    rng = chance(plan.seed, "office", number)
    postal, place = address(rng, prefecture)
    return {
        "office_number": number,
        "name": name,
        "postal_code": postal,
        "address": place,
        "telephone": telephone(rng),
        "start_on": _SYSTEM_BEGAN,
    }


def card_row(card: Card, person: Person) -> Row:
    """A card as its insurer registered it; ``card.row`` says what a fault made different."""
    year = 2000 + int(card.card_id[:2])
    row = {
        "insurer_number": card.insurer_number,
        "fiscal_year": str(year),
        "card_kind": card.card_id[2],
        "card_id": card.card_id,
        "issued_on": f"{card.issued_on}",
        "valid_until": f"{card.valid_until}",
        **_person_columns(person),
        "agency_number": FUND,
        "organiser_name": card.organiser_name,
    }
    for part, terms in card.terms.items():
        row.update(_terms(part, terms))
    return row | card.row


def _person_columns(person: Person) -> Row:
    """Who it is, as the registers of cards and of insured persons write it."""
    return {
        "symbol": person.symbol,
        "number": person.number,
        "branch_code": person.branch_code,
        "name_kana": person.name,
        "birth_date": f"{person.birth_date}",
        "sex": person.sex,
        "coverage_type": "1" if person.branch_code == "01" else "2",
    }


def insured_row(person: Person, differing: Row) -> Row:
    """A person as the insurer registered them; ``differing`` is what a fault made different."""
    return {
        "insurer_number": person.insurer_number,
        **_person_columns(person),
        "covered_from": _COVERED_FROM,
        **differing,
    }


def _terms(part: str, terms: CopaymentTerms) -> Row:
    value = {
        CopaymentKind.NONE: "",
        CopaymentKind.FIXED: f"{terms.fixed_yen:06d}",
        CopaymentKind.RATE: f"{terms.rate_per_100_000:06d}",
    }[terms.kind]
    limit_yen = terms.insurer_limit_yen
    return {
        f"{part}_kind": str(int(terms.kind)),
        f"{part}_value": value,
        f"{part}_limit_yen": "" if limit_yen is None else str(limit_yen),
    }


def guidance_card_rows(
    card: GuidanceCard, person: Person, terms: dict[str, CopaymentTerms]
) -> Iterator[Row]:
    """The cards of a guided person: a set card for both, or the guidance card after the other.

    ``terms`` are those of the checkup parts.
    """
    checkup = Card(
        insurer_number=card.insurer_number,
        card_id=card.checkup_card_id,
        issued_on=date(2000 + int(card.checkup_card_id[:2]), 4, 1),
        valid_until=date(2001 + int(card.checkup_card_id[:2]), 3, 31),
        terms=terms,
        is_registered=card.is_registered,
        organiser_name=card.organiser_name,
    )
    if card.is_set:
        yield card_row(checkup, person) | _terms("guidance", card.terms) | card.row
        return
    yield card_row(checkup, person)
    own = replace(
        checkup,
        card_id=card.card_id,
        issued_on=card.issued_on,
        valid_until=card.valid_until,
        terms={"guidance": card.terms},
    )
    row = card_row(own, person)
    row |= {"guidance_level": card.level, "checkup_card_id": card.checkup_card_id}
    yield row | card.row
