"""Programs of an organisation: their certificates and API credentials; issue, renew, revoke.

An organisation's administrator looks after the own programs, the agency's security officer
after all. Every act wants a fresh proof and leaves an audit row; a secret is shown once, on
the page that made it. Source: standards/security-controls.md A11, TEC-01, TEC-05.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from daiko.people import administration
from daiko.people import machine_administration as programs
from daiko.people.credentials import CertificateRow, CredentialRow, NewCredential
from daiko.people.errors import OrganisationUnknown, ScopesMissing
from daiko.people.permissions import allowable
from daiko.platform.clock import now
from daiko.platform.errors import Refused
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import AGENCY, UnknownTenantError
from daiko.portal.access import acting, requires
from daiko.portal.navigation import Item
from daiko.portal.paging import Cut, ListPage, read_page
from daiko.portal.templatetags.daiko_words import tr

_MANAGE: Final = (Permission.AGENCY_CREDENTIAL_MANAGE, Permission.ORGANISATION_ACCOUNT_MANAGE)
_READ: Final = (*_MANAGE, Permission.AGENCY_CREDENTIAL_READ, Permission.AGENCY_ACCOUNT_READ)
_LABEL: Final = 100  # characters
_PEM_BYTES: Final = 20_000
_FORM: Final = ["GET", "HEAD", "POST"]


def _context(request: HttpRequest) -> dict[str, Any]:
    person = acting(request)
    pages = (
        ("portal:programs", "API 資格情報", "API credentials"),
        ("portal:certificates", "証明書", "Certificates"),
    )
    found = [(reverse(name), tr(ja, en)) for name, ja, en in pages]
    return {
        "tabs": [Item(url, label, is_current=request.path == url) for url, label in found],
        "tabs_label": tr("プログラムの画面", "Pages of programs"),
        "is_agency": person.tenant == AGENCY,
        "may_manage": any(person.may(permission) for permission in _MANAGE),
        "of": request.GET.get("of", "").strip()[:30],
    }


def _listed(
    request: HttpRequest, template: str, read: Callable[[str, int, int], Cut]
) -> HttpResponse:
    """A list of one organisation or of all; an organisation that is none has an empty one."""
    context = _context(request)
    try:
        page = read_page(request, lambda offset, limit: read(context["of"], offset, limit))
    except UnknownTenantError:
        page = ListPage((), 0, 1, 1, "")
    context["page"] = page
    at = now()
    if page.rows and isinstance(page.rows[0], CredentialRow):
        context["lines"] = [(row, row.state_at(at)) for row in page.rows]
    else:
        context["lines"] = [(row, _state(row)) for row in page.rows]
    return render(request, template, context)


def _state(row: CertificateRow) -> str:
    if row.revoked_at is not None:
        return "revoked"
    return "works" if row.not_before <= now() < row.not_after else "expired"


@requires(*_READ)
@require_safe
def credentials(request: HttpRequest) -> HttpResponse:
    """Every credential in reach, the newest first."""
    person = acting(request)
    return _listed(
        request,
        "portal/people/programs.html",
        lambda of, offset, limit: programs.credential_rows(person, of, offset, limit),
    )


@requires(*_READ)
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """Every registered certificate in reach, the newest first."""
    person = acting(request)
    return _listed(
        request,
        "portal/people/certificates.html",
        lambda of, offset, limit: programs.certificate_rows(person, of, offset, limit),
    )


@requires(*_MANAGE, fresh=True)
@require_http_methods(_FORM)
def register(request: HttpRequest) -> HttpResponseBase:
    """Register the certificate that programs of an organisation come with."""
    refusal: Refused | None = None
    if request.method == "POST":
        refusal = _register(request)
        if refusal is None:
            return redirect("portal:certificates")
    person = acting(request)
    context = _context(request) | {
        "refusal": refusal,
        "chooses": administration.reach(person) == AGENCY,
        "tenant": request.POST.get("tenant", ""),
        "pem": request.POST.get("pem", ""),
    }
    status = refusal.status if refusal else 200
    return render(request, "portal/people/certificate_register.html", context, status=status)


def _register(request: HttpRequest) -> Refused | None:
    pem = request.POST.get("pem", "")[:_PEM_BYTES].strip().encode()
    tenant = request.POST.get("tenant", "").strip()
    try:
        programs.register(acting(request), pem, tenant=tenant, at=now())
    except UnknownTenantError:
        return OrganisationUnknown()
    except Refused as refusal:
        return refusal
    return None


@requires(*_MANAGE, fresh=True)
@require_http_methods(_FORM)
def issue(request: HttpRequest, certificate_id: int) -> HttpResponseBase:
    """A credential bound to this certificate; its secret is on the answer and nowhere else."""
    row = programs.certificate(acting(request), certificate_id)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            return _secret(request, _issued(request, row))
        except Refused as refused:
            refusal = refused
    context = _context(request) | {
        "row": row,
        "refusal": refusal,
        "scopes": [
            (scope, scope.value in request.POST.getlist("scope"))
            for scope in sorted(allowable(row.tenant))
        ],
        "lives": programs.LIVES,
        "values": request.POST,
    }
    status = refusal.status if refusal else 200
    return render(request, "portal/people/program_issue.html", context, status=status)


def _issued(request: HttpRequest, row: CertificateRow) -> NewCredential:
    wanted = request.POST.getlist("scope")
    scopes = [scope for scope in allowable(row.tenant) if scope.value in wanted]
    label = request.POST.get("label", "").strip()[:_LABEL]
    days = {str(days): days for days in programs.LIVES}.get(request.POST.get("days", ""))
    if days is None:
        raise Http404
    if not scopes or not label:
        raise ScopesMissing
    return programs.issue(
        acting(request), row.certificate_id, label=label, scopes=scopes, days=days, at=now()
    )


def _secret(request: HttpRequest, new: NewCredential) -> HttpResponse:
    response = render(
        request, "portal/people/program_secret.html", _context(request) | {"new": new}
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@requires(*_READ)
@require_safe
def credential(request: HttpRequest, credential_id: int) -> HttpResponse:
    """One credential: what it may do, until when, and what may be done with it."""
    row = programs.credential(acting(request), credential_id)
    context = _context(request) | {"row": row, "state": row.state_at(now())}
    return render(request, "portal/people/program.html", context)


@requires(*_MANAGE, fresh=True)
@require_http_methods(_FORM)
def rotate(request: HttpRequest, credential_id: int) -> HttpResponseBase:
    """Ask, then a new secret for the same program; the old one works on for a week."""
    row = programs.credential(acting(request), credential_id)
    if request.method == "POST":
        return _secret(request, programs.rotate(acting(request), credential_id, at=now()))
    return _ask(
        request,
        heading=tr("新しい秘密を発行しますか", "Issue a new secret?"),
        consequence=tr(
            f"{row.label} の新しい資格情報を作ります。いまの秘密は、7日間は使えます。",
            f"A new credential for {row.label}; the present secret works on for seven days.",
        ),
        yes=tr("発行する", "Issue it"),
        back=reverse("portal:program", args=[credential_id]),
    )


@requires(*_MANAGE, fresh=True)
@require_http_methods(_FORM)
def revoke(request: HttpRequest, credential_id: int) -> HttpResponseBase:
    """Ask, then end a credential with the next request."""
    row = programs.credential(acting(request), credential_id)
    page = reverse("portal:program", args=[credential_id])
    if request.method == "POST":
        programs.revoke(acting(request), credential_id, at=now())
        return redirect(page)
    return _ask(
        request,
        heading=tr("この資格情報を失効させますか", "Revoke this credential?"),
        consequence=tr(
            f"{row.label} は、次の要求から使えなくなります。",
            f"{row.label} is refused from its next request on.",
        ),
        yes=tr("失効させる", "Revoke it"),
        back=page,
        irreversible=True,
    )


@requires(*_MANAGE, fresh=True)
@require_http_methods(_FORM)
def revoke_certificate(request: HttpRequest, certificate_id: int) -> HttpResponseBase:
    """Ask, then end a certificate with all that is bound to it."""
    row = programs.certificate(acting(request), certificate_id)
    page = reverse("portal:certificates")
    if request.method == "POST":
        programs.revoke_certificate(acting(request), certificate_id, at=now())
        return redirect(page)
    return _ask(
        request,
        heading=tr("この証明書を失効させますか", "Revoke this certificate?"),
        consequence=tr(
            f"証明書 {row.serial} に結び付いた資格情報は、すべて次の要求から使えなくなります。",
            f"Every credential bound to {row.serial} is refused from its next request on.",
        ),
        yes=tr("失効させる", "Revoke it"),
        back=page,
        irreversible=True,
    )


def _ask(request: HttpRequest, **words: Any) -> HttpResponse:
    context = _context(request) | {"action": request.path, "hidden": {}} | words
    return render(request, "portal/people/program_confirm.html", context)
