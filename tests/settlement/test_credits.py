"""Carried credits of a dissolved insurer: they pass to the one in its place, to the yen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from daiko.audit.queries import entries
from daiko.money.calendar import ProcessingMonth, propose
from daiko.registry.services import load
from daiko.settlement import queries, services
from daiko.settlement.database import yen
from daiko.settlement.models import CreditTransfer
from daiko.settlement.rows import ClosedMonth, CreditTransferRow, InvoiceRow
from registry_folder import write_table
from settlement_world import (
    AUGUST,
    CREDIT,
    HANA,
    I1,
    I2,
    P1,
    Accepted,
    insurer_row,
    received,
    tokyo,
    with_a_carried_credit,
)

pytestmark = pytest.mark.django_db
I3 = "01130012"
SEPTEMBER, OCTOBER = (AUGUST.plus(step) for step in (1, 2))
TO_I2 = CreditTransferRow(I1, I2, f"202608-{I1}", CREDIT)


def close(month: ProcessingMonth) -> ClosedMonth:
    dates = propose(month)
    closed = services.close_month(month, by=HANA, at=tokyo(f"{dates.close_on}"))
    services.issue_invoices(month, by=HANA, at=tokyo(f"{dates.invoice_on}"))
    assert queries.close_proof(month).balanced
    assert queries.verify_ledger().balanced
    return closed


def registered(folder: Path, *rows: dict[str, str]) -> None:
    write_table(folder, "insurers", list(rows))
    report = load(folder, by=HANA, at=tokyo("2026-08-20"))
    assert report.loaded, report.bad_rows


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """After the close of August, whose invoice of I1 carries ``CREDIT``; a folder for more."""
    with_a_carried_credit(tmp_path / "world")
    assert the_invoice(AUGUST, I1).credit_carried_yen == CREDIT
    return tmp_path / "later"


def the_invoice(month: ProcessingMonth, insurer: str) -> InvoiceRow:
    (found,) = (row for row in queries.invoices(month) if row.insurer_number == insurer)
    return found


def credit_of(row: InvoiceRow) -> tuple[int, int, int, int]:
    """Brought, applied, carried, and what is left to pay."""
    return row.credit_brought_yen, row.credit_applied_yen, row.credit_carried_yen, row.total_yen


def receivable(insurer: str) -> int:
    return yen(
        "SELECT sum(e.amount_yen) FROM settlement_entry e JOIN settlement_account a"
        " ON a.id = e.account_id WHERE a.code = %(code)s",
        code=f"AR:ins:{insurer}",
    )


def test_it_is_on_the_next_invoice_of_the_successor(later: Path) -> None:
    """The sums of I2 in the worked month (13,479 and two fees) against the credit of I1."""
    registered(later, insurer_row(I1, end_on="2026-08-31", merged_into=I2))
    owed_before = receivable(I2)
    received(SEPTEMBER, [Accepted(P1, I2, 8_100), Accepted(P1, I2, 5_379)])
    close(SEPTEMBER)
    (invoice,) = queries.invoices(SEPTEMBER)
    assert credit_of(invoice) == (CREDIT, 13_787, 3_379, 0)
    assert queries.credit_transfers(SEPTEMBER) == [TO_I2]
    assert (receivable(I1), receivable(I2)) == (0, owed_before + 13_787 - CREDIT)
    assert the_invoice(AUGUST, I1).credit_carried_yen == CREDIT  # what was issued stays
    received(OCTOBER, [Accepted(P1, I2, 4_000)])
    close(OCTOBER)
    assert credit_of(the_invoice(OCTOBER, I2)) == (3_379, 3_379, 0, 775)
    assert queries.credit_transfers(OCTOBER) == []


def test_a_late_claim_under_the_old_number_is_set_against_it(later: Path) -> None:
    registered(later, insurer_row(I1, end_on="2026-08-31", merged_into=I2))
    received(SEPTEMBER, [Accepted(P1, I2, 13_479), Accepted(P1, I1, 6_912)])
    close(SEPTEMBER)
    (invoice,) = queries.invoices(SEPTEMBER)
    assert (invoice.insurer_number, invoice.claims_yen) == (I2, 20_391)
    assert credit_of(invoice) == (CREDIT, CREDIT, 0, 20_391 + 308 - CREDIT)


def test_a_successor_without_claims_carries_it_on_and_through_the_next_merger(
    later: Path,
) -> None:
    registered(
        later,
        insurer_row(I1, end_on="2026-08-31", merged_into=I2),
        insurer_row(I2, end_on="2026-09-30", merged_into=I3),
        insurer_row(I3),
    )
    close(SEPTEMBER)  # on its last day I2 stands for I1
    assert credit_of(the_invoice(SEPTEMBER, I2)) == (CREDIT, 0, CREDIT, 0)
    received(OCTOBER, [Accepted(P1, I3, 20_000)])
    close(OCTOBER)
    assert queries.credit_transfers(OCTOBER) == [CreditTransferRow(I2, I3, f"202609-{I2}", CREDIT)]
    assert credit_of(the_invoice(OCTOBER, I3)) == (CREDIT, CREDIT, 0, 20_154 - CREDIT)


def test_two_insurers_merged_into_one_bring_what_they_have(later: Path) -> None:
    """What one of them has is all there is to bring."""
    registered(
        later,
        insurer_row(I1, end_on="2026-08-31", merged_into=I3),
        insurer_row(I2, end_on="2026-08-31", merged_into=I3),
        insurer_row(I3),
    )
    received(SEPTEMBER, [Accepted(P1, I3, 100_000)])
    close(SEPTEMBER)
    assert credit_of(the_invoice(SEPTEMBER, I3))[0] == CREDIT  # I2 had none
    assert receivable(I1) == 0


def test_on_the_last_day_it_is_still_the_insurers_own(later: Path) -> None:
    registered(later, insurer_row(I1, end_on="2026-09-30", merged_into=I2))
    received(SEPTEMBER, [Accepted(P1, I1, 4_000)])
    close(SEPTEMBER)
    assert credit_of(the_invoice(SEPTEMBER, I1)) == (CREDIT, 4_154, CREDIT - 4_154, 0)
    assert queries.credit_transfers(SEPTEMBER) == []


def test_its_audit_row_stands_beside_the_close(later: Path) -> None:
    registered(later, insurer_row(I1, end_on="2026-08-31", merged_into=I2))
    services.preview_close(SEPTEMBER, at=tokyo("2026-09-10"))
    assert queries.credit_transfers(SEPTEMBER) == []  # the dry run keeps nothing
    close(SEPTEMBER)
    (entry,) = (e for e in entries(limit=5) if e.event == "settlement.credit.passed_on")
    assert entry.subject == I1
    assert entry.fields == {"month": "2026-09", "to": I2, "yen": CREDIT}


def test_without_a_successor_it_is_an_open_item_until_one_is_registered(later: Path) -> None:
    registered(later, insurer_row(I1, end_on="2026-08-31"))
    assert queries.unclaimed_credits(date(2026, 8, 31)) == []  # its last day
    (item,) = queries.unclaimed_credits(date(2026, 9, 1))
    assert (item.insurer_number, item.amount_yen) == (I1, CREDIT)
    assert (item.ended_on, item.invoice_number) == (date(2026, 8, 31), f"202608-{I1}")
    received(SEPTEMBER, [Accepted(P1, I2, 30_000)])
    close(SEPTEMBER)
    assert the_invoice(SEPTEMBER, I2).credit_brought_yen == 0
    assert queries.unclaimed_credits(date(2026, 10, 1)) == [item]
    registered(later, insurer_row(I1, end_on="2026-08-31", merged_into=I2))
    received(OCTOBER, [Accepted(P1, I2, 30_000)])
    close(OCTOBER)
    assert the_invoice(OCTOBER, I2).credit_brought_yen == CREDIT
    assert queries.unclaimed_credits(date(2026, 11, 1)) == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE settlement_credit_transfer SET amount_yen = 1",
        "DELETE FROM settlement_credit_transfer",
        "INSERT INTO settlement_credit_transfer (processing_month, from_insurer, to_insurer,"
        " invoice_id, amount_yen) SELECT processing_month, from_insurer, to_insurer, invoice_id,"
        " amount_yen FROM settlement_credit_transfer",
    ],
)
def test_what_passed_on_passes_once_and_stays(later: Path, sql: str) -> None:
    registered(later, insurer_row(I1, end_on="2026-08-31", merged_into=I2))
    close(SEPTEMBER)
    assert CreditTransfer.objects.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
