"""Verbs of the notices: give a signed receipt, order a long list, make it, hand it out.

Source: design 1.2 (one answer, kept), rulings.md 51; security-controls.md (receipts are
signed; views of personal data are recorded). The receipt is stored with its first copy
and given again; lists of few rows are made when asked for and stored nowhere, long ones
by a job.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from typing import BinaryIO, Final, cast

import structlog
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from daiko.audit import services as audit
from daiko.notices import composing, listings, rendering, signing, tables
from daiko.notices.errors import PaperUnknown
from daiko.notices.listings import Listing
from daiko.notices.models import Paper, PaperFile
from daiko.notices.papers import PaperKind
from daiko.notices.signing import Signature
from daiko.platform import objects
from daiko.platform.actors import Actor
from daiko.platform.locks import hold
from daiko.platform.tenancy import AGENCY, as_tenant
from daiko.reception import paper_queries
from daiko.reception import queries as reception

log = structlog.get_logger()

_LOCK: Final = 0x6E6F7469  # "noti": one maker of a paper at a time
_JOB: Final = "daiko.notices.jobs.make_paper"


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """A PDF and the signature file that belongs to it."""

    pdf: bytes
    signature: Signature


@transaction.atomic
def receipt(submission_id: int, *, by: Actor, at: datetime) -> SignedPaper:
    """データ受領書 of a submission: made and signed once, then always the same bytes.

    Raises ``SubmissionUnknown`` and, before the check has ended, ``NotCheckedYet``.
    """
    reception.submission(submission_id)  # by the wall of whoever asks; the agency signs
    hold(_LOCK, submission_id)
    kept = PaperFile.objects.filter(
        paper__kind=PaperKind.RECEIPT, paper__submission_id=submission_id
    ).first()
    if kept is None:
        with as_tenant(AGENCY):
            kept = _issue(submission_id, by=by, at=at)
    with objects.fetch(kept.object_key) as stored:
        pdf = stored.read()
    return SignedPaper(pdf, Signature(kept.key_id, kept.sha256, bytes(kept.signature or b"")))


def _issue(submission_id: int, *, by: Actor, at: datetime) -> PaperFile:
    submission = reception.submission(submission_id)
    head = composing.submission_head(PaperKind.RECEIPT, submission)
    key = signing.key_id(signing.signing_key().public_key())
    pdf = rendering.receipt_pdf(head, key)
    signature = signing.sign(pdf)
    paper = Paper.objects.create(
        kind=PaperKind.RECEIPT,
        submission_id=submission_id,
        rows=1,
        ordered_at=at,
        made_at=at,
        csv_key=_stored(tables.csv_rows(tables.receipt_rows(head))).key,
    )
    audit.record(
        "notices.receipt.issued", submission.receipt_number, by=by, at=at, key=signature.key_id
    )
    return _keep(paper, 1, objects.put("papers", io.BytesIO(pdf)), signature)


def _keep(
    paper: Paper, volume: int, stored: objects.Stored, signature: Signature | None = None
) -> PaperFile:
    return PaperFile.objects.create(
        paper=paper,
        volume=volume,
        object_key=stored.key,
        sha256=stored.sha256,
        size_bytes=stored.size,
        key_id=signature.key_id if signature else "",
        signature=signature.signature if signature else None,
    )


def _stored(parts: Iterable[bytes]) -> objects.Stored:
    with TemporaryFile() as target:
        for part in parts:
            target.write(part)
        target.seek(0)
        return objects.put("papers", cast(BinaryIO, target))


def receipt_csv(submission_id: int) -> bytes:
    """The receipt as one row. Raises ``SubmissionUnknown`` and ``NotCheckedYet``."""
    submission = reception.submission(submission_id)
    head = composing.submission_head(PaperKind.RECEIPT, submission)
    return b"".join(tables.csv_rows(tables.receipt_rows(head)))


@transaction.atomic
def order(kind: PaperKind, submission_id: int, *, by: Actor, at: datetime) -> int:
    """Have a long list of a submission made by a worker; gives the paper's id.

    Ordered again, the same paper. Raises ``SubmissionUnknown``, ``NotCheckedYet``.
    """
    listing = listings.of(kind, submission_id)  # by the wall of whoever asks
    with as_tenant(AGENCY):
        paper, is_new = Paper.objects.get_or_create(
            kind=kind,
            submission_id=submission_id,
            defaults={"rows": listing.rows, "ordered_at": at},
        )
        _announce(paper, listing, is_new=is_new, by=by, at=at)
    return int(paper.id)


@transaction.atomic
def order_month(provider_number: str, month: str, *, by: Actor, at: datetime) -> int:
    """Have the list of returns of a provider and a closed month made; the paper's id.

    Raises ``IntakeStillOpen``, ``NothingReceived``.
    """
    listing = listings.month_returns(provider_number, month)
    paper, is_new = Paper.objects.get_or_create(
        kind=PaperKind.RETURNS,
        submission_id=None,
        provider_number=provider_number,
        month=month,
        defaults={"rows": listing.rows, "ordered_at": at},
    )
    _announce(paper, listing, is_new=is_new, by=by, at=at)
    return int(paper.id)


def list_month(month: str, *, by: Actor, at: datetime) -> int:
    """Order the list of returns of every provider of a closed month; says how many.

    Repeatable: what was ordered is ordered once. Raises ``IntakeStillOpen``.
    """
    composing.refuse_open_month(month)
    providers = paper_queries.providers_with_returns(month)
    for provider_number in providers:
        order_month(provider_number, month, by=by, at=at)
    return len(providers)


def _announce(paper: Paper, listing: Listing, *, is_new: bool, by: Actor, at: datetime) -> None:
    if is_new:
        audit.record(
            "notices.paper.ordered",
            listing.head.month or listing.head.arrivals[0].receipt_number,
            by=by,
            at=at,
            kind=paper.kind,
            rows=paper.rows,
        )
    if paper.made_at is None:
        try:
            with transaction.atomic():
                app.configure_task(_JOB, queueing_lock=f"paper:{paper.id}").defer(paper_id=paper.id)
        except AlreadyEnqueued:
            log.debug("job.waits-already", task=_JOB)


def make(paper_id: int, *, at: datetime) -> None:
    """Set and store an ordered list, volume by volume.

    Repeatable: what a dead worker stored is stored again under the same digest, and a
    paper that is made stays as it is. Raises ``PaperUnknown``.
    """
    paper = Paper.objects.filter(id=paper_id).first()
    if paper is None:
        raise PaperUnknown
    if paper.made_at is not None:
        return
    listing = listing_of(paper)
    stored = [
        (volume.number, objects.put("papers", io.BytesIO(pdf))) for volume, pdf in listing.pdfs()
    ]
    table = _stored(listing.csv())
    with transaction.atomic():
        waiting = Paper.objects.select_for_update().filter(id=paper_id, made_at__isnull=True)
        if not waiting.exists():
            return
        for volume, pdf in stored:
            _keep(paper, volume, pdf)
        Paper.objects.filter(id=paper_id).update(made_at=at, csv_key=table.key, rows=listing.rows)


def listing_of(paper: Paper) -> Listing:
    """The list an ordered paper is about."""
    if paper.submission_id is None:
        return listings.month_returns(paper.provider_number, paper.month)
    return listings.of(PaperKind(paper.kind), paper.submission_id)


@transaction.atomic
def record_reading(listing: Listing, *, by: Actor, at: datetime) -> None:
    """Record that somebody is given a list, and who is in it; to be called before."""
    head = listing.head
    audit.record(
        "notices.paper.read",
        head.month or head.arrivals[0].receipt_number,
        by=by,
        at=at,
        persons=[f"document-{number}" for number in listing.documents()],
        kind=str(head.kind),
        rows=listing.rows,
        provider=head.provider.number,
    )
