"""Reversals: offset or cancelled, carried, demanded back; never more than once."""

from __future__ import annotations

from pathlib import Path

import pytest

from daiko.money.calendar import ProcessingMonth, propose
from daiko.reception.models import Document
from daiko.registry.services import load
from daiko.settlement import queries, services
from daiko.settlement.errors import (
    ClaimUnknown,
    RepaymentNotApplicable,
    ReversalNotPossible,
    ReversalUnknown,
)
from daiko.settlement.rows import ClaimRow, ClosedMonth
from registry_folder import write_table
from settlement_world import (
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
    whole_month,
)

pytestmark = pytest.mark.django_db
JULY = JUNE.next()
REQUEST_AT = tokyo("2026-07-03")  # before the cutoff of July


def close(month: ProcessingMonth) -> ClosedMonth:
    dates = propose(month)
    closed = services.close_month(month, by=HANA, at=tokyo(f"{dates.close_on}"))
    services.issue_invoices(month, by=HANA, at=tokyo(f"{dates.invoice_on}"))
    return closed


def claim(month: ProcessingMonth, position: int = 0) -> ClaimRow:
    return queries.claims(month)[position]


def request(claim_id: int, at: str = "2026-07-22") -> int:
    return services.request_reversal(claim_id, reason="06", by=HANA, at=tokyo(at)).id


def with_a_held_claim_asked_back(folder: Path, *, collected_yen: int) -> None:
    """Of 5,000 and 3,000 yen the second is held, since so much came in; its reversal is asked."""
    load_world(folder)
    received(JUNE, [Accepted(P1, I1, 5_000), Accepted(P1, I1, 3_000)])
    close(JUNE)
    part = incoming(notice(queries.invoices(JUNE)[0], collected_yen, 1))
    services.collect(part, file_name="a", by=HANA, at=tokyo("2026-07-16"))
    executed_run(JUNE, tokyo("2026-07-17", 11))
    request(claim(JUNE, 1).id)


def test_a_document_is_told_to_reception_when_its_claim_is_reversed(tmp_path: Path) -> None:
    """So that a corrected claim for the same card may come."""
    load_world(tmp_path)
    (document,) = received(JUNE, [Accepted(P1, I1, 500)])
    whole_month(JUNE)
    request(claim(JUNE).id)
    received(JUNE.plus(2), [Accepted(P1, I2, 700)])
    close(JUNE.plus(2))
    assert claim(JUNE).state == "reversed"
    assert Document.objects.get(id=document).state == "reversed"
    assert queries.close_proof(JUNE).balanced  # it stays in the month that confirmed it


def test_the_credit_goes_to_the_insurer_and_its_excess_to_the_next_invoice(
    tmp_path: Path,
) -> None:
    """An invoice is never below 0; what is left over is carried, and no fee comes back."""
    load_world(tmp_path)
    received(JUNE, [Accepted(P1, I1, 5_000)])
    whole_month(JUNE)
    request(claim(JUNE).id)
    august, september = JUNE.plus(2), JUNE.plus(3)
    received(august, [Accepted(P1, I1, 100), Accepted(P1, I2, 9_000)])
    assert close(august).reversed_yen == 5_000
    one, _ = queries.invoices(august)
    assert (one.total_yen, one.credit_applied_yen, one.credit_carried_yen) == (0, 254, 4_746)
    assert (one.state, claim(august).state) == ("paid", "collected")
    received(september, [Accepted(P1, I1, 4_000)])
    close(september)
    (invoice,) = queries.invoices(september)
    assert (invoice.credit_brought_yen, invoice.total_yen, invoice.credit_carried_yen) == (
        4_746, 0, 592,
    )  # fmt: skip
    assert queries.verify_ledger().balanced


def merged(folder: Path, on: str) -> None:
    """The first insurer ends on a day and goes on as the second."""
    write_table(folder, "insurers", [insurer_row(I1, end_on=on, merged_into=I2)])
    assert load(folder, by=HANA, at=tokyo("2026-07-25")).loaded


def test_the_credit_of_a_merged_insurer_goes_to_the_one_in_its_place(tmp_path: Path) -> None:
    """Paid before the merger, reversed after it; the successor has no account before."""
    load_world(tmp_path / "world")
    received(JUNE, [Accepted(P1, I1, 5_000)])
    whole_month(JUNE)
    request(claim(JUNE).id)
    merged(tmp_path / "merged", "2026-07-31")
    august = JUNE.plus(2)
    received(august, [Accepted(P1, I1, 6_000), Accepted(P1, I2, 3_000)])
    assert close(august).reversed_yen == 5_000
    (invoice,) = queries.invoices(august)
    assert (invoice.insurer_number, invoice.claims_yen) == (I2, 9_000)
    assert (invoice.credit_new_yen, invoice.credit_carried_yen) == (5_000, 0)
    assert queries.close_proof(august).balanced
    assert queries.verify_ledger().balanced


