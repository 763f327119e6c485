"""Receiving: receipt numbers, processing months, repeated bytes, what is refused."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from building import PROVIDER, another
from daiko.archive.limits import Limits
from daiko.money.calendar import ProcessingMonth
from daiko.platform.clock import TOKYO
from daiko.reception import queries, services
from daiko.reception.errors import ArchiveNameUnusable, ArchiveTooLarge, DayIsFull
from daiko.reception.models import ReceiptCounter
from daiko.standard.identifiers import has_valid_check_digit
from intake import CLERK, an_arrival, checked, received
from racing import at_once

NOON = datetime(2026, 6, 5, 12, 0, tzinfo=TOKYO)


def named(name: str, data: bytes = b"x", at: datetime = NOON) -> services.Receipt:
    return services.receive(io.BytesIO(data), archive_name=name, by=CLERK, at=at)


@pytest.mark.django_db
def test_receipts_of_a_day_are_counted_and_carry_a_check_digit() -> None:
    """Anything that was stored is receipted, whatever it holds; a new day begins at 1."""
    numbers = [
        named("a.zip", b"1").receipt_number,
        named("b.zip", b"2", NOON + timedelta(hours=11, minutes=59)).receipt_number,
        named("c.zip", b"3", NOON + timedelta(hours=12)).receipt_number,
    ]
    assert [n[:15] for n in numbers] == ["20260605-000001", "20260605-000002", "20260606-000001"]
    assert all(has_valid_check_digit(n.replace("-", "")) for n in numbers)


@pytest.mark.django_db
def test_a_receipt_that_was_not_given_leaves_no_gap() -> None:
    """A rolled back reception takes its number, its row and its job back."""

    with transaction.atomic():
        named("a.zip")
        transaction.set_rollback(True)
    assert ProcrastinateJob.objects.count() == 0
    assert named("b.zip").receipt_number.startswith("20260605-000001")


@pytest.mark.django_db
def test_the_last_number_of_a_day_is_not_passed() -> None:
    """The day is refused in words when its six digits are used up."""
    ReceiptCounter.objects.create(day=date(2026, 6, 5), last=999_998)
    assert named("a.zip", b"1").receipt_number.startswith("20260605-999999")
    with pytest.raises(DayIsFull):
        named("b.zip", b"2")


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_at_the_same_moment_give_one_receipt() -> None:
    """Six senders' clicks at once: one submission, one check, five repeated answers."""
    archive = an_arrival([another(1)])
    receipts = at_once([partial(received, archive)] * 6)
    assert len({r.receipt_number for r in receipts}) == 1
    assert sorted(r.repeated for r in receipts) == [False, *[True] * 5]
    assert queries.submissions().total == 1
    assert ProcrastinateJob.objects.filter(status="todo").count() == 1


@pytest.mark.django_db(transaction=True)
def test_receipts_at_once_are_without_gap_and_in_the_order_of_reception() -> None:
    """Numbers, submissions and jobs of one sender stand in the same order."""
    tasks = [partial(named, f"{PROVIDER}_94899010_20260605{n}_1.zip", bytes([n])) for n in range(8)]
    receipts = sorted(at_once(tasks), key=lambda r: r.submission_id)
    assert [int(r.receipt_number[9:15]) for r in receipts] == list(range(1, 9))
    jobs = ProcrastinateJob.objects.filter(status="todo").order_by("id")
    assert [job.args["submission_id"] for job in jobs] == [r.submission_id for r in receipts]
    assert {job.lock for job in jobs} == {f"sender:{PROVIDER}"}


@pytest.mark.django_db
def test_a_lost_check_is_ordered_again_by_the_same_bytes() -> None:
    """Only while the submission is unchecked, and never twice."""
    archive = an_arrival([another(1)])
    received(archive)
    received(archive)
    assert ProcrastinateJob.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    received(archive)
    assert ProcrastinateJob.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "month"),
    [
        (datetime(2026, 6, 5, 23, 59, tzinfo=TOKYO), "2026-06"),  # the desk closes at midnight
        (datetime(2026, 6, 6, 0, 0, tzinfo=TOKYO), "2026-07"),
        (datetime(2026, 7, 6, 0, 0, tzinfo=TOKYO), "2026-07"),  # the 5th is a Sunday
        (datetime(2026, 12, 31, 9, 0, tzinfo=TOKYO), "2027-01"),
    ],
)
def test_the_cutoff_decides_the_processing_month(at: datetime, month: str) -> None:
    """On the cutoff day this month, after it the next (rulings 16, 52)."""
    assert named("a.zip", at=at).processing_month == month


@pytest.mark.django_db
def test_what_arrives_for_a_closed_month_falls_to_the_next_open_one() -> None:
    """Two closed months are passed over."""
    for month in ("2026-06", "2026-07"):
        services.close_intake(ProcessingMonth.parse(month), by=CLERK, at=NOON)
    assert named("a.zip").processing_month == "2026-08"


@pytest.mark.django_db
def test_an_archive_over_the_limit_is_refused_before_it_is_stored(tmp_path: Path) -> None:
    """One byte more than the limit; the refusal names both sizes."""
    limit = Limits().archive_bytes
    path = tmp_path / "large.zip"
    with path.open("wb") as target:
        target.truncate(limit + 1)
    with path.open("rb") as source, pytest.raises(ArchiveTooLarge) as refusal:
        services.receive(source, archive_name="large.zip", by=CLERK, at=NOON)
    assert refusal.value.fields["size_bytes"] == limit + 1
    assert f"{limit}" in refusal.value.message_in_japanese
    assert queries.submissions().total == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["", "a/b.zip", "a\\b.zip", "a\nb.zip", "a\0.zip", "x" * 256, "\ud800"]
)
def test_a_name_that_cannot_be_kept_is_refused(name: str) -> None:
    """Folders, control characters and too long names never reach a table or a screen."""
    with pytest.raises(ArchiveNameUnusable):
        named(name)


@pytest.mark.django_db
def test_any_other_name_is_receipted_and_refused_by_the_check() -> None:
    """A name of the wrong form has no sender, and gets its finding."""
    receipt = checked(an_arrival([another(1)]).__class__("健診データ.zip", b"no archive"))
    row = queries.submission(receipt.submission_id)
    assert (row.state, row.sender) == ("refused", "")
    rules = {f.rule for f in queries.archive_findings(row.submission_id)}
    assert {"X-ARC-001", "X-ARC-003"} <= rules
