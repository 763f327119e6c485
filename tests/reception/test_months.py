"""Closing the intake of a month, its counts, and reversals told by settlement."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.db import connection, transaction

from building import INSURER, PROVIDER, RECEIVED_AT, another
from daiko.audit.queries import entries
from daiko.money.calendar import ProcessingMonth
from daiko.reception import month_queries, queries, services
from daiko.reception.errors import DocumentsNotAccepted, SubmissionsUnchecked
from intake import CLERK, SECOND_PROVIDER, a_registry, a_wrong_pair, an_arrival, checked, received
from racing import in_background, wait_until, waiting_for_a_lock

JUNE = ProcessingMonth(2026, 6)
close = partial(services.close_intake, JUNE, by=CLERK, at=RECEIVED_AT)


@pytest.mark.django_db
def test_a_month_is_not_closed_while_a_check_is_open(tmp_path: Path) -> None:
    """Refused with the number of unchecked submissions; the month stays open."""
    a_registry(tmp_path)
    receipt = received(an_arrival([another(1)]))
    with pytest.raises(SubmissionsUnchecked) as refusal, transaction.atomic():
        close()
    assert refusal.value.fields["unchecked"] == 1
    assert [row.closed_at for row in queries.months()] == [None]
    services.check_submission(receipt.submission_id, at=RECEIVED_AT)
    close()
    assert [row.closed_at for row in queries.months()] == [RECEIVED_AT]


@pytest.mark.django_db
def test_closing_again_changes_nothing() -> None:
    """The first moment stays, and one audit row tells of it."""
    before = len(entries(subject="2026-06"))  # audit rows of tests that commit stay
    close()
    services.close_intake(JUNE, by=CLERK, at=RECEIVED_AT + timedelta(days=1))
    assert [row.closed_at for row in queries.months()] == [RECEIVED_AT]
    rows = entries(subject="2026-06")
    told = [entry.event for entry in rows[: len(rows) - before]]
    assert told == ["reception.month.closed"]


@pytest.mark.django_db
def test_an_earlier_month_is_closed_with_a_later_one(tmp_path: Path) -> None:
    """Nothing can be left behind, or come in late, in a month that can close no more."""
    a_registry(tmp_path)
    receipt = received(an_arrival([another(1)]))
    with pytest.raises(SubmissionsUnchecked), transaction.atomic():
        services.close_intake(JUNE.next(), by=CLERK, at=RECEIVED_AT)
    services.check_submission(receipt.submission_id, at=RECEIVED_AT)
    services.close_intake(JUNE.next(), by=CLERK, at=RECEIVED_AT)
    assert [row.closed_at for row in queries.months()] == [RECEIVED_AT, RECEIVED_AT]
    late = received(an_arrival([another(2)], sequence=1))
    assert late.processing_month == "2026-08"


@pytest.mark.django_db(transaction=True)
def test_an_archive_that_arrives_while_the_month_closes_waits_for_the_answer() -> None:
    """It is never added to a month whose close is under way: it goes to the next one."""
    with transaction.atomic():
        close()
        answers = in_background([partial(received, an_arrival([another(1)]))])
        wait_until(lambda: waiting_for_a_lock() == 1)
    (receipt,) = answers()
    assert receipt.processing_month == "2026-07"


@pytest.mark.django_db
def test_counts_of_a_month_add_up(tmp_path: Path) -> None:
    """Accepted, returned and refused of checked submissions; others count as unchecked."""
    a_registry(tmp_path)
    checked(an_arrival([another(1), a_wrong_pair(2), another(3)]))
    checked(an_arrival([another(4)]))  # the same name: refused
    received(an_arrival([another(5)], sequence=1))
    late = received(an_arrival([another(6)], sequence=2), at=RECEIVED_AT + timedelta(days=1))
    assert late.processing_month == "2026-07"
    assert month_queries.month_counts(JUNE) == month_queries.MonthCounts(
        submissions=3,
        pairs=4,
        accepted=2,
        returned=2,
        refused=1,
        unchecked=1,
        claim_yen=15_360,
    )
    assert month_queries.month_counts("2026-08") == month_queries.MonthCounts(0, 0, 0, 0, 0, 0, 0)
    assert [row.processing_month for row in queries.months()] == ["2026-07", "2026-06"]


@pytest.mark.django_db
def test_who_tries_a_desk_gets_parties_with_accepted_claims(tmp_path: Path) -> None:
    """Nobody before anything was accepted; then the sender and the insurer of most of it."""
    a_registry(tmp_path)
    checked(an_arrival([a_wrong_pair(2)]))
    assert queries.busiest() is None
    checked(an_arrival([another(1), another(3)], sequence=1))
    assert queries.busiest() == (PROVIDER, INSURER)


@pytest.mark.django_db
def test_lists_come_in_pages(tmp_path: Path) -> None:
    """The latest submissions first; documents in the order of the archive, by state and rule."""
    a_registry(tmp_path)
    first = checked(an_arrival([another(1), a_wrong_pair(2), a_wrong_pair(3)]))
    second = received(an_arrival([another(4)], sequence=1))
    page = queries.submissions(limit=1)
    assert (page.total, [r.submission_id for r in page.rows]) == (2, [second.submission_id])
    page = queries.submissions(month=JUNE, offset=1)
    assert [r.submission_id for r in page.rows] == [first.submission_id]
    assert queries.submissions(state="received").total == 1
    documents = queries.documents(first.submission_id, "returned", 1, 1)
    assert (documents.total, [d.position for d in documents.rows]) == (2, [3])
    assert queries.documents(first.submission_id, rule="X-CC-041").total == 2
    assert queries.documents(first.submission_id, rule="X-CC-028").total == 0


@pytest.mark.django_db
def test_a_reversed_claim_makes_room_for_a_corrected_one(tmp_path: Path) -> None:
    """The card may be claimed again; the month keeps what was accepted in it."""
    a_registry(tmp_path)
    first = checked(an_arrival([another(1)]))
    (document,) = queries.documents(first.submission_id).rows
    for _ in range(2):  # told twice, changed once
        services.reverse([document.document_id], by=CLERK, at=RECEIVED_AT)
    corrected = checked(an_arrival([another(1)], sender=SECOND_PROVIDER))
    assert queries.submission(corrected.submission_id).state == "accepted"
    (source,) = queries.document_sources([document.document_id])
    assert source.claim_yen == 7680
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reception_accepted_claim")
        assert cursor.fetchone() == (2,)


@pytest.mark.django_db
def test_only_accepted_documents_are_reversed(tmp_path: Path) -> None:
    """One returned document among them, and none is changed."""
    a_registry(tmp_path)
    receipt = checked(an_arrival([another(1), a_wrong_pair(2)]))
    ids = [d.document_id for d in queries.documents(receipt.submission_id).rows]
    with pytest.raises(DocumentsNotAccepted) as refusal:
        services.reverse([*ids, 0], by=CLERK, at=RECEIVED_AT)
    assert refusal.value.fields["count"] == 2
    states = [d.state for d in queries.documents(receipt.submission_id).rows]
    assert states == ["accepted", "returned"]