def test_a_repaid_demand_of_a_merged_insurer_is_the_credit_of_the_one_in_its_place(
    tmp_path: Path,
) -> None:
    """A successor that was never billed has its account all the same."""
    load_world(tmp_path / "world")
    received(JUNE, [Accepted(P1, I1, 500)])
    whole_month(JUNE)
    reversal = request(claim(JUNE).id, at="2026-08-03")
    merged(tmp_path / "merged", "2026-07-31")
    for step in (2, 3, 4, 5):
        close(JUNE.plus(step))
    (demand,) = queries.reversals(state="demanded")
    assert demand.insurer_number == I2
    at = tokyo("2026-12-07")
    money = notice("0000000000", 500, 1, on="2026-12-07")
    services.collect(incoming(money), file_name="a", by=HANA, at=at)
    (waiting,) = queries.suspense()
    services.record_repayment(reversal, waiting.id, by=HANA, at=at)
    december = JUNE.plus(6)
    received(december, [Accepted(P2, I2, 900)])
    close(december)
    (invoice,) = queries.invoices(december)
    assert (invoice.insurer_number, invoice.credit_new_yen) == (I2, 500)
    assert queries.verify_ledger().balanced


def test_a_held_claim_of_a_merged_insurer_comes_off_its_own_invoice(tmp_path: Path) -> None:
    with_a_held_claim_asked_back(tmp_path / "world", collected_yen=5_000)
    merged(tmp_path / "merged", "2026-07-31")
    assert close(JUNE.plus(2)).cancelled_yen == 3_000
    (invoice,) = queries.invoices(JUNE)
    assert (invoice.insurer_number, invoice.cancelled_yen) == (I1, 3_000)
    assert queries.verify_ledger().balanced


def test_a_held_claim_is_cancelled_without_offset(tmp_path: Path) -> None:
    """Receivable against payable; the provider needs no other claims, the invoice misses less."""
    with_a_held_claim_asked_back(tmp_path, collected_yen=5_000)
    assert claim(JUNE, 1).state == "reversal_pending"
    august = JUNE.plus(2)
    closed = close(august)
    assert (closed.cancelled_yen, closed.reversed_yen) == (3_000, 0)
    assert claim(JUNE, 1).state == "reversed"
    (invoice,) = queries.invoices(JUNE)
    assert (invoice.cancelled_yen, invoice.missing_yen) == (3_000, 308)
    assert queries.invoices(august) == ()
    assert queries.verify_ledger().balanced


def test_money_already_in_hand_for_a_held_claim_becomes_a_credit(tmp_path: Path) -> None:
    """The invoice misses less than the claim: the rest is on the next invoice."""
    with_a_held_claim_asked_back(tmp_path, collected_yen=7_500)
    august = JUNE.plus(2)
    received(august, [Accepted(P2, I1, 10_000)])
    assert close(august).proof.balanced
    (old,), (new,) = queries.invoices(JUNE), queries.invoices(august)
    assert (old.state, old.cancelled_yen) == ("paid", 808)
    assert (new.credit_new_yen, new.total_yen) == (2_192, 10_154 - 2_192)
    assert queries.verify_ledger().balanced


def test_a_request_for_a_claim_under_way_waits_until_it_is_paid(tmp_path: Path) -> None:
    """Billed when requested: nothing happens at the next close, all at the one after payment."""
    load_world(tmp_path)
    received(JUNE, [Accepted(P1, I1, 500)])
    close(JUNE)
    request(claim(JUNE).id, at="2026-07-03")
    assert claim(JUNE).state == "billed"
    pay_all(JUNE, tokyo("2026-07-16"))
    executed_run(JUNE, tokyo("2026-07-17", 11))
    assert claim(JUNE).state == "paid"
    received(JULY, [Accepted(P1, I2, 900)])
    assert close(JULY).reversed_yen == 500
    assert claim(JUNE).state == "reversed"


def test_a_request_after_the_cutoff_joins_the_next_month(tmp_path: Path) -> None:
    """Requests received by the cutoff join the month, later ones the next."""
    load_world(tmp_path)
    received(JUNE, [Accepted(P1, I1, 500)])
    whole_month(JUNE)
    request(claim(JUNE).id, at="2026-08-06")  # cutoff of August is the 5th
    received(JUNE.plus(2), [Accepted(P1, I2, 900)])
    closed = close(JUNE.plus(2))
    assert (closed.reversed_count, closed.carried_count) == (0, 0)
    received(JUNE.plus(3), [Accepted(P1, I2, 900)])
    assert close(JUNE.plus(3)).reversed_count == 1


