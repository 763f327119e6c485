"""Read the reception: submissions, documents with findings, counts, originals.

Source: standards/settlement.md 3.1 and 3.2; rulings.md 37, 51. Later rooms use these
functions and the view ``reception_accepted_claim``, never the tables. Lists come in
pages, counts by one query each. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, Final, Generic, TypeVar

from django.db import connection
from django.db.models import Count, Exists, OuterRef, QuerySet

from daiko.checks.registers import History
from daiko.money.calendar import ProcessingMonth
from daiko.platform import objects
from daiko.platform.tenancy import present_office
from daiko.reception.database_history import DatabaseHistory
from daiko.reception.errors import SubmissionUnknown
from daiko.reception.findings import CauseRow, FindingRow, finding_row, under_causes
from daiko.reception.models import Document, Finding, Month, Submission
from daiko.reception.orders import DOCUMENT_ORDERS, SUBMISSION_ORDERS, ordered_by
from daiko.reception.senders import of_prefecture, sent_by

PAGE: Final = 50

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list, and how many the whole list has."""

    rows: tuple[Row, ...]
    total: int


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """One archive as it arrived. Counts and yen are ``None`` until it is checked.

    ``state``: received, checking, accepted, partly_accepted, refused.
    ``processing_month`` is YYYY-MM, ``submitted_on`` and ``created_on`` YYYYMMDD.
    """

    submission_id: int
    receipt_number: str
    archive_name: str
    sha256: str
    size_bytes: int
    sender: str
    brought_by: str  # the sender's entry agent, "" without one
    receiver: str
    submitted_on: str
    received_at: datetime
    processing_month: str
    received_by: str
    state: str
    state_ja: str
    checked_at: datetime | None
    created_on: str | None
    pairs: int | None
    accepted: int | None
    returned: int | None
    claim_yen: int | None
    not_checked: tuple[str, ...]

    @property
    def root_folder(self) -> str:
        """The one top folder of an archive that was not refused (X-ARC-007)."""
        return self.archive_name.removesuffix(".zip")

    @property
    def is_checked(self) -> bool:
        return self.checked_at is not None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A result and its claim, with their findings. Amounts in yen as declared."""

    document_id: int
    position: int
    pair_name: str
    result_path: str
    claim_path: str
    state: str  # accepted | returned | withdrawn | reversed | checking
    state_ja: str
    return_reason: str  # table 9 code, "" for none
    insurer_number: str | None
    provider_number: str | None
    performed_on: date | None
    kind: str  # checkup | guidance
    guidance_level: str  # table 12, "" for a checkup
    guidance_timing: str  # table 11, "" for a checkup
    claim_type: str
    unit_total_yen: int | None
    payment_yen: int | None
    other_program_yen: int | None
    claim_yen: int | None
    findings: tuple[FindingRow, ...]

    @property
    def causes(self) -> tuple[CauseRow, ...]:
        """The findings under their causes."""
        return under_causes(self.findings)


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A processing month (YYYY-MM) and when its intake was closed."""

    processing_month: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """Where an accepted document lies and what it claims, for settlement and delivery."""

    document_id: int
    submission_id: int
    kind: str  # checkup | guidance
    archive_name: str
    root_folder: str
    pair_name: str
    result_path: str
    claim_path: str
    result_sha256: str
    claim_sha256: str
    insurer_number: str
    provider_number: str
    unit_total_yen: int
    payment_yen: int
    other_program_yen: int
    claim_yen: int


@dataclass(frozen=True, slots=True)
class ReturnedDocument:
    """A document that goes back. ``error_rules`` are what it was returned for, in order;
    ``findings`` all rules with the member they are about."""

    document_id: int
    kind: str  # checkup | guidance
    pair_name: str
    result_path: str
    claim_path: str
    return_reason: str
    error_rules: tuple[str, ...]
    findings: tuple[tuple[str, str], ...]
    provider_number: str  # as the claim states it, "" where it states none


