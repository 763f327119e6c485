"""Accounts of an organisation, or of everybody: invite, roles, end, reset, networks.

Source: standards/security-controls.md A1, A2, A6, TEC-10. Whom somebody administers is
decided in ``people/administration.py``; who is out of reach is not there.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daiko.people import administration, directory, services
from daiko.people.errors import AccountUnknown, LastDayUnfit, OrganisationUnknown
from daiko.people.roles import FORBIDDEN_PAIRS, Role, holdable, of_kind
from daiko.people.services import Invited, Newcomer
from daiko.platform.clock import now
from daiko.platform.errors import Refused
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import UnknownTenantError
from daiko.portal.access import acting, requires
from daiko.portal.offices import office_choices
from daiko.portal.paging import read_page
from daiko.portal.templatetags.daiko_people import role_name
from daiko.reception.queries import Page

_MANAGE: Final = (Permission.AGENCY_ACCOUNT_MANAGE, Permission.ORGANISATION_ACCOUNT_MANAGE)
_READ: Final = (*_MANAGE, Permission.AGENCY_ACCOUNT_READ)
STATES: Final = (
    ("invited", "招待中", "invited"),
    ("active", "利用中", "active"),
    ("suspended", "停止中", "suspended"),
    ("ended", "終了", "ended"),
)
LINES: Final = (
    ("ip-vpn", "IP-VPN", "IP-VPN"),
    ("ipsec-ike", "IPsec+IKE", "IPsec+IKE"),
    ("office", "事務所の回線", "office line"),
)


@requires(*_READ)
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts in reach, by organisation, state and words."""
    person = acting(request)
    state = request.GET.get("state", "")
    text, of = request.GET.get("q", "").strip()[:100], request.GET.get("of", "").strip()[:30]

    def read(offset: int, limit: int) -> Page[directory.AccountRow]:
        rows, total = directory.accounts(
            person.tenant, of=of, text=text, state=state, offset=offset, limit=limit
        )
        return Page(tuple(rows), total)

    page = read_page(request, read)
    context = {
        "page": page,
        "state": state,
        "states": STATES,
        "text": text,
        "of": of,
        "may_manage": _may_manage(request),
        "is_agency": person.tenant == "agency",
    }
    return render(request, "portal/people/accounts.html", context)


