"""The portal of checkup and guidance providers: what is due, what came back, what is paid.

Source: journeys 1 and 2; standards/settlement.md 2, 3.2. Every page reads under the wall of
the person's organisation; the filters here stand on top of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from daiko.money.calendar import CalendarRow, ProcessingMonth, propose
from daiko.platform.clock import now
from daiko.platform.permissions import Permission
from daiko.portal.access import acting, requires
from daiko.portal.submission_views import list_context, record_viewing, submission_context
from daiko.portal.tables import Column, all_rows, csv_file, read_table
from daiko.portal.templatetags.daiko_format import RETURN_REASONS, return_reason, state_word
from daiko.portal.templatetags.daiko_words import tr
from daiko.reception import queries as reception
from daiko.reception import sender_queries as sent
from daiko.reception.queries import Page
from daiko.reception.sender_queries import SentDocument
from daiko.registry import queries as registry
from daiko.settlement import party_queries as settlement

PERSON_COLUMNS: Final = (
    Column("結果・決済のファイル", "Result and claim", "pair_name"),
    Column("受付番号", "Receipt", "received"),
    Column("実施日", "Performed on", "performed_on"),
    Column("保険者", "Insurer", "insurer_number"),
    Column("点検の結果", "Check", "state"),
    Column("返戻理由", "Reason of return", "return_reason"),
    Column("支払", "Payment"),
    Column("請求金額", "Claimed", "claim_yen", is_number=True),
)
_HOME_RETURNS: Final = 5


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A document with the state of its money, "" before the close."""

    sent: SentDocument
    money: str


def number_of(request: HttpRequest) -> str:
    """The number of the organisation that the person acts for."""
    return acting(request).tenant.partition(":")[2]


def days_of(month: ProcessingMonth) -> tuple[CalendarRow, bool]:
    """Dates of a month, and whether they are confirmed or only proposed."""
    confirmed = registry.calendar_row(month)
    return confirmed or propose(month), confirmed is not None


@requires(Permission.PROVIDER_SUBMISSION_READ)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is due, what came back, what will be paid, on one page."""
    own, month = number_of(request), sent.month_at(now())
    days, confirmed = days_of(month)
    months = sent.sent_months(own, limit=6)
    returned = sent.sent_documents(own, state="returned", limit=_HOME_RETURNS)
    record_viewing(request, own, [row.document for row in returned.rows])
    context = {
        "month": str(month),
        "days": days,
        "days_confirmed": confirmed,
        "present": next((row for row in months if row.processing_month == str(month)), None),
        "months": months,
        "returned": returned,
        "paid": settlement.provider_months(own, limit=6),
    }
    return render(request, "portal/provider/home.html", context)


@requires(Permission.PROVIDER_SUBMISSION_READ)
@require_safe
def submissions(request: HttpRequest) -> HttpResponse:
    """Own archives, one line each."""
    context = list_context(request, "provider:submission", sender=number_of(request))
    return render(request, "portal/provider/submissions.html", context)


@requires(Permission.PROVIDER_SUBMISSION_READ)
@require_safe
def submission(request: HttpRequest, receipt: str) -> HttpResponse:
    """One own archive: receipt, result of the check, papers, documents."""
    found = reception.by_receipt(receipt)
    if found is None or number_of(request) not in (found.sender, found.brought_by):
        raise Http404
    days, confirmed = days_of(ProcessingMonth.parse(found.processing_month))
    context = submission_context(request, found) | {
        "list_page": "provider:submissions",
        "list_label": tr("送信の状況", "Submissions"),
        "papers_at": f"{reverse('portal:submission', args=[receipt])}papers/",
        "pay_on": days.pay_on,
        "pay_on_confirmed": confirmed,
        "just_sent": request.GET.get("sent", ""),
        "may_fetch_returns": found.sender == number_of(request),
    }
    return render(request, "portal/submission.html", context)


@requires(Permission.PROVIDER_SUBMISSION_READ)
@require_safe
def persons(request: HttpRequest) -> HttpResponse:
    """One line a person and event: accepted, returned, paid."""
    own, chosen = number_of(request), _chosen(request)
    table = read_table(
        request,
        PERSON_COLUMNS,
        lambda offset, limit, order: sent.sent_documents(
            own, offset=offset, limit=limit, order=order, **chosen
        ),
        order="-received",
        export=reverse("provider:persons-table"),
    )
    record_viewing(request, own, [row.document for row in table.rows])
    context = {
        "table": table.with_rows(_with_money(table.rows)),
        "chosen": chosen,
        "filtered": any(chosen.values()),
        "months": [row.processing_month for row in sent.sent_months(own)],
        "states": sent.DOCUMENT_STATES,
        "reasons": sorted(RETURN_REASONS),
    }
    return render(request, "portal/provider/persons.html", context)


@requires(Permission.PROVIDER_SUBMISSION_READ)
@require_safe
def persons_table(request: HttpRequest) -> HttpResponseBase:
    """The list of persons as CSV, all rows."""
    own, chosen = number_of(request), _chosen(request)

    def read(offset: int, limit: int) -> list[PersonLine]:
        page: Page[SentDocument] = sent.sent_documents(
            own, offset=offset, limit=limit, order="received", **chosen
        )
        record_viewing(request, own, [row.document for row in page.rows])
        return _with_money(page.rows)

    header = [tr(column.ja, column.en) for column in PERSON_COLUMNS]
    lines = (_line(row) for row in all_rows(read))
    return csv_file(f"persons-{own}.csv", header, lines)


def _line(row: PersonLine) -> list[object]:
    document = row.sent.document
    return [
        document.pair_name,
        row.sent.receipt_number,
        document.performed_on,
        document.insurer_number,
        state_word(document.state),
        return_reason(document.return_reason),
        state_word(row.money) if row.money else "",
        document.claim_yen,
    ]


@requires(Permission.PROVIDER_SUBMISSION_READ)
@require_safe
def person(request: HttpRequest, document_id: int) -> HttpResponse:
    """One person's document: where it stands, why it came back, what to do."""
    found = sent.sent_document(number_of(request), document_id)
    if found is None:
        raise Http404
    record_viewing(request, found.receipt_number, [found.document])
    (line,) = _with_money([found])
    return render(request, "portal/provider/person.html", {"line": line, "row": found.document})


def _with_money(rows: Iterable[SentDocument]) -> list[PersonLine]:
    found = list(rows)
    states = settlement.claim_states([row.document.document_id for row in found])
    return [PersonLine(row, states.get(row.document.document_id, "")) for row in found]


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """The filters of the list, each one of the values it offers."""
    offered = {
        "month": [row.processing_month for row in sent.sent_months(number_of(request))],
        "state": sent.DOCUMENT_STATES,
        "reason": tuple(RETURN_REASONS),
    }
    wishes = {name: request.GET.get(name, "") for name in offered}
    return {name: wish if wish in offered[name] else None for name, wish in wishes.items()}