def submission(submission_id: int) -> SubmissionRow:
    """One submission. Raises ``SubmissionUnknown``."""
    row = Submission.objects.filter(id=submission_id).first()
    if row is None:
        raise SubmissionUnknown(submission=submission_id)
    return submission_row(row)


def by_receipt(number: str) -> SubmissionRow | None:
    """The submission of a receipt number, ``None`` if it was never given out."""
    row = Submission.objects.filter(receipt_number=number).first()
    return None if row is None else submission_row(row)


def submissions(
    month: ProcessingMonth | str | None = None,
    state: str | None = None,
    offset: int = 0,
    limit: int = PAGE,
    *,
    sender: str | None = None,
    order: str = "-received_at",
) -> Page[SubmissionRow]:
    """Submissions, the latest first, or by one of ``SUBMISSION_ORDERS`` ("-" turns it).

    Of a ``sender`` also those it brought for others as their entry agent.
    """
    wanted = {"month_id": month and str(month), "state": state}
    rows = Submission.objects.filter(**{k: v for k, v in wanted.items() if v is not None})
    if sender is not None:
        rows = rows.filter(sent_by(sender))
    if office := present_office():
        rows = rows.filter(of_prefecture(office))
    page = rows.order_by(*ordered_by(order, SUBMISSION_ORDERS))[offset : offset + limit]
    return Page(tuple(submission_row(row) for row in page), rows.count())


def submission_row(row: Submission) -> SubmissionRow:
    """The table's row as other rooms see it."""
    return SubmissionRow(
        submission_id=row.id,
        receipt_number=row.receipt_number,
        archive_name=row.archive_name,
        sha256=row.sha256,
        size_bytes=row.size_bytes,
        sender=row.sender,
        brought_by=row.brought_by,
        receiver=row.receiver,
        submitted_on=row.submitted_on,
        received_at=row.received_at,
        processing_month=row.month_id,
        received_by=row.received_by,
        state=str(row.state),
        state_ja=str(row.get_state_display()),
        checked_at=row.checked_at,
        created_on=row.created_on,
        pairs=row.pairs,
        accepted=row.accepted,
        returned=row.returned,
        claim_yen=row.claim_yen,
        not_checked=tuple(row.not_checked),
    )


def documents(
    submission_id: int,
    state: str | None = None,
    offset: int = 0,
    limit: int = PAGE,
    *,
    rule: str | None = None,
    cause: str | None = None,
    order: str = "position",
) -> Page[DocumentRow]:
    """Documents of a submission in the order of the archive, each with its findings.

    ``rule`` keeps those about which this rule found something, ``cause`` those that this
    cause concerns (``FindingRow.cause_group``).
    """
    rows = Document.objects.filter(submission_id=submission_id)
    if state is not None:
        rows = rows.filter(state=state)
    if rule is not None:
        rows = rows.filter(Exists(Finding.objects.filter(document_id=OuterRef("id"), rule=rule)))
    if cause is not None:
        concerned = Finding.objects.filter(document_id=OuterRef("id"), cause_group=cause)
        rows = rows.filter(Exists(concerned))
    page = list(rows.order_by(*ordered_by(order, DOCUMENT_ORDERS))[offset : offset + limit])
    findings = findings_of([row.id for row in page])
    return Page(tuple(document_row(row, findings[row.id]) for row in page), rows.count())


def document_row(row: Document, findings: Sequence[FindingRow]) -> DocumentRow:
    """The table's row, with its findings, as other rooms see it."""
    return DocumentRow(
        document_id=row.id,
        position=row.position,
        pair_name=row.pair_name,
        result_path=row.result_path,
        claim_path=row.claim_path,
        state=str(row.state),
        state_ja=str(row.get_state_display()),
        return_reason=row.return_reason,
        insurer_number=row.insurer_number,
        provider_number=row.provider_number,
        performed_on=row.performed_on,
        kind=row.kind,
        guidance_level=row.guidance_level,
        guidance_timing=row.guidance_timing,
        claim_type=row.claim_type,
        unit_total_yen=row.unit_total_yen,
        payment_yen=row.payment_yen,
        other_program_yen=row.other_program_yen,
        claim_yen=row.claim_yen,
        findings=tuple(findings),
    )