def test_what_never_fits_is_demanded_back(tmp_path: Path) -> None:
    """Carried for three months, then a repayment demand; the claim stays pending."""
    load_world(tmp_path)
    received(JUNE, [Accepted(P1, I1, 500)])
    whole_month(JUNE)
    request(claim(JUNE).id, at="2026-08-03")
    carried = [close(JUNE.plus(step)).carried_count for step in (2, 3, 4, 5)]
    assert carried == [1, 1, 1, 0]
    assert [r.state for r in queries.reversals()] == ["demanded"]
    assert claim(JUNE).state == "reversal_pending"


def test_a_repaid_demand_is_the_insurers_credit(tmp_path: Path) -> None:
    """The provider's money goes from suspense to the insurer's next invoice, once."""
    load_world(tmp_path)
    received(JUNE, [Accepted(P1, I1, 500)])
    whole_month(JUNE)
    reversal = request(claim(JUNE).id, at="2026-08-03")
    for step in (2, 3, 4, 5):
        close(JUNE.plus(step))
    at = tokyo("2026-12-07")
    money = notice("0000000000", 600, 1, on="2026-12-07")
    services.collect(incoming(money), file_name="a", by=HANA, at=at)
    (waiting,) = queries.suspense()
    services.record_repayment(reversal, waiting.id, by=HANA, at=at)
    assert queries.verify_ledger().balanced
    with pytest.raises(RepaymentNotApplicable):
        services.record_repayment(reversal, waiting.id, by=HANA, at=at)
    december = JUNE.plus(6)
    received(december, [Accepted(P2, I1, 5_000)])
    assert close(december).proof.balanced
    (invoice,) = queries.invoices(december)
    assert (invoice.credit_new_yen, invoice.total_yen) == (500, 4_654)
    assert (claim(JUNE).state, queries.suspense()[0].suspense_yen) == ("reversed", 100)
    back = notice("0000000000", 600, 1, cancel=True, on="2026-12-08")
    services.collect(incoming(back), file_name="b", by=HANA, at=at)
    assert queries.verify_ledger().balanced


def test_an_offset_larger_than_the_money_leaves_a_shortfall_taken_back_later(
    tmp_path: Path,
) -> None:
    """Ruling 40: transfer 0, a receivable against the provider, first out of later payments."""
    load_world(tmp_path)
    received(JUNE, [Accepted(P1, I1, 5_000)])
    whole_month(JUNE)
    request(claim(JUNE).id, at="2026-08-03")
    august, september = JUNE.plus(2), JUNE.plus(3)
    received(august, [Accepted(P1, I2, 6_000)])
    assert close(august).reversed_yen == 5_000  # offsets count confirmed claims
    executed_run(august, tokyo("2026-09-18", 11))  # I2 has not paid
    (line,) = queries.payments(august)
    assert (line.paid_yen, line.held_yen, line.shortfall_yen) == (0, 6_000, 5_000)
    assert queries.verify_ledger().balanced
    received(september, [Accepted(P1, I1, 1_000)])
    close(september)
    pay_all(september, tokyo("2026-10-16", 9))
    pay_all(august, tokyo("2026-10-16", 9))
    executed_run(september, tokyo("2026-10-16", 11))
    (line,) = queries.payments(september)
    assert (line.released_yen, line.recovered_yen, line.paid_yen) == (6_000, 5_000, 2_000)
    assert queries.verify_ledger().balanced


def test_a_refused_request_leaves_the_claim_as_it_was(tmp_path: Path) -> None:
    """Paid again, and a new request may come; the refused one is over."""
    load_world(tmp_path)
    received(JUNE, [Accepted(P1, I1, 500)])
    whole_month(JUNE)
    reversal = request(claim(JUNE).id)
    services.refuse_reversal(reversal, by=HANA, at=tokyo("2026-07-23"))
    assert claim(JUNE).state == "paid"
    with pytest.raises(ReversalUnknown):
        services.refuse_reversal(reversal, by=HANA, at=tokyo("2026-07-23"))
    request(claim(JUNE).id)


def test_requests_that_cannot_be_followed_are_refused(tmp_path: Path) -> None:
    """Twice, without a reason of table 10, after five years, for an unknown claim."""
    load_world(tmp_path)
    received(JUNE, [Accepted(P1, I1, 500), Accepted(P1, I1, 600)])
    whole_month(JUNE)
    one, other = claim(JUNE).id, claim(JUNE, 1).id
    request(one)
    with pytest.raises(ReversalNotPossible):
        request(one)
    with pytest.raises(ReversalNotPossible):
        services.request_reversal(other, reason="10", by=HANA, at=REQUEST_AT)
    with pytest.raises(ReversalNotPossible):
        services.request_reversal(other, reason="01", note="x" * 101, by=HANA, at=REQUEST_AT)
    with pytest.raises(ReversalNotPossible):
        request(other, at="2031-07-22")
    with pytest.raises(ClaimUnknown):
        request(0)
