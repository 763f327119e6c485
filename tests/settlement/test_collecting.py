"""Incoming money: counted once, matched or left for a clerk, held claims released by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from daiko.money.allocation import DueClaim, allocate
from daiko.settlement import queries, services
from daiko.settlement.allocating import allocate_invoices
from daiko.settlement.errors import NoticeFileUnreadable, NotOurAccount, SuspenseNotApplicable
from daiko.settlement.models import Claim, Invoice
from daiko.settlement.rows import InvoiceRow
from settlement_world import (
    AGENCY,
    HANA,
    I1,
    I2,
    JUNE,
    P1,
    P2,
    Accepted,
    executed_run,
    incoming,
    insurer_row,
    load_world,
    notice,
    pay_all,
    received,
    tokyo,
)

pytestmark = pytest.mark.django_db
JULY = JUNE.next()
MONEY_AT = tokyo("2026-07-16", 9)
RUN_AT = tokyo("2026-07-17", 11)


def invoiced(*claims: Accepted, folder: Path, **tables: list[dict[str, str]]) -> list[InvoiceRow]:
    load_world(folder, **tables)
    received(JUNE, claims)
    services.close_month(JUNE, by=HANA, at=tokyo("2026-06-30"))
    return list(services.issue_invoices(JUNE, by=HANA, at=tokyo("2026-07-10")))


def states() -> list[str]:
    return [claim.state for claim in queries.claims(JUNE)]


def test_the_same_file_twice_counts_once(tmp_path: Path) -> None:
    """The second import says so and books nothing."""
    (invoice,) = invoiced(Accepted(P1, I1, 7_680), folder=tmp_path)
    data = incoming(notice(invoice, invoice.total_yen, 1))
    assert not services.collect(data, file_name="a", by=HANA, at=MONEY_AT).repeated
    again = services.collect(data, file_name="b", by=HANA, at=MONEY_AT)
    assert (again.repeated, again.matched, again.matched_yen) == (True, 0, 0)
    (after,) = queries.invoices(JUNE)
    assert (after.state, after.paid_yen) == ("paid", 7_834)
    assert queries.verify_ledger().balanced


def test_a_notice_that_a_second_file_repeats_counts_once(tmp_path: Path) -> None:
    """Banks send cumulative files; only what is new is booked. Equal twins in one file are two."""
    (invoice,) = invoiced(Accepted(P1, I1, 7_680), folder=tmp_path)
    first, twin = notice(invoice, 1_000, 1), notice(invoice, 1_000, 1)
    services.collect(incoming(first, twin), file_name="a", by=HANA, at=MONEY_AT)
    second = services.collect(
        incoming(first, twin, notice(invoice, 5_834, 2)), file_name="b", by=HANA, at=MONEY_AT
    )
    assert (second.known, second.matched, second.matched_yen) == (2, 1, 5_834)
    assert queries.invoices(JUNE)[0].state == "paid"
    assert queries.verify_ledger().balanced


def test_a_part_payment_holds_the_rest_and_later_money_releases_it(tmp_path: Path) -> None:
    """Whole claims in the order of reception, the fee last; held ones go out in the next run."""
    (invoice,) = invoiced(
        Accepted(P1, I1, 5_000), Accepted(P2, I1, 6_000), Accepted(P1, I1, 1_000), folder=tmp_path
    )
    part = incoming(notice(invoice, 10_999, 1))
    services.collect(part, file_name="a", by=HANA, at=MONEY_AT)
    assert states() == ["collected", "billed", "billed"]  # 1 yen less than the first two
    run = executed_run(JUNE, RUN_AT)
    assert states() == ["paid", "held", "held"]
    lines = {line.provider_number: line for line in queries.payments(JUNE)}
    assert (lines[P1].paid_yen, lines[P1].held_yen) == (5_000, 1_000)
    assert (lines[P2].paid_yen, lines[P2].held_yen) == (0, 6_000)
    assert run.total_yen == 5_000

    services.collect(
        incoming(notice(invoice, 1, 2)), file_name="b", by=HANA, at=tokyo("2026-07-22")
    )
    assert states() == ["paid", "collected", "held"]
    extra = executed_run(JUNE, tokyo("2026-07-22", 11))
    assert (extra.total_yen, str(extra.pay_on)) == (6_000, "2026-07-23")  # cut: noon of the 22nd
    (line,) = [x for x in queries.payments(JUNE) if x.run_id == extra.id and x.paid_yen]
    assert (line.provider_number, line.released_yen, line.confirmed_yen) == (P2, 6_000, 0)
    assert queries.verify_ledger().balanced


def test_held_claims_come_with_the_next_months_run(tmp_path: Path) -> None:
    """Released beside the new month's claims, and the notice tells them apart."""
    (invoice,) = invoiced(Accepted(P1, I1, 5_000), folder=tmp_path)
    executed_run(JUNE, RUN_AT)
    assert states() == ["held"]
    received(JULY, [Accepted(P1, I1, 700)])
    services.close_month(JULY, by=HANA, at=tokyo("2026-07-31"))
    services.issue_invoices(JULY, by=HANA, at=tokyo("2026-08-10"))
    pay_all(JULY, tokyo("2026-08-14", 9))
    late = incoming(notice(invoice, invoice.total_yen, 77))
    services.collect(late, file_name="late", by=HANA, at=tokyo("2026-08-14", 10))
    executed_run(JULY, tokyo("2026-08-14", 11))
    (line,) = queries.payments(JULY)
    assert (line.brought_yen, line.confirmed_yen, line.released_yen, line.paid_yen) == (
        5_000, 700, 5_000, 5_700,
    )  # fmt: skip
    assert queries.verify_ledger().balanced