def findings_of(document_ids: Sequence[int]) -> dict[int, list[FindingRow]]:
    """Findings by document, in the order of the check; a document without any has none."""
    found: dict[int, list[FindingRow]] = {number: [] for number in document_ids}
    rows = Finding.objects.filter(document_id__in=document_ids).order_by("position")
    for row in rows:
        assert row.document_id is not None
        found[row.document_id].append(finding_row(row))
    return found


def archive_findings(submission_id: int) -> tuple[FindingRow, ...]:
    """Findings about the archive as a whole."""
    return _in_order(Finding.objects.filter(submission_id=submission_id, document=None))


def all_findings(submission_id: int) -> tuple[FindingRow, ...]:
    """Every finding of a submission in the order of the report."""
    return _in_order(Finding.objects.filter(submission_id=submission_id))


def _in_order(rows: QuerySet[Finding]) -> tuple[FindingRow, ...]:
    return tuple(finding_row(row) for row in rows.order_by("position"))


def months() -> tuple[MonthRow, ...]:
    """Every month something was received for, the latest first."""
    rows = Month.objects.order_by("-processing_month")
    return tuple(MonthRow(row.processing_month, row.closed_at) for row in rows)


def original(submission_id: int) -> BinaryIO:
    """A seekable copy of the archive as it arrived; the caller closes it.

    Raises ``SubmissionUnknown``.
    """
    row = Submission.objects.filter(id=submission_id).only("object_key").first()
    if row is None:
        raise SubmissionUnknown(submission=submission_id)
    return objects.fetch(row.object_key)


def document_sources(document_ids: Sequence[int]) -> list[DocumentSource]:
    """Accepted or reversed documents, in the order of reception and of the archive.

    Ids of other documents, or of none, give no row.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SOURCES, [list(document_ids)])
        return [DocumentSource(*row) for row in cursor.fetchall()]


_SOURCES: Final = """
SELECT d.id, s.id, d.kind, s.archive_name, regexp_replace(s.archive_name, '[.]zip$', ''),
       d.pair_name, d.result_path, d.claim_path, d.result_sha256, d.claim_sha256,
       d.insurer_number, d.provider_number,
       d.unit_total_yen, d.payment_yen, d.other_program_yen, d.claim_yen
FROM reception_document d JOIN reception_submission s ON s.id = d.submission_id
WHERE d.id = ANY(%s) AND d.state IN ('accepted', 'reversed')
ORDER BY s.id, d.position
"""


def returned_documents(submission_id: int) -> list[ReturnedDocument]:
    """What the check returned of a submission, in the order of the archive."""
    rows = list(
        Document.objects.filter(
            submission_id=submission_id, state=Document.State.RETURNED
        ).order_by("position")
    )
    findings = findings_of([row.id for row in rows])
    return [
        ReturnedDocument(
            document_id=row.id,
            kind=row.kind,
            pair_name=row.pair_name,
            result_path=row.result_path,
            claim_path=row.claim_path,
            return_reason=row.return_reason,
            error_rules=tuple(dict.fromkeys(f.rule for f in findings[row.id] if f.is_error)),
            findings=tuple((f.rule, f.member) for f in findings[row.id]),
            provider_number=row.provider_number or "",
        )
        for row in rows
    ]


def history() -> History:
    """All that was received and accepted, as the check asks it (X-DU, X-ARC-021)."""
    return DatabaseHistory()


def busiest() -> tuple[str, str] | None:
    """Sender and insurer (their numbers) of whose claims most were accepted, if any was."""
    accepted = Submission.objects.filter(accepted__gt=0).order_by("-accepted", "id").first()
    claims = Document.objects.filter(state=Document.State.ACCEPTED).values("insurer_number")
    insurer = claims.annotate(n=Count("id")).order_by("-n", "insurer_number").first()
    return (accepted.sender, insurer["insurer_number"]) if accepted and insurer else None
