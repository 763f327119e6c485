"""What a sender sees of its own: months, documents one by one, where the next archive falls.

Source: journeys 1 and 2; standards/settlement.md 2, 3.2. A document belongs to the sender of
its archive, and to the entry agent that brought it; the tenant wall stands below these
filters. Names of persons stand in no table, so a document is known by its file. Writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from daiko.money.calendar import ProcessingMonth, processing_month_of
from daiko.reception.models import Document, Month, Submission
from daiko.reception.orders import DOCUMENT_ORDERS, ordered_by
from daiko.reception.queries import PAGE, DocumentRow, Page, document_row, findings_of
from daiko.reception.senders import sent_by
from daiko.registry import queries as registry

DOCUMENT_STATES = tuple(Document.State.values)


@dataclass(frozen=True, slots=True)
class SentDocument:
    """A document with the receipt it came under."""

    document: DocumentRow
    receipt_number: str
    received_at: datetime
    processing_month: str  # YYYY-MM


@dataclass(frozen=True, slots=True)
class SentMonth:
    """What one sender sent for a month. Documents and yen count checked archives only."""

    processing_month: str
    is_closed: bool
    submissions: int
    unchecked: int
    refused: int
    pairs: int
    accepted: int
    returned: int
    claim_yen: int


def month_at(moment: datetime) -> ProcessingMonth:
    """The month that an archive received at this moment would fall into."""
    month = processing_month_of(moment, registry.cutoff_on)
    closed = Month.objects.filter(closed_at__isnull=False)
    last = closed.order_by("-processing_month").values_list("processing_month", flat=True).first()
    while last is not None and str(month) <= last:
        month = month.next()
    return month


def sent_months(sender: str, *, limit: int = 12) -> list[SentMonth]:
    """The latest months this sender sent for, the newest first."""
    unchecked = Q(state__in=[Submission.State.RECEIVED, Submission.State.CHECKING])
    rows = (
        Submission.objects.filter(sent_by(sender))
        .order_by("-month_id")
        .values("month_id", "month__closed_at")
        .annotate(
            submissions=Count("id"),
            unchecked=Count("id", filter=unchecked),
            refused=Count("id", filter=Q(state=Submission.State.REFUSED)),
            all_pairs=Sum("pairs"),
            all_accepted=Sum("accepted"),
            all_returned=Sum("returned"),
            yen=Sum("claim_yen"),
        )
    )
    return [
        SentMonth(
            processing_month=row["month_id"],
            is_closed=row["month__closed_at"] is not None,
            submissions=row["submissions"],
            unchecked=row["unchecked"],
            refused=row["refused"],
            pairs=row["all_pairs"] or 0,
            accepted=row["all_accepted"] or 0,
            returned=row["all_returned"] or 0,
            claim_yen=row["yen"] or 0,
        )
        for row in rows[:limit]
    ]


def sent_documents(
    sender: str,
    *,
    month: str | None = None,
    state: str | None = None,
    reason: str | None = None,
    receipt: str | None = None,
    offset: int = 0,
    limit: int = PAGE,
    order: str = "-received",
) -> Page[SentDocument]:
    """Documents of one sender, one line a person and event, the latest first.

    ``state``, ``reason`` (table 9), ``month`` (YYYY-MM) and ``receipt`` narrow the list;
    ``order`` is one of ``DOCUMENT_ORDERS``, "-" turns it.
    """
    wanted = {
        "submission__month_id": month,
        "state": state,
        "return_reason": reason,
        "submission__receipt_number": receipt,
    }
    rows = Document.objects.filter(
        sent_by(sender, "submission__"), **{key: value for key, value in wanted.items() if value}
    )
    page = rows.order_by(*ordered_by(order, DOCUMENT_ORDERS))[offset : offset + limit]
    return Page(tuple(_sent(page)), rows.count())


def sent_document(sender: str, document_id: int) -> SentDocument | None:
    """One document of this sender with its findings, ``None`` when it has none such."""
    rows = Document.objects.filter(sent_by(sender, "submission__"), id=document_id)
    return next(iter(_sent(rows)), None)


def _sent(rows: QuerySet[Document]) -> list[SentDocument]:
    found = list(rows.select_related("submission"))
    findings = findings_of([row.id for row in found])
    return [
        SentDocument(
            document=document_row(row, findings[row.id]),
            receipt_number=row.submission.receipt_number,
            received_at=row.submission.received_at,
            processing_month=row.submission.month_id,
        )
        for row in found
    ]
