"""Emergency and maintenance accounts: who asked to open them, who approved, what was done.

Asking, approving and closing want a fresh proof. The auditor reads all of it and goes on to
the rows of the audit chain. Source: standards/security-controls.md A5, A9, A10.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daiko.people import openings
from daiko.people.errors import AccountUnknown, OpeningTimeUnfit, OpeningUnknown
from daiko.platform.clock import TOKYO, now, tokyo_date
from daiko.platform.errors import Refused
from daiko.platform.permissions import Permission
from daiko.portal.access import acting, requires
from daiko.portal.paging import read_page
from daiko.reception.queries import Page

_READ: Final = Permission.AGENCY_OPENING_READ
_ASK: Final = Permission.AGENCY_OPENING_ASK
_APPROVE: Final = Permission.AGENCY_OPENING_APPROVE
_REASON: Final = 500  # characters
HOURS: Final = (1, 2, 4, 8, 12)


def _may(request: HttpRequest) -> dict[str, bool]:
    person = acting(request)
    return {"may_ask": person.may(_ASK), "may_approve": person.may(_APPROVE)}


@requires(_READ)
@require_safe
def opening_list(request: HttpRequest) -> HttpResponse:
    """Every opening, the latest first."""
    at = now()

    def read(offset: int, limit: int) -> Page[openings.OpeningRow]:
        rows = openings.openings(at=at, offset=offset, limit=limit)
        return Page(tuple(rows), openings.opening_count())

    context = _may(request) | {"page": read_page(request, read)}
    return render(request, "portal/people/openings.html", context)


@requires(_ASK, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponseBase:
    """Ask to open an account for a time."""
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            return redirect("portal:opening", _asked(request))
        except AccountUnknown:
            raise
        except Refused as refused:
            refusal = refused
    context = {
        "refusal": refusal,
        "accounts": openings.openable(),
        "hours": HOURS,
        "values": request.POST,
        "today": tokyo_date(now()).isoformat(),
        "time": f"{now().astimezone(TOKYO):%H:%M}",
    }
    status = refusal.status if refusal else 200
    return render(request, "portal/people/opening_ask.html", context, status=status)


def _asked(request: HttpRequest) -> int:
    form, at = request.POST, now()
    account = form.get("account", "")
    if not account.isdecimal() or len(account) > 18:
        raise AccountUnknown
    starts_at = _moment(form.get("day", ""), form.get("time", ""))
    hours = {str(hours): hours for hours in HOURS}.get(form.get("hours", ""))
    if hours is None:
        raise OpeningTimeUnfit
    return openings.ask(
        int(account),
        reason=form.get("reason", "")[:_REASON],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        by=acting(request).actor,
        at=at,
    )


def _moment(day: str, time: str) -> datetime:
    """A day and a time in Japan. Raises ``OpeningTimeUnfit`` for what is none."""
    try:
        return datetime.strptime(f"{day} {time}", "%Y-%m-%d %H:%M").replace(tzinfo=TOKYO)
    except ValueError:
        raise OpeningTimeUnfit from None


@requires(_READ)
@require_safe
def opening(request: HttpRequest, opening_id: int) -> HttpResponse:
    """One opening: who, why, when, what was done in it, and what may be done with it."""
    return _page(request, opening_id)


def _page(request: HttpRequest, opening_id: int, refusal: Refused | None = None) -> HttpResponse:
    row = openings.opening(opening_id, at=now())
    person = acting(request)
    context: dict[str, Any] = _may(request) | {
        "row": row,
        "refusal": refusal,
        "is_own": person.actor.name in (row.asked_by, f"account-{row.account_id}"),
        "trail": _trail(row) if person.may(Permission.AGENCY_AUDIT_READ) else "",
    }
    status = refusal.status if refusal else 200
    return render(request, "portal/people/opening.html", context, status=status)


def _trail(row: openings.OpeningRow) -> str:
    """Address of the audit rows of what the account did on the days of the opening."""
    query = {
        "actor": f"account-{row.account_id}",
        "since": tokyo_date(row.starts_at).isoformat(),
        "until": tokyo_date(row.ends_at).isoformat(),
    }
    return f"{reverse('audit:trail')}?{urlencode(query)}"


def _decided(request: HttpRequest, opening_id: int, verb: Callable[..., None]) -> HttpResponseBase:
    try:
        verb(opening_id, by=acting(request).actor, at=now())
    except OpeningUnknown:
        raise
    except Refused as refusal:
        return _page(request, opening_id, refusal)
    return redirect("portal:opening", opening_id)


@requires(_APPROVE, fresh=True)
@require_POST
def approve(request: HttpRequest, opening_id: int) -> HttpResponseBase:
    """Another person lets it take place."""
    return _decided(request, opening_id, openings.approve)


@requires(_ASK, _APPROVE, fresh=True)
@require_POST
def refuse(request: HttpRequest, opening_id: int) -> HttpResponseBase:
    """Refuse, or withdraw one's own."""
    return _decided(request, opening_id, openings.refuse)


@requires(_ASK, _APPROVE, fresh=True)
@require_POST
def close(request: HttpRequest, opening_id: int) -> HttpResponseBase:
    """End it now."""
    return _decided(request, opening_id, openings.close)
