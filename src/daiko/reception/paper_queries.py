"""What papers for a sender need to know: returned documents, sums, who they are about.

Source: standards/administrative-checks.md 2 (lines of the papers), rulings.md 51.
Names and card numbers stand in no table: they are read from the stored archive when a
paper is made, one document at a time. Lists come row by row, so memory stays flat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from daiko.archive.members import Member
from daiko.archive.reader import Archive, ArchiveDamaged, open_archive
from daiko.checks.causes import persons_of
from daiko.checks.layout import layout_of
from daiko.documents.claim_person import ClaimPerson, claim_person
from daiko.reception.findings import ERRORS, CauseRow, FindingRow, finding_row
from daiko.reception.models import Document, Finding, Submission
from daiko.reception.queries import (
    DocumentRow,
    SubmissionRow,
    document_row,
    findings_of,
    original,
    submission_row,
)

CHUNK: Final = 500
_GONE_BACK: Final = (Document.State.RETURNED, Document.State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class ReasonTotal:
    """Returned documents of one reason (table 9, "" for none) and what they claimed."""

    reason: str
    documents: int
    claim_yen: int


@dataclass(frozen=True, slots=True)
class ErrorCount:
    """Causes that one rule leads, the findings that stand there, the persons concerned."""

    rule: str
    causes: int
    findings: int
    persons: int


@dataclass(frozen=True, slots=True)
class Correction:
    """The accepted claim that came for a returned one."""

    receipt_number: str
    pair_name: str


@dataclass(frozen=True, slots=True)
class Announced:
    """A rule that only warned in these archives and will refuse from a day on."""

    rule: str
    becomes_error_on: date
    findings: int


def received_yen(submission_id: int) -> int:
    """What all claims of a submission ask for together, as far as they can be read."""
    rows = Document.objects.filter(submission_id=submission_id)
    return rows.aggregate(total=Sum("claim_yen"))["total"] or 0


def returned_of(submission_id: int) -> Iterator[DocumentRow]:
    """What was returned or withdrawn of a submission, in the order of the archive."""
    position = 0
    while True:
        rows = list(
            Document.objects.filter(
                submission_id=submission_id, state__in=_GONE_BACK, position__gt=position
            ).order_by("position")[:CHUNK]
        )
        if not rows:
            return
        findings = findings_of([row.id for row in rows])
        yield from (document_row(row, findings[row.id]) for row in rows)
        position = rows[-1].position


def returned_count(submission_ids: Sequence[int]) -> int:
    """How many documents went back."""
    return Document.objects.filter(submission_id__in=submission_ids, state__in=_GONE_BACK).count()


def returned_documents(submission_ids: Sequence[int]) -> list[int]:
    """Who a list of returns is about: the documents that went back, by number."""
    rows = Document.objects.filter(submission_id__in=submission_ids, state__in=_GONE_BACK)
    return list(rows.order_by("id").values_list("id", flat=True))


def documents_with_findings(submission_id: int) -> list[int]:
    """Who a list of errors is about, by number; those of a refused archive have none."""
    rows = Finding.objects.filter(submission_id=submission_id, document__isnull=False)
    return sorted(set(rows.values_list("document_id", flat=True)))


def reason_totals(submission_ids: Sequence[int]) -> list[ReasonTotal]:
    """Returned and withdrawn documents by reason."""
    rows = (
        Document.objects.filter(submission_id__in=submission_ids, state__in=_GONE_BACK)
        .values_list("return_reason")
        .annotate(documents=Count("id"), claim_yen=Sum("claim_yen"))
        .order_by("return_reason")
    )
    return [ReasonTotal(reason, number, yen or 0) for reason, number, yen in rows]


def error_causes(submission_id: int) -> Iterator[tuple[CauseRow, str]]:
    """Every cause with an error, in the order of the report, with its pair's name.

    A cause holds its main finding, whatever its severity, and the errors that follow.
    """
    errors = Finding.objects.filter(submission_id=submission_id, severity__in=ERRORS)
    led = errors.filter(leader=OuterRef("position"))
    rows = Finding.objects.filter(
        Q(severity__in=ERRORS) | Exists(led), submission_id=submission_id
    ).annotate(cause=Coalesce("leader", "position"))
    ordered = rows.select_related("document").order_by(
        "cause", F("leader").asc(nulls_first=True), "position"
    )
    for _, found in groupby(ordered.iterator(chunk_size=CHUNK), key=lambda row: row.cause):
        main, *followers = found
        name = main.document.pair_name if main.document else ""
        yield CauseRow(finding_row(main), tuple(map(finding_row, followers))), name


_ERROR_CAUSES: Final = """
SELECT m.rule, count(*), sum(c.errors + (NOT c.main_is)::int), count(DISTINCT m.document_id),
       array_agg(DISTINCT m.member) FILTER (WHERE m.document_id IS NULL)
