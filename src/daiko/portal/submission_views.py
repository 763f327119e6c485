"""Submissions: the list, and one with everything the check found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from daiko.checks.report import group_json
from daiko.delivery import queries as delivery
from daiko.platform.clock import now
from daiko.platform.permissions import Permission
from daiko.portal.access import acting, requires
from daiko.portal.paper_views import list_papers
from daiko.portal.tables import Column, read_table
from daiko.portal.templatetags.daiko_words import tr
from daiko.reception import queries as reception
from daiko.reception import services
from daiko.reception.cause_counts import cause_counts
from daiko.reception.findings import under_causes
from daiko.reception.queries import DocumentRow, SubmissionRow

STATES: Final = ("received", "checking", "accepted", "partly_accepted", "refused")
DOCUMENT_STATES: Final = ("returned", "accepted", "checking", "withdrawn", "reversed")


LIST_COLUMNS: Final = (
    Column("受付番号", "Receipt", "receipt_number"),
    Column("アーカイブ", "Archive", "archive_name"),
    Column("受付日時", "Received", "received_at"),
    Column("処理月", "Month", "processing_month"),
    Column("状態", "State", "state"),
    Column("件数", "Pairs", "pairs", is_number=True),
    Column("受理", "Accepted", "accepted", is_number=True),
    Column("返戻", "Returned", "returned", is_number=True),
    Column("請求金額", "Claimed", "claim_yen", is_number=True),
)
DOCUMENT_COLUMNS: Final = (
    Column("結果・決済の名前", "Result and claim", "position"),
    Column("状態", "State", "state"),
    Column("返戻理由", "Reason of return", "return_reason"),
    Column("保険者", "Insurer", "insurer_number"),
    Column("請求金額", "Claimed", "claim_yen", is_number=True),
    Column("指摘", "Findings"),
)


@requires(Permission.AGENCY_SUBMISSION_READ)
@require_safe
def submissions(request: HttpRequest) -> HttpResponse:
    """All submissions, newest first, by month and state."""
    return render(request, "portal/submissions.html", list_context(request, "portal:submission"))


def list_context(
    request: HttpRequest, submission_page: str, *, sender: str | None = None
) -> dict[str, Any]:
    """What a list of submissions shows: filters, table, and the page that a row leads to."""
    month = request.GET.get("month") or None
    state = request.GET.get("state") or None
    state = state if state in STATES else None
    table = read_table(
        request,
        LIST_COLUMNS,
        lambda offset, limit, order: reception.submissions(
            month=month, state=state, offset=offset, limit=limit, sender=sender, order=order
        ),
        order="-received_at",
    )
    return {
        "table": table,
        "filtered": bool(month or state),
        "month": month,
        "state": state,
        "states": STATES,
        "months": [row.processing_month for row in reception.months()],
        "submission_page": submission_page,
    }


@requires(Permission.AGENCY_SUBMISSION_READ)
@require_safe
def submission(request: HttpRequest, receipt: str) -> HttpResponse:
    """One submission: what it was, what was found by rule, and its documents."""
    found = reception.by_receipt(receipt)
    if found is None:
        raise Http404
    context = submission_context(request, found) | {
        "month_page": "portal:month" if acting(request).may(Permission.AGENCY_MONTH_READ) else "",
        "list_page": "portal:submissions",
        "list_label": tr("受付一覧", "Submissions"),
        "papers_at": f"{reverse('portal:submission', args=[receipt])}papers/",
    }
    return render(request, "portal/submission.html", context)


def submission_context(request: HttpRequest, found: SubmissionRow) -> dict[str, Any]:
    """What the page of a submission shows, whoever reads it."""
    state = request.GET.get("state")
    state = state if state in DOCUMENT_STATES else None
    rule = request.GET.get("rule") or None
    cause = request.GET.get("cause") or None
    archive_causes = under_causes(reception.archive_findings(found.submission_id))
    of_archive = {row.main.cause_group for row in archive_causes} - {""}
    causes = [
        group_json(group) | {"of_archive": group.id in of_archive or not group.persons}
        for group in cause_counts(found.submission_id)
    ]
    table = read_table(
        request,
        DOCUMENT_COLUMNS,
        lambda offset, limit, order: reception.documents(
            found.submission_id,
            state=state,
            rule=rule,
            cause=cause,
            offset=offset,
            limit=limit,
            order=order,
        ),
        order="position",
    )
    record_viewing(request, found.receipt_number, table.rows)
    return {
        "submission": found,
        "archive_causes": archive_causes,
        "causes": causes,
        "table": table,
        "state": state,
        "rule": rule,
        "cause": cause,
        "states": DOCUMENT_STATES,
        "returns": delivery.returns_of(found.submission_id),
        "papers": list_papers(found),
    }


def record_viewing(request: HttpRequest, subject: str, rows: Iterable[DocumentRow]) -> None:
    """Record whose documents are shown, before they are."""
    numbers = [row.document_id for row in rows]
    services.record_viewing(subject, numbers, by=acting(request).actor, at=now())
