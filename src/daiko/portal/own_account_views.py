"""The own account: factors, recovery codes, password, sessions. All of it behind a fresh proof.

Source: standards/security-controls.md TEC-02, TEC-09.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daiko.people import enrolling, own, passkeys, passwords
from daiko.people.errors import PasswordsDiffer
from daiko.people.web import source_address
from daiko.platform.clock import now
from daiko.platform.errors import Refused
from daiko.platform.permissions import Permission
from daiko.portal.access import acting, requires
from daiko.portal.enrol_views import app_page, new_password, qr_image, with_script
from daiko.portal.entry_views import origin

_OWN = Permission.OWN_ACCOUNT_MANAGE


@requires(_OWN)
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """The account at a glance."""
    return _page(request)


def _page(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    person = acting(request)
    context = {
        "person": person,
        "factors": own.factors(person),
        "recovery_codes_left": own.recovery_codes_left(person),
        "sessions": own.open_sessions(person),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "portal/people/account.html", context, status=status)


@requires(_OWN, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponseBase:
    """A new password; every other session ends."""
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            refusal = own.change_password(
                acting(request),
                request.POST.get("present", ""),
                new_password(request),
                address=source_address(request),
                at=now(),
            )
        except PasswordsDiffer as differ:
            refusal = differ
        if refusal is None:
            return redirect("portal:account")
    context = {"rules": passwords.RULES, "refusal": refusal, "login": acting(request).login}
    status = refusal.status if refusal else 200
    return render(request, "portal/people/password.html", context, status=status)


@requires(_OWN, fresh=True)
@require_safe
def add_factor(request: HttpRequest) -> HttpResponse:
    """The choice of another second factor."""
    return with_script(render(request, "portal/people/enrol.html", {"own": True}))


@requires(_OWN, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def add_app(request: HttpRequest) -> HttpResponseBase:
    """Another authenticator app."""
    session = acting(request).session
    enrolment = enrolling.pending_totp(session, at=now())
    if request.method != "POST":
        return app_page(request, enrolment, own=True)
    code = request.POST.get("code", "")
    try:
        enrolling.confirm_totp(session, enrolment.authenticator_id, code, at=now())
    except Refused as refusal:
        return app_page(request, enrolment, refusal, own=True)
    return redirect("portal:account")


@requires(_OWN, fresh=True)
@require_safe
def app_qr(request: HttpRequest) -> HttpResponse:
    """The QR code of the app being added."""
    return qr_image(enrolling.pending_totp(acting(request).session, at=now()))


@requires(_OWN, fresh=True)
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make another passkey."""
    options = passkeys.begin_passkey(acting(request).session)
    return HttpResponse(options, content_type="application/json")


@requires(_OWN, fresh=True)
@require_POST
def add_passkey(request: HttpRequest) -> HttpResponseBase:
    """Another passkey."""
    passkeys.confirm_passkey(
        acting(request).session,
        request.POST.get("answer", ""),
        origin=origin(request),
        label=request.POST.get("label", "")[:100],
        at=now(),
    )
    return redirect("portal:account")


@requires(_OWN, fresh=True)
@require_POST
def remove_factor(request: HttpRequest, factor_id: int) -> HttpResponseBase:
    """Take a factor out of use; never the last one."""
    own.remove_factor(acting(request), factor_id, at=now())
    return redirect("portal:account")


@requires(_OWN, fresh=True)
@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes, shown this once."""
    person = acting(request)
    context = {"codes": own.renew_recovery_codes(person, at=now()), "login": person.login}
    return render(request, "portal/people/recovery_codes.html", context)


@requires(_OWN)
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponseBase:
    """Sign out everywhere but here."""
    own.end_other_sessions(acting(request), at=now())
    return redirect("portal:account")