def test_an_unknown_remitter_waits_in_suspense_until_a_clerk_decides(tmp_path: Path) -> None:
    """Booked at once, matched by nobody; applied to an invoice it collects the claims."""
    (invoice,) = invoiced(Accepted(P1, I1, 7_680), folder=tmp_path)
    data = incoming(notice("0000000000", 8_000, 1))
    result = services.collect(data, file_name="a", by=HANA, at=MONEY_AT)
    assert (result.matched, result.unmatched, result.suspense_yen) == (0, 1, 8_000)
    assert queries.verify_ledger().balanced
    (waiting,) = queries.suspense()
    assert services.apply_suspense(waiting.id, invoice.id, by=HANA, at=MONEY_AT) == 7_834
    assert states() == ["collected"]
    assert [n.suspense_yen for n in queries.suspense()] == [166]
    with pytest.raises(SuspenseNotApplicable):
        services.apply_suspense(waiting.id, invoice.id, by=HANA, at=MONEY_AT)
    assert queries.verify_ledger().balanced


def test_too_much_money_stays_in_suspense(tmp_path: Path) -> None:
    """The invoice is paid, the rest waits for the next one."""
    (invoice,) = invoiced(Accepted(P1, I1, 7_680), folder=tmp_path)
    data = incoming(notice(invoice, invoice.total_yen + 500, 1))
    result = services.collect(data, file_name="a", by=HANA, at=MONEY_AT)
    assert (result.matched, result.matched_yen, result.suspense_yen) == (1, 7_834, 500)
    assert queries.invoices(JUNE)[0].state == "paid"


def test_a_code_of_two_insurers_is_told_apart_by_the_amount_only(tmp_path: Path) -> None:
    """Exact amount decides; any other amount waits for a clerk."""
    one, other = invoiced(
        Accepted(P1, I1, 5_000),
        Accepted(P1, I2, 6_000),
        folder=tmp_path,
        insurers=[insurer_row(n, remitter_code="5555555555") for n in (I1, I2)],
    )
    assert one.remitter_code == other.remitter_code == "5555555555"
    data = incoming(notice(other, other.total_yen, 1), notice(one, 1_000, 2))
    result = services.collect(data, file_name="a", by=HANA, at=MONEY_AT)
    assert (result.matched, result.unmatched) == (1, 1)
    assert [i.state for i in queries.invoices(JUNE)] == ["issued", "paid"]


def test_a_cancelled_notice_reopens_the_invoice(tmp_path: Path) -> None:
    """Claims go back to billed, the books to where they were; money may come again."""
    (invoice,) = invoiced(Accepted(P1, I1, 7_680), folder=tmp_path)
    paid = notice(invoice, invoice.total_yen + 66, 1)
    services.collect(incoming(paid), file_name="a", by=HANA, at=MONEY_AT)
    cancel = notice(invoice, invoice.total_yen + 66, 1, cancel=True)
    result = services.collect(incoming(cancel), file_name="b", by=HANA, at=MONEY_AT)
    assert result.cancelled == 1
    assert (states(), queries.invoices(JUNE)[0].state) == (["billed"], "issued")
    assert queries.suspense() == []
    assert queries.verify_ledger().balanced
    again = incoming(notice(invoice, invoice.total_yen, 2))
    services.collect(again, file_name="c", by=HANA, at=MONEY_AT)
    assert states() == ["collected"]


def test_cancelled_money_of_a_planned_run_leaves_its_claims_in_the_run(tmp_path: Path) -> None:
    """The run is frozen: what it pays stays collected, the insurer owes again."""
    (invoice,) = invoiced(Accepted(P1, I1, 7_680), folder=tmp_path)
    pay_all(JUNE, MONEY_AT)

    def cancel(_: object) -> None:
        back = notice(invoice, invoice.total_yen, 1, cancel=True)
        services.collect(incoming(back), file_name="b", by=HANA, at=RUN_AT)

    assert executed_run(JUNE, RUN_AT, before=cancel).total_yen == 7_680
    assert (states(), queries.invoices(JUNE)[0].missing_yen) == (["paid"], 7_834)
    assert queries.verify_ledger().balanced


def test_a_cancel_of_unknown_money_waits_for_a_clerk(tmp_path: Path) -> None:
    """Cash goes down as the bank says; nothing else is guessed."""
    invoiced(Accepted(P1, I1, 7_680), folder=tmp_path)
    data = incoming(notice("1111111111", 300, 9, cancel=True))
    result = services.collect(data, file_name="a", by=HANA, at=MONEY_AT)
    assert (result.unmatched, result.suspense_yen) == (1, -300)
    assert queries.verify_ledger().balanced