@requires(*_MANAGE, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponseBase:
    """Invite a person; the link is shown once, to be handed over on another way."""
    if request.method != "POST":
        return _invite_page(request)
    try:
        invited = administration.invite(_newcomer(request), by=acting(request), at=now())
    except UnknownTenantError:
        return _invite_page(request, OrganisationUnknown())
    except AccountUnknown:
        raise
    except Refused as refusal:
        return _invite_page(request, refusal)
    return _link_page(request, invited)


def _invite_page(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    person = acting(request)
    is_agency = administration.reach(person) == "agency"
    roles = list(Role) if is_agency else sorted(holdable(person.tenant))
    context = {
        "refusal": refusal,
        "is_agency": is_agency,
        "tenant": request.POST.get("tenant", person.tenant),
        "roles": [(role, role in request.POST.getlist("role")) for role in roles],
        "offices": office_choices(),
        "pairs": forbidden_pairs(frozenset(roles)),
        "values": request.POST,
    }
    status = refusal.status if refusal else 200
    return render(request, "portal/people/invite.html", context, status=status)


def _newcomer(request: HttpRequest) -> Newcomer:
    person = acting(request)
    form = request.POST
    is_agency = administration.reach(person) == "agency"
    return Newcomer(
        login=form.get("login", ""),
        display_name=form.get("display_name", "").strip()[:100],
        tenant=form.get("tenant", "").strip() if is_agency else person.tenant,
        roles=frozenset(Role(name) for name in form.getlist("role") if name in list(Role)),
        office=form.get("office", "").strip(),
        ends_on=_date(form.get("ends_on", "")),
    )


def _date(text: str) -> date | None:
    """A day, or none where none was given. Raises ``LastDayUnfit``: no end is more than an end."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise LastDayUnfit from None


def _link_page(request: HttpRequest, invited: Invited) -> HttpResponse:
    link = request.build_absolute_uri(reverse("portal:invitation", args=[invited.token]))
    context = {"link": link, "account_id": invited.account_id}
    return render(request, "portal/people/invited.html", context)


@requires(*_READ)
@require_safe
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account with its roles, and what may be done with it."""
    return _account_page(request, account_id)


def _account_page(
    request: HttpRequest, account_id: int, refusal: Refused | None = None
) -> HttpResponse:
    person = acting(request)
    row = directory.account(account_id, person.tenant)
    if row is None:
        raise Http404
    context: dict[str, Any] = {
        "row": row,
        "refusal": refusal,
        "possible": sorted((holdable(row.tenant, row.office) & of_kind(row.kind)) - set(row.roles)),
        "offices": office_choices() if row.office else [],
        "pairs": forbidden_pairs(holdable(row.tenant)),
        "may_manage": _may_manage(request) and account_id != person.account_id,
    }
    status = refusal.status if refusal else 200
    return render(request, "portal/people/account_of.html", context, status=status)


@requires(*_MANAGE, fresh=True)
@require_POST
def change(request: HttpRequest, account_id: int, verb: str) -> HttpResponseBase:
    """Grant or revoke a role, move or end an account, or reset it with a new invitation."""
    person, at = acting(request), now()
    try:
        with administration.on(person, account_id):
            if verb == "reset":
                return _link_page(
                    request, services.invite_again(account_id, by=person.actor, at=at)
                )
            if verb == "end":
                services.end(account_id, by=person.actor, at=at)
            elif verb == "move":
                office = request.POST.get("office", "")
                services.move(account_id, office, by=person.actor, at=at)
            else:
                change_role = {"grant": services.grant, "revoke": services.revoke}[verb]
                change_role(account_id, _role(request), by=person.actor, at=at)
    except AccountUnknown:
        raise
    except Refused as refusal:
        return _account_page(request, account_id, refusal)
    return redirect("portal:account-of", account_id)


def _role(request: HttpRequest) -> Role:
    try:
        return Role(request.POST.get("role", ""))
    except ValueError:
        raise Http404 from None


@requires(*_READ)
@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    """The ranges people may sign in from; none at all means from anywhere."""
    return _networks_page(request)


def _networks_page(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    person = acting(request)
    context = {
        "rows": directory.networks(person.tenant),
        "refusal": refusal,
        "lines": LINES,
        "tenant": request.POST.get("tenant", person.tenant),
        "address_range": request.POST.get("address_range", ""),
        "line": request.POST.get("line", ""),
        "is_agency": administration.reach(person) == "agency",
        "may_manage": _may_manage(request),
    }
    status = refusal.status if refusal else 200
    return render(request, "portal/people/networks.html", context, status=status)


@requires(*_MANAGE, fresh=True)
@require_POST
def approve_network(request: HttpRequest) -> HttpResponseBase:
    """Approve a range of addresses."""
    person = acting(request)
    is_agency = administration.reach(person) == "agency"
    tenant = request.POST.get("tenant", "").strip() if is_agency else person.tenant
    line = request.POST.get("line", "")
    if line not in {name for name, _, _ in LINES}:
        raise Http404
    text = request.POST.get("address_range", "").strip()
    try:
        administration.approve_network(tenant, text, line=line, by=person, at=now())
    except UnknownTenantError:
        return _networks_page(request, OrganisationUnknown())
    except AccountUnknown:
        raise
    except Refused as refusal:
        return _networks_page(request, refusal)
    return redirect("portal:networks")


@requires(*_MANAGE, fresh=True)
@require_POST
def end_network(request: HttpRequest, network_id: int) -> HttpResponseBase:
    """End the approval of a range."""
    person = acting(request)
    seen = {row.network_id: row for row in directory.networks(administration.reach(person))}
    if network_id not in seen:
        raise Http404
    tenant = seen[network_id].tenant
    with administration.of(person, tenant):
        services.end_network(network_id, tenant, by=person.actor, at=now())
    return redirect("portal:networks")


def _may_manage(request: HttpRequest) -> bool:
    return any(acting(request).may(permission) for permission in _MANAGE)


def forbidden_pairs(roles: frozenset[Role]) -> list[tuple[str, str]]:
    """Pairs of these roles that one person may not hold, in words."""
    pairs = (sorted(pair) for pair in FORBIDDEN_PAIRS if pair <= roles)
    return sorted((role_name(one), role_name(other)) for one, other in pairs)
