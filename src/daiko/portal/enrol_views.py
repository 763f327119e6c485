"""From the invitation to the first sign-in: password, second factor, recovery codes once.

Source: standards/security-controls.md TEC-02 (single use, 72 hours), TEC-09, TEC-10.
"""

from __future__ import annotations

import io
from typing import Any, Final

import segno
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daiko.people import enrolling, passkeys, passwords
from daiko.people.enrolling import Enrolment
from daiko.people.errors import InvitationUnusable, PasswordsDiffer
from daiko.people.sessions import SignedIn
from daiko.people.web import keep_session, source_address
from daiko.platform.clock import now
from daiko.platform.errors import Refused
from daiko.portal.access import person_of, public
from daiko.portal.check_views import POLICY
from daiko.portal.entry_views import origin

_OWN: Final = "touches nothing but the enrolment of its own session"
_MODULE_PIXELS: Final = 6


@public("the token of the invitation is the proof")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """An invited person sets the password."""
    try:
        account = enrolling.invited_account(token, at=now())
    except InvitationUnusable as over:
        page, status = "portal/people/invitation_over.html", over.status
        return render(request, page, {"refusal": over}, status=status)
    context: dict[str, Any] = {"login": account.login, "rules": passwords.RULES}
    if request.method != "POST":
        return render(request, "portal/people/invitation.html", context)
    try:
        opened = enrolling.accept(
            token, new_password(request), address=source_address(request), at=now()
        )
    except Refused as refusal:
        context["refusal"] = refusal
        return render(request, "portal/people/invitation.html", context, status=refusal.status)
    response = redirect("portal:enrol")
    keep_session(request, response, opened)
    return response


def new_password(request: HttpRequest) -> str:
    """The password that was typed twice. Raises ``PasswordsDiffer``."""
    password = request.POST.get("password", "")
    if password != request.POST.get("again", ""):
        raise PasswordsDiffer
    return password


@public(_OWN)
@require_safe
def enrol(request: HttpRequest) -> HttpResponseBase:
    """The choice of a second factor."""
    if _enrolling(request) is None:
        return redirect("portal:sign-in")
    return with_script(render(request, "portal/people/enrol.html", {}))


@public(_OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def app(request: HttpRequest) -> HttpResponseBase:
    """The authenticator app: its QR code, its key as text, and its first code."""
    person = _enrolling(request)
    if person is None:
        return redirect("portal:sign-in")
    enrolment = enrolling.pending_totp(person.session, at=now())
    if request.method != "POST":
        return app_page(request, enrolment)
    code = request.POST.get("code", "")
    try:
        enrolling.confirm_totp(person.session, enrolment.authenticator_id, code, at=now())
    except Refused as refusal:
        return app_page(request, enrolment, refusal)
    return _finished(request, person)


def app_page(
    request: HttpRequest, enrolment: Enrolment, refusal: Refused | None = None, *, own: bool = False
) -> HttpResponse:
    """The page of an app being set up; ``own``: added to an account at work."""
    grouped = " ".join(enrolment.seed[at : at + 4] for at in range(0, len(enrolment.seed), 4))
    context = {"seed": grouped, "refusal": refusal, "own": own}
    status = refusal.status if refusal else 200
    return render(request, "portal/people/enrol_app.html", context, status=status)


@public(_OWN)
@require_safe
def app_qr(request: HttpRequest) -> HttpResponse:
    """The QR code of the app being set up; never kept by anybody on the way."""
    person = _enrolling(request)
    if person is None:
        return HttpResponse(status=401)
    return qr_image(enrolling.pending_totp(person.session, at=now()))


def qr_image(enrolment: Enrolment) -> HttpResponse:
    """The address of the seed as a picture."""
    picture = io.BytesIO()
    segno.make(enrolment.uri, error="m").save(picture, kind="svg", scale=_MODULE_PIXELS)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@public(_OWN)
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a passkey."""
    person = _enrolling(request)
    if person is None:
        return JsonResponse({}, status=401)
    return HttpResponse(passkeys.begin_passkey(person.session), content_type="application/json")


@public(_OWN)
@require_POST
def passkey(request: HttpRequest) -> HttpResponseBase:
    """A passkey as second factor."""
    person = _enrolling(request)
    if person is None:
        return redirect("portal:sign-in")
    try:
        passkeys.confirm_passkey(
            person.session,
            request.POST.get("answer", ""),
            origin=origin(request),
            label=request.POST.get("label", "")[:100],
            at=now(),
        )
    except Refused as refusal:
        context = {"refusal": refusal}
        return with_script(
            render(request, "portal/people/enrol.html", context, status=refusal.status)
        )
    return _finished(request, person)


def _finished(request: HttpRequest, person: SignedIn) -> HttpResponseBase:
    """The recovery codes, as the answer to the proof: they are shown this once."""
    opened, codes = enrolling.finish_enrolment(
        person.session, address=source_address(request), at=now()
    )
    context = {"codes": codes, "login": person.login, "first": True}
    response = render(request, "portal/people/recovery_codes.html", context)
    keep_session(request, response, opened)
    return response


def _enrolling(request: HttpRequest) -> SignedIn | None:
    person = person_of(request)
    return person if person is not None and person.step == "enrolling" else None


def with_script(response: HttpResponse) -> HttpResponse:
    """Our own script of passkeys may run on this page."""
    response.headers["Content-Security-Policy"] = POLICY
    return response
