"""A processing month: what came in, the close with its proof, invoices, payments, packages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daiko.delivery import queries as delivery
from daiko.money.calendar import CalendarRow, ProcessingMonth, propose
from daiko.people.permissions import Permission
from daiko.platform.clock import TOKYO, now
from daiko.platform.errors import Refused
from daiko.portal.access import requires
from daiko.portal.paging import read_page
from daiko.reception import queries as reception
from daiko.reception.judgements import return_reasons
from daiko.reception.queries import MonthCounts, Page
from daiko.registry import queries as registry
from daiko.settlement import queries as settlement
from daiko.settlement import services as settlement_services
from daiko.settlement.rows import ClosedMonth, MonthRow


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month of the list: reception's counts beside settlement's state."""

    month: str
    counts: MonthCounts
    settled: MonthRow | None

    @property
    def state(self) -> str:
        return self.settled.state if self.settled else "open"


@requires(Permission.AGENCY_MONTH_READ)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Every month that has anything, the latest first."""
    return render(request, "portal/home.html", {"months": list(_months())})


def _months() -> Iterator[MonthLine]:
    settled = {str(row.month): row for row in settlement.months()}
    received = {row.processing_month for row in reception.months()}
    for month in sorted(received | set(settled), reverse=True):
        yield MonthLine(month, reception.month_counts(month), settled.get(month))


def _asked(month: str) -> ProcessingMonth:
    try:
        return ProcessingMonth.parse(month)
    except ValueError as wrong:
        raise Http404 from wrong


def _context(month: str) -> dict[str, Any]:
    """What every page of a month shows; a month nobody knows is not there."""
    asked = _asked(month)
    settled = settlement.month(asked)
    counts = reception.month_counts(month)
    if settled is None and not counts.submissions:
        raise Http404
    return {
        "month": month,
        "settled": settled,
        "counts": counts,
        "state": settled.state if settled else "open",
        "calendar": registry.calendar_row(asked) or propose(asked),
        "calendar_confirmed": registry.calendar_row(asked) is not None,
    }


@requires(Permission.AGENCY_MONTH_READ)
@require_safe
def month(request: HttpRequest, month: str) -> HttpResponse:
    """The month at a glance, with what to do next."""
    asked = _asked(month)
    context = _context(month) | {
        "reasons": return_reasons(month),
        "runs": settlement.runs(asked),
        "released": delivery.released(month),
    }
    return render(request, "portal/month.html", context)


@requires(Permission.AGENCY_MONTH_READ)
@require_safe
def close(request: HttpRequest, month: str) -> HttpResponse:
    """The close with its proof; before it, what a close would do, or why it may not be."""
    asked = _asked(month)
    context = _context(month)
    closed = settlement.is_closed(asked)
    context["proof"] = settlement.close_proof(asked) if closed else None
    context["payment_proofs"] = [
        (run, settlement.payment_proof(run.id)) for run in settlement.runs(asked)
    ]
    if not closed:
        context["preview"], context["refusal"] = _preview(asked, context["calendar"])
    return render(request, "portal/close.html", context)


def _preview(
    asked: ProcessingMonth, calendar: CalendarRow
) -> tuple[ClosedMonth | None, Refused | None]:
    """A dry run of the close at its day, or today when that has passed."""
    planned = datetime.combine(calendar.close_on, time(10), TOKYO).astimezone(UTC)
    try:
        return settlement_services.preview_close(asked, at=max(planned, now())), None
    except Refused as refusal:
        return None, refusal


@requires(Permission.AGENCY_MONTH_READ)
@require_safe
def invoices(request: HttpRequest, month: str) -> HttpResponse:
    """Invoices of the month, by insurer."""
    context = _context(month)
    rows = settlement.invoices(_asked(month))
    page = read_page(request, lambda offset, limit: _cut(rows, offset, limit))
    names = registry.insurers([row.insurer_number for row in page.rows])
    context["page"] = page
    context["lines"] = [(row, names.get(row.insurer_number)) for row in page.rows]
    context["totals"] = {
        "claims": sum(row.claims for row in rows),
        "claims_yen": sum(row.claims_yen for row in rows),
        "credit_yen": sum(row.credit_applied_yen for row in rows),
        "fee_yen": sum(row.fee_yen for row in rows),
        "total_yen": sum(row.total_yen for row in rows),
        "missing_yen": sum(row.missing_yen for row in rows),
    }
    return render(request, "portal/invoices.html", context)


@requires(Permission.AGENCY_MONTH_READ)
@require_safe
def payments(request: HttpRequest, month: str) -> HttpResponse:
    """Payments of the month, by provider."""
    context = _context(month)
    rows = settlement.payments(_asked(month))
    page = read_page(request, lambda offset, limit: _cut(rows, offset, limit))
    names = registry.providers([row.provider_number for row in page.rows])
    context["page"] = page
    context["lines"] = [(row, names.get(row.provider_number)) for row in page.rows]
    context["totals"] = {
        "confirmed_yen": sum(row.confirmed_yen for row in rows),
        "reversed_yen": sum(row.reversed_yen for row in rows),
        "held_yen": sum(row.held_yen for row in rows),
        "waiting_yen": sum(row.waiting_yen for row in rows),
        "paid_yen": sum(row.paid_yen for row in rows),
    }
    context["runs"] = settlement.runs(_asked(month))
    return render(request, "portal/payments.html", context)


@requires(Permission.AGENCY_PACKAGE_READ)
@require_safe
def packages(request: HttpRequest, month: str) -> HttpResponse:
    """Archives to insurers and returns to providers."""
    context = _context(month)
    kind = "return" if request.GET.get("kind") == "return" else "insurer"
    rows = delivery.packages(month, kind=kind)
    context["page"] = read_page(request, lambda offset, limit: _cut(rows, offset, limit))
    context["kind"] = kind
    context["released"] = delivery.released(month)
    return render(request, "portal/packages.html", context)


def _cut(rows: Any, offset: int, limit: int) -> Page[Any]:
    """A page of organisations: at most a few thousand rows, summed anyway."""
    return Page(tuple(rows[offset : offset + limit]), len(rows))