def test_a_file_that_is_no_notice_file_is_refused_whole(tmp_path: Path) -> None:
    """Every problem is told, nothing is imported."""
    (invoice,) = invoiced(Accepted(P1, I1, 7_680), folder=tmp_path)
    data = incoming(notice(invoice, 7_834, 1))
    with pytest.raises(NoticeFileUnreadable):
        services.collect(data[:-1], file_name="a", by=HANA, at=MONEY_AT)
    with pytest.raises(NoticeFileUnreadable):
        services.collect(data.replace(b"7834", b"7835", 1), file_name="a", by=HANA, at=MONEY_AT)
    assert queries.invoices(JUNE)[0].state == "issued"


def test_a_cancel_in_the_same_file_takes_its_notice_back(tmp_path: Path) -> None:
    """Money, its cancelling, and the money again: one payment is left."""
    (invoice,) = invoiced(Accepted(P1, I1, 7_680), folder=tmp_path)
    data = incoming(
        notice(invoice, 7_834, 1), notice(invoice, 7_834, 1, cancel=True), notice(invoice, 7_834, 2)
    )
    result = services.collect(data, file_name="a", by=HANA, at=MONEY_AT)
    assert (result.matched, result.cancelled, result.suspense_yen) == (2, 1, 0)
    assert (states(), queries.invoices(JUNE)[0].paid_yen) == (["collected"], 7_834)
    assert queries.verify_ledger().balanced


def test_money_of_another_account_is_refused(tmp_path: Path) -> None:
    """The file must tell of the agency's own account."""
    (invoice,) = invoiced(Accepted(P1, I1, 7_680), folder=tmp_path)
    other = replace(AGENCY, account_number="7654321")
    services.set_agency_account(other, valid_from=JUNE.day(1), by=HANA, at=MONEY_AT)
    data = incoming(notice(invoice, 7_834, 1))
    with pytest.raises(NotOurAccount):
        services.collect(data, file_name="a", by=HANA, at=MONEY_AT)


class AllocationInSql(TestCase):
    """The statement over many invoices against the pure rule of ``money/allocation.py``."""

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.lists(st.integers(0, 12), min_size=1, max_size=6),  # claims
                st.integers(0, 40),  # credits, cut to the whole invoice
                st.lists(st.integers(1, 15), max_size=3),  # payments, one after the other
            ),
            min_size=1,
            max_size=3,
        )
    )
    def test_covers_what_the_rule_covers(
        self, invoices: list[tuple[list[int], int, list[int]]]
    ) -> None:
        """After each payment exactly the covered prefix is collected."""
        for position, (claims, credit_yen, payments) in enumerate(invoices):
            fee_yen = 2 * len(claims)
            total_yen = sum(claims) + fee_yen
            applied_yen = min(credit_yen, total_yen)
            rows = _claims(f"{position:08d}", claims)
            invoice = _invoice(f"{position:08d}", claims, applied_yen)
            paid_yen = 0
            for yen in [0, *payments]:
                paid_yen = min(paid_yen + yen, total_yen - applied_yen)
                Invoice.objects.filter(id=invoice.id).update(
                    paid_yen=paid_yen,
                    state="paid"
                    if paid_yen == invoice.total_yen
                    else "part_paid"
                    if paid_yen
                    else "issued",
                )
                allocate_invoices([invoice.id])
                expected = allocate(
                    [DueClaim(row.id, row.claim_yen) for row in rows],
                    fee_yen=fee_yen,
                    credits_yen=applied_yen,
                    paid_yen=paid_yen,
                )
                found = Claim.objects.filter(insurer_number=f"{position:08d}", state="collected")
                assert tuple(found.order_by("id").values_list("id", flat=True)) == expected.covered


def _claims(insurer: str, yens: list[int]) -> list[Claim]:
    return [
        Claim.objects.create(
            entered_reference=f"{insurer}-{order}",
            kind="checkup",
            processing_month="2026-06",
            reception_order=order,
            insurer_number=insurer,
            provider_number=P1,
            unit_total_yen=yen,
            payment_yen=0,
            other_program_yen=0,
            claim_yen=yen,
            state="billed",
        )
        for order, yen in enumerate(yens, start=1)
    ]


def _invoice(insurer: str, yens: list[int], applied_yen: int) -> Invoice:
    total_yen = sum(yens) + 2 * len(yens) - applied_yen
    return Invoice.objects.create(
        number=insurer,
        processing_month="2026-06",
        insurer_number=insurer,
        remitter_code="0000000001",
        claims=len(yens),
        claims_yen=sum(yens),
        fee_unit_yen=2,
        tax_rate_percent=10,
        fee_yen=2 * len(yens),
        credit_brought_yen=0,
        credit_new_yen=applied_yen,
        credit_applied_yen=applied_yen,
        credit_carried_yen=0,
        total_yen=total_yen,
        issued_on="2026-07-10",
        due_on="2026-07-17",
        state="issued" if total_yen else "paid",
    )
