"""Papers of a submission to download: receipt with signature, reception errors, returns.

Short lists are set while the reader waits, long ones by a worker (journeys: long work
can be left and found again).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from daiko.notices import listings, services
from daiko.notices import queries as notices
from daiko.notices.papers import PaperKind
from daiko.platform.clock import now
from daiko.platform.permissions import Permission
from daiko.portal.access import acting, requires
from daiko.portal.navigation import portal_of
from daiko.reception import queries as reception
from daiko.reception.queries import SubmissionRow

_READERS: Final = (Permission.AGENCY_SUBMISSION_READ, Permission.PROVIDER_PAPER_READ)
_NAMES: Final = {
    PaperKind.ERRORS: ("受付エラー連絡票", "Reception errors"),
    PaperKind.RETURNS: ("返戻一覧表", "Returns"),
}


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One list of a submission on its page, and what can be had of it."""

    kind: str
    name_ja: str
    name_en: str
    rows: int
    is_short: bool
    ordered: bool
    made: bool
    volumes: Iterable[int]


def list_papers(submission: SubmissionRow) -> list[PaperLine]:
    """The lists of a checked submission; none before."""
    if not submission.is_checked:
        return []
    return [_line(kind, submission) for kind in _NAMES]


def _line(kind: PaperKind, submission: SubmissionRow) -> PaperLine:
    listing = listings.of(kind, submission.submission_id)
    kept = notices.paper_of(kind, submission.submission_id)
    return PaperLine(
        kind=str(kind),
        name_ja=_NAMES[kind][0],
        name_en=_NAMES[kind][1],
        rows=sum(total.count for total in listing.foot.totals),  # causes, returned pairs
        is_short=listing.is_short,
        ordered=kept is not None,
        made=kept is not None and kept.made_at is not None,
        volumes=range(1, kept.volumes + 1) if kept else (),
    )


def _submission(request: HttpRequest, receipt: str) -> SubmissionRow:
    """A checked submission; for a provider one of its own, whatever the wall shows besides."""
    found, tenant = reception.by_receipt(receipt), acting(request).tenant
    if found is None or not found.is_checked:
        raise Http404
    if portal_of(tenant) == "provider" and found.sender != tenant.partition(":")[2]:
        raise Http404
    return found


def _back(request: HttpRequest, receipt: str) -> str:
    """The page of the submission in the portal of whoever asks."""
    portal = "provider" if portal_of(acting(request).tenant) == "provider" else "portal"
    return f"{reverse(f'{portal}:submission', args=[receipt])}#papers"


def _kind(name: str) -> PaperKind:
    try:
        kind = PaperKind(name)
    except ValueError:
        raise Http404 from None
    if kind not in _NAMES:
        raise Http404
    return kind


def _file(content: Iterable[bytes], name: str, media: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        content,
        content_type=media,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@requires(*_READERS)
@require_safe
def receipt_pdf(request: HttpRequest, receipt: str) -> HttpResponseBase:
    """データ受領書, the same bytes at every call."""
    found = _submission(request, receipt)
    paper = services.receipt(found.submission_id, by=acting(request).actor, at=now())
    return _file([paper.pdf], f"receipt-{receipt}.pdf", "application/pdf")


@requires(*_READERS)
@require_safe
def receipt_signature(request: HttpRequest, receipt: str) -> HttpResponseBase:
    """The signature file of the receipt."""
    found = _submission(request, receipt)
    paper = services.receipt(found.submission_id, by=acting(request).actor, at=now())
    return _file([paper.signature.file()], f"receipt-{receipt}.pdf.sig", "application/json")


@requires(*_READERS)
@require_safe
def receipt_csv(request: HttpRequest, receipt: str) -> HttpResponseBase:
    """The receipt as a table of one row."""
    table = services.receipt_csv(_submission(request, receipt).submission_id)
    return _file([table], f"receipt-{receipt}.csv", "text/csv; charset=utf-8")


@requires(*_READERS)
@require_safe
def list_pdf(request: HttpRequest, receipt: str, kind: str) -> HttpResponseBase:
    """A short list as PDF; a long one is ordered on the page of the submission."""
    paper, found = _kind(kind), _submission(request, receipt)
    listing = listings.of(paper, found.submission_id)
    if not listing.is_short:
        return redirect(_back(request, receipt))
    services.record_reading(listing, by=acting(request).actor, at=now())
    ((_, pdf),) = listing.pdfs()
    return _file([pdf], f"{kind}-{receipt}.pdf", "application/pdf")


@requires(*_READERS)
@require_safe
def list_csv(request: HttpRequest, receipt: str, kind: str) -> HttpResponseBase:
    """A list of any length as CSV, row by row."""
    paper, found = _kind(kind), _submission(request, receipt)
    listing = listings.of(paper, found.submission_id)
    services.record_reading(listing, by=acting(request).actor, at=now())
    return _file(listing.csv(), f"{kind}-{receipt}.csv", "text/csv; charset=utf-8")


@requires(*_READERS)
@require_POST
def order(request: HttpRequest, receipt: str, kind: str) -> HttpResponse:
    """Have a long list made by a worker."""
    paper, found = _kind(kind), _submission(request, receipt)
    services.order(paper, found.submission_id, by=acting(request).actor, at=now())
    return redirect(_back(request, receipt))


@requires(*_READERS)
@require_safe
def volume(request: HttpRequest, receipt: str, kind: str, number: int) -> HttpResponseBase:
    """One volume of a long list that was made."""
    paper, found = _kind(kind), _submission(request, receipt)
    kept = notices.paper_of(paper, found.submission_id)
    if kept is None or not 1 <= number <= kept.volumes:
        raise Http404
    listing = listings.of(paper, found.submission_id)
    services.record_reading(listing, by=acting(request).actor, at=now())
    return FileResponse(
        notices.volume(kept.paper_id, number),
        as_attachment=True,
        filename=f"{kind}-{receipt}-{number}of{kept.volumes}.pdf",
        content_type="application/pdf",
    )