FROM (
    SELECT coalesce(leader, position) AS main, count(*) AS errors,
           bool_or(leader IS NULL) AS main_is
    FROM reception_finding WHERE submission_id = %s AND severity = ANY(%s)
    GROUP BY 1 HAVING %s::text[] IS NULL OR bool_or(rule = ANY(%s::text[]))
) c JOIN reception_finding m ON m.submission_id = %s AND m.position = c.main
GROUP BY m.rule ORDER BY 2 DESC, 1
"""


def error_counts(submission_id: int, rules: Sequence[str] | None = None) -> list[ErrorCount]:
    """Causes with an error by the rule of their main finding, the most frequent first.

    ``rules``: only causes with an error of these.
    """
    asked = None if rules is None else list(rules)
    with connection.cursor() as cursor:
        cursor.execute(_ERROR_CAUSES, [submission_id, list(ERRORS), asked, asked, submission_id])
        rows = cursor.fetchall()
    return [
        ErrorCount(rule, causes, int(findings), documents + len(persons_of(members or ())))
        for rule, causes, findings, documents, members in rows
    ]


def announced_of(submission_id: int) -> Iterator[tuple[FindingRow, str]]:
    """Every warning that will be an error, in the order of the report."""
    rows = Finding.objects.filter(submission_id=submission_id, becomes_error_on__isnull=False)
    return _with_pairs(rows)


def _with_pairs(rows: QuerySet[Finding]) -> Iterator[tuple[FindingRow, str]]:
    ordered = rows.select_related("document").order_by("position")
    for row in ordered.iterator(chunk_size=CHUNK):
        yield finding_row(row), row.document.pair_name if row.document else ""


def announced(submission_ids: Sequence[int]) -> list[Announced]:
    """Warnings that will be errors, by rule and day."""
    rows = (
        Finding.objects.filter(submission_id__in=submission_ids, becomes_error_on__isnull=False)
        .values_list("rule", "becomes_error_on")
        .annotate(number=Count("id"))
        .order_by("becomes_error_on", "rule")
    )
    return [Announced(rule, on, number) for rule, on, number in rows if on is not None]


_CORRECTIONS: Final = """
SELECT DISTINCT ON (r.id) r.id, s.receipt_number, d.pair_name
FROM reception_document r
JOIN reception_document d ON d.insurer_number = r.insurer_number
 AND d.person_key = r.person_key AND d.fiscal_year IS NOT DISTINCT FROM r.fiscal_year
 AND d.kind = r.kind AND d.guidance_timing = r.guidance_timing AND d.state = 'accepted'
JOIN reception_submission s ON s.id = d.submission_id
WHERE r.id = ANY(%s) AND d.submission_id > r.submission_id
ORDER BY r.id, d.id
"""


def corrections(document_ids: Sequence[int]) -> dict[int, Correction]:
    """Returned document → the claim for the same person and year accepted since."""
    with connection.cursor() as cursor:
        cursor.execute(_CORRECTIONS, [list(document_ids)])
        return {number: Correction(*rest) for number, *rest in cursor.fetchall()}


def sent_in_month(provider_number: str, month: str) -> list[SubmissionRow]:
    """What a provider sent for a processing month (YYYY-MM), in the order of reception."""
    rows = Submission.objects.filter(sender=provider_number, month_id=month).order_by("id")
    return [submission_row(row) for row in rows]


def providers_with_returns(month: str) -> list[str]:
    """Providers to which something of a month (YYYY-MM) went back, in order."""
    rows = Document.objects.filter(submission__month_id=month, state__in=_GONE_BACK)
    taken_in = rows.exclude(submission__state=Submission.State.REFUSED)
    senders = taken_in.values_list("submission__sender", flat=True).distinct()
    return sorted(sender for sender in senders if sender)


def stated_persons(
    submission: SubmissionRow, documents: Iterable[DocumentRow]
) -> Iterator[tuple[DocumentRow, ClaimPerson]]:
    """Documents of one submission, each with the person its stored file names.

    The archive is fetched once (a large one lies on disk, not in memory), its members
    are read one by one. What cannot be read any more gives an empty person.
    """
    with original(submission.submission_id) as source:
        archive = open_archive(source)
        files = layout_of(archive.members, submission.root_folder).files
        for document in documents:
            claim = _read(archive, files.get(document.claim_path))
            result = None if claim else _read(archive, files.get(document.result_path))
            yield document, claim_person(claim, result)


def _read(archive: Archive, member: Member | None) -> bytes | None:
    try:
        return None if member is None else archive.read(member)
    except ArchiveDamaged:
        return None
