"""Submissions: the list, and one with everything the check found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daiko.audit import services as audit
from daiko.checks.findings import Severity
from daiko.checks.rulebook import Words, rule_row, words
from daiko.delivery import queries as delivery
from daiko.people.permissions import Permission
from daiko.platform.clock import now
from daiko.portal.access import acting, requires
from daiko.portal.paging import read_page
from daiko.portal.paper_views import list_papers
from daiko.reception import queries as reception
from daiko.reception.judgements import RuleCount, rule_counts

STATES: Final = ("received", "checking", "accepted", "partly_accepted", "refused")
DOCUMENT_STATES: Final = ("returned", "accepted", "checking", "withdrawn", "reversed")


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule of a submission: how often, and its words."""

    rule: str
    basis: str
    severity: str
    count: int
    words: Words


@requires(Permission.AGENCY_SUBMISSION_READ)
@require_safe
def submissions(request: HttpRequest) -> HttpResponse:
    """All submissions, newest first, by month and state."""
    month = request.GET.get("month") or None
    state = request.GET.get("state") or None
    state = state if state in STATES else None
    page = read_page(
        request,
        lambda offset, limit: reception.submissions(
            month=month, state=state, offset=offset, limit=limit
        ),
    )
    context = {
        "page": page,
        "month": month,
        "state": state,
        "states": STATES,
        "months": [row.processing_month for row in reception.months()],
    }
    return render(request, "portal/submissions.html", context)


@requires(Permission.AGENCY_SUBMISSION_READ)
@require_safe
def submission(request: HttpRequest, receipt: str) -> HttpResponse:
    """One submission: what it was, what was found by rule, and its documents."""
    found = reception.by_receipt(receipt)
    if found is None:
        raise Http404
    state = request.GET.get("state")
    state = state if state in DOCUMENT_STATES else None
    rule = request.GET.get("rule") or None
    page = read_page(
        request,
        lambda offset, limit: reception.documents(
            found.submission_id, state=state, rule=rule, offset=offset, limit=limit
        ),
    )
    audit.record(
        "reception.documents.viewed",
        receipt,
        by=acting(request).actor,
        at=now(),
        persons=[f"document-{row.document_id}" for row in page.rows],
    )
    context = {
        "submission": found,
        "archive_findings": reception.archive_findings(found.submission_id),
        "rules": rule_lines(rule_counts(found.submission_id)),
        "page": page,
        "state": state,
        "rule": rule,
        "states": DOCUMENT_STATES,
        "returns": delivery.returns_of(found.submission_id),
        "papers": list_papers(found),
    }
    return render(request, "portal/submission.html", context)


def rule_lines(counts: Iterable[RuleCount]) -> list[RuleLine]:
    """Counts with the words of the rule book, errors first, then the most frequent."""
    lines = [
        RuleLine(row.rule, rule_row(row.rule).basis, row.severity, row.count, words(row.rule))
        for row in counts
    ]
    order = list(Severity)
    return sorted(lines, key=lambda line: (order.index(Severity(line.severity)), -line.count))
