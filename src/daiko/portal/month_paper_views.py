"""Lists of returns of a closed month, made once at its close, one for each provider.

Source: rulings.md 51.
"""

from __future__ import annotations

from typing import Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daiko.money.calendar import ProcessingMonth
from daiko.notices import listings, services
from daiko.notices import queries as notices
from daiko.notices.queries import MonthPaper, PaperRow
from daiko.platform.clock import now
from daiko.platform.permissions import Permission
from daiko.portal.access import acting, requires
from daiko.portal.month_views import month_tabs
from daiko.portal.tables import Column, read_table
from daiko.reception.queries import Page

_COLUMNS: Final = (
    Column("健診・保健指導機関", "Provider"),
    Column("返戻", "Returned", is_number=True),
    Column("ダウンロード", "Download"),
)


def _month(text: str) -> str:
    try:
        return str(ProcessingMonth.parse(text))
    except ValueError:
        raise Http404 from None


@requires(Permission.AGENCY_SUBMISSION_READ)
@require_safe
def papers(request: HttpRequest, month: str) -> HttpResponse:
    """The lists of a month with their volumes."""
    known = _month(month)

    def read(offset: int, limit: int) -> Page[MonthPaper]:
        rows, total = notices.month_papers(known, offset=offset, limit=limit)
        return Page(tuple(rows), total)

    table = read_table(request, _COLUMNS, lambda offset, limit, _: read(offset, limit), order="")
    context = {"month": known, "table": table, **month_tabs(request, known)}
    return render(request, "portal/month_papers.html", context)


def _made(request: HttpRequest, month: str, provider: str) -> PaperRow:
    kept = notices.month_paper(provider, _month(month))
    if kept is None or kept.made_at is None:
        raise Http404
    listing = listings.month_returns(provider, month)
    services.record_reading(listing, by=acting(request).actor, at=now())
    return kept


@requires(Permission.AGENCY_SUBMISSION_READ)
@require_safe
def volume(request: HttpRequest, month: str, provider: str, number: int) -> HttpResponseBase:
    """One volume as PDF."""
    kept = _made(request, month, provider)
    if not 1 <= number <= kept.volumes:
        raise Http404
    name = f"returns-{month}-{provider}-{number}of{kept.volumes}.pdf"
    content = notices.volume(kept.paper_id, number)
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/pdf")


@requires(Permission.AGENCY_SUBMISSION_READ)
@require_safe
def table(request: HttpRequest, month: str, provider: str) -> HttpResponseBase:
    """The whole list as CSV."""
    kept = _made(request, month, provider)
    return FileResponse(
        notices.table(kept.paper_id),
        as_attachment=True,
        filename=f"returns-{month}-{provider}.csv",
        content_type="text/csv; charset=utf-8",
    )
