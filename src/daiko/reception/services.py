"""Verbs of the reception: receive, check, close the intake, reverse.

Source: standards/settlement.md 2, 3.1, 3.2; routing-and-delivery.md 2; rulings.md
11, 19, 32, 37, 51, 52. Each verb is one transaction with its audit row and its jobs;
receiving puts the bytes into the object store before, checking reads them outside.
The desk is always open (ruling 45), so the moment of reception is the moment of arrival.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Final

import structlog
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from daiko.archive.limits import Limits
from daiko.archive.names import ArchiveName
from daiko.audit import services as audit
from daiko.checks.report import Report, Verdict
from daiko.checks.values import day
from daiko.money.calendar import ProcessingMonth, processing_month_of
from daiko.platform import objects
from daiko.platform.actors import SYSTEM, Actor
from daiko.platform.clock import tokyo_date
from daiko.platform.confined import check_archive
from daiko.platform.locks import hold
from daiko.platform.standard_set import schemas_in_use
from daiko.reception.database_history import DatabaseHistory
from daiko.reception.errors import (
    ArchiveNameUnusable,
    ArchiveTooLarge,
    DocumentsNotAccepted,
    ReceivedFromAnother,
    SubmissionsUnchecked,
    SubmissionUnknown,
)
from daiko.reception.models import Document, Submission
from daiko.reception.outcome import Outcome
from daiko.reception.receipts import next_receipt_number
from daiko.reception.senders import bringer_of
from daiko.registry import queries as registry
from daiko.registry.severities import reception_profile

log = structlog.get_logger()

NAME_CHARACTERS: Final = 255
_ACCEPT_LOCK: Final = 0x6163636570740000  # "accept": one outcome is taken over at a time
_UNCHECKED: Final = (Submission.State.RECEIVED, Submission.State.CHECKING)
_GUIDANCE: Final = "2"  # service event type
_CHECK_JOB: Final = "daiko.reception.jobs.check_submission"
_RETURN_JOB: Final = "daiko.delivery.jobs.build_return"


class OriginalDamagedError(RuntimeError):
    """The stored bytes are not those that were received; restore the object store."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender gets: the same answer for the same bytes, always.

    ``processing_month`` is YYYY-MM. ``repeated``: these bytes were received before.
    """

    receipt_number: str
    submission_id: int
    archive_name: str
    sha256: str
    received_at: datetime
    processing_month: str
    state: str
    repeated: bool


def receive(source: BinaryIO, *, archive_name: str, by: Actor, at: datetime) -> Receipt:
    """Store an archive, give its receipt and order its check.

    ``source`` is seekable, ``archive_name`` the file name as it arrived, ``at`` aware.
    Nothing is said about the content: whatever was durably stored is receipted. The same
    bytes again give the first receipt (ruling 32). Raises ``ArchiveTooLarge``,
    ``ArchiveNameUnusable``, ``DayIsFull``, ``ReceivedFromAnother`` and what
    ``senders.bringer_of`` raises.
    """
    if not (0 < len(archive_name) <= NAME_CHARACTERS and archive_name.isprintable()) or (
        {"/", "\\"} & set(archive_name)
    ):
        raise ArchiveNameUnusable(limit=NAME_CHARACTERS)
    size, limit = source.seek(0, 2), Limits().archive_bytes
    if size > limit:
        raise ArchiveTooLarge(archive_name=archive_name, size_bytes=size, limit_bytes=limit)
    agent = bringer_of(archive_name, by, tokyo_date(at))
    source.seek(0)
    stored = objects.put("originals", source)
    return _register(stored, archive_name, agent, by=by, at=at)


@transaction.atomic
def _register(
    stored: objects.Stored, archive_name: str, agent: str, *, by: Actor, at: datetime
) -> Receipt:
    hold(int(stored.sha256[:15], 16))  # the same bytes at the same moment wait here
    earlier = _received_before(stored.sha256, archive_name)
    if earlier is not None:
        if earlier.state in _UNCHECKED:
            _order_check(earlier)  # mends a check whose job was lost
        return _receipt(earlier, repeated=True)
    month = _open_month(processing_month_of(at, registry.cutoff_on))
    submission = _new_submission(
        stored, archive_name, agent, month_id=month, received_at=at, received_by=str(by)
    )
    audit.record(
        "reception.archive.received",
        submission.receipt_number,
        by=by,
        at=at,
        month=month,
        size_bytes=stored.size,
    )
    _order_check(submission)
    return _receipt(submission, repeated=False)


def _new_submission(
    stored: objects.Stored, archive_name: str, agent: str, **more: Any
) -> Submission:
    """Raises ``ReceivedFromAnother``: an agent does not see what others brought."""
    name = ArchiveName.parse(archive_name)
    try:
        with transaction.atomic():
            return Submission.objects.create(
                receipt_number=next_receipt_number(tokyo_date(more["received_at"])),
                archive_name=archive_name,
                sha256=stored.sha256,
                size_bytes=stored.size,
                object_key=stored.key,
                sender=name.sender if name else "",
                receiver=name.receiver if name else "",
                submitted_on=name.submitted_on if name else "",
                sequence=name.sequence if name else None,
                service_event_type=name.service_event_type if name else "",
                brought_by=agent,
                state=Submission.State.RECEIVED,
                **more,
            )
    except IntegrityError:
        if agent and name is not None:
            raise ReceivedFromAnother(sender=name.sender) from None
        raise


def _received_before(sha256: str, archive_name: str) -> Submission | None:
    """The receipt of these bytes under this name, else from this sender unless refused."""
    same = Submission.objects.filter(sha256=sha256)
    found = same.filter(archive_name=archive_name).first()
    name = ArchiveName.parse(archive_name)
    if found is None and name is not None:
        refused = Submission.State.REFUSED
        found = same.filter(sender=name.sender).exclude(state=refused).first()
    return found


def _open_month(wanted: ProcessingMonth) -> str:
    """The month, or the next one that is open; it cannot be closed before we commit."""
    month = wanted
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO reception_month (processing_month) VALUES (%s) ON CONFLICT DO NOTHING",
                [str(month)],
            )
            cursor.execute(
                "SELECT closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM reception_month later"
                " WHERE later.closed_at IS NOT NULL AND later.processing_month > %s)"
                " FROM reception_month WHERE processing_month = %s FOR SHARE",
                [str(month), str(month)],
            )
            (is_open,) = cursor.fetchone()
        if is_open:
            return str(month)
        month = month.next()


def _order_check(submission: Submission) -> None:
    """Archives of one sender are checked one after another, in the order of reception."""
    lock = f"sender:{submission.sender}" if submission.sender else f"submission:{submission.id}"
    _defer(_CHECK_JOB, submission.id, lock=lock, queueing_lock=f"check:{submission.id}")


def _defer(task: str, submission_id: int, *, lock: str, queueing_lock: str) -> None:
    """Order a job within the transaction; one that waits already is enough."""
    job = app.configure_task(task, lock=lock, queueing_lock=queueing_lock)
    try:
        with transaction.atomic():
            job.defer(submission_id=submission_id)
    except AlreadyEnqueued:
        log.debug("job.waits-already", task=task)


def _receipt(submission: Submission, *, repeated: bool) -> Receipt:
    return Receipt(
        receipt_number=submission.receipt_number,
        submission_id=submission.id,
        archive_name=submission.archive_name,
        sha256=submission.sha256,
        received_at=submission.received_at,
        processing_month=submission.month_id,
        state=str(submission.state),
        repeated=repeated,
    )


def check_submission(submission_id: int, *, at: datetime) -> None:
    """Run the administrative check on a submission and keep its outcome.

    Repeatable: whatever a dead worker left is replaced as a set; a submission that is
    checked stays as it is, since its month may be closed. Raises ``SubmissionUnknown``
    and ``OriginalDamagedError``.
    """
    submission = Submission.objects.filter(id=submission_id).first()
    if submission is None:
        raise SubmissionUnknown(submission=submission_id)
    for each in (*_guidance_before(submission), submission):
        _check_one(each, at=at)


def _guidance_before(submission: Submission) -> Iterable[Submission]:
    """Guidance received before and not checked yet, oldest first.

    A final claim is judged by the accepted first one, which may lie in an archive that was
    received before: jobs run side by side and after deaths in another order, so whoever
    comes to the later archive first checks the earlier ones (or waits for who does).
    """
    if submission.service_event_type != _GUIDANCE:
        return ()
    earlier = Submission.objects.filter(
        service_event_type=_GUIDANCE, state__in=_UNCHECKED, id__lt=submission.id
    )
    return earlier.order_by("id")


def _check_one(submission: Submission, *, at: datetime) -> None:
    waiting = Submission.objects.filter(id=submission.id, state__in=_UNCHECKED)
    if not waiting.update(state=Submission.State.CHECKING, checking_since=at):
        return
    with objects.fetch(submission.object_key) as original:
        if not _check(submission, original, at=at, alone=False):
            _check(submission, original, at=at, alone=True)


@transaction.atomic
def _check(submission: Submission, original: BinaryIO, *, at: datetime, alone: bool) -> bool:
    """One run; false when another submission took a card of ours while we checked.

    Nothing is kept then, and the run ``alone``, with every other one waiting, decides.
    """
    if alone:
        hold(_ACCEPT_LOCK)
    if not _unchecked_and_locked(submission.id):
        return True  # a worker that was thought dead has finished
    outcome = Outcome(submission.id)
    report = check_archive(
        original,
        name=submission.archive_name,
        received_at=submission.received_at,
        registers=registry.registers(),
        history=DatabaseHistory(submission.id),
        profile=reception_profile(tokyo_date(submission.received_at)),
        schemas=schemas_in_use(),
        on_pair=outcome.add,
    )
    if report.sha256 != submission.sha256:
        raise OriginalDamagedError(submission.receipt_number)
    if report.verdict is not Verdict.REFUSED and not alone:
        hold(_ACCEPT_LOCK)
        if outcome.taken_meanwhile():
            transaction.set_rollback(True)
            return False
    outcome.keep(report)
    _finish(submission, report, at=at)
    return True


def _unchecked_and_locked(submission_id: int) -> bool:
    rows = Submission.objects.select_for_update().filter(id=submission_id, state__in=_UNCHECKED)
    return rows.first() is not None


def _finish(submission: Submission, report: Report, *, at: datetime) -> None:
    totals = report.totals
    Submission.objects.filter(id=submission.id).update(
        state=str(report.verdict),
        checked_at=at,
        created_on=report.created_on if day(report.created_on) else None,
        pairs=totals.pairs,
        accepted=totals.accepted,
        returned=totals.returned,
        claim_yen=totals.claim_yen,
        not_checked=list(report.not_checked),
    )
    audit.record(
        "reception.archive.checked",
        submission.receipt_number,
        by=SYSTEM,
        at=at,
        verdict=str(report.verdict),
        accepted=totals.accepted,
        returned=totals.returned,
        claim_yen=totals.claim_yen,
    )
    if totals.returned:
        lock = f"return:{submission.sender}"
        _defer(_RETURN_JOB, submission.id, lock=lock, queueing_lock=f"return:{submission.id}")


@transaction.atomic
def close_intake(month: ProcessingMonth, *, by: Actor, at: datetime) -> None:
    """Take nothing more into a month or an earlier one, for good; part of settlement's close.

    What arrives later falls to the next open month. Repeated it changes nothing.
    Raises ``SubmissionsUnchecked`` while a check of these months is not finished.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO reception_month (processing_month) VALUES (%s) ON CONFLICT DO NOTHING",
            [str(month)],
        )
        cursor.execute(
            "UPDATE reception_month SET closed_at = %s"
            " WHERE processing_month <= %s AND closed_at IS NULL",
            [at, str(month)],
        )
        if not cursor.rowcount:
            return
    unchecked = Submission.objects.filter(month_id__lte=str(month), state__in=_UNCHECKED).count()
    if unchecked:
        raise SubmissionsUnchecked(month=month, unchecked=unchecked)
    audit.record("reception.month.closed", str(month), by=by, at=at)


@transaction.atomic
def reverse(document_ids: Iterable[int], *, by: Actor, at: datetime) -> None:
    """Mark accepted documents as reversed (過誤調整済), told by settlement.

    A corrected claim for the same card may be accepted afterwards. Documents that are
    reversed already stay so. Raises ``DocumentsNotAccepted`` and changes nothing then.
    """
    wanted = set(document_ids)
    found = Document.objects.select_for_update().filter(id__in=wanted).order_by("id")
    states = dict(found.values_list("id", "state"))
    allowed = {Document.State.ACCEPTED, Document.State.REVERSED}
    refused = [number for number in wanted if states.get(number) not in allowed]
    if refused:
        raise DocumentsNotAccepted(count=len(refused))
    changed = found.filter(state=Document.State.ACCEPTED).update(state=Document.State.REVERSED)
    if changed:
        audit.record("reception.documents.reversed", "documents", by=by, at=at, documents=changed)


@transaction.atomic
def record_viewing(subject: str, documents: Iterable[int], *, by: Actor, at: datetime) -> None:
    """Record whose documents are shown, by number; to be called before they are."""
    persons = [f"document-{number}" for number in documents]
    if persons:
        audit.record("reception.documents.viewed", subject, by=by, at=at, persons=persons)
