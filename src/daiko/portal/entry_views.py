"""The way in and out: sign-in, second step, lock page, proving oneself again, sign-out.

Works without script, except passkeys. Refusals say the same whatever was wrong.
Source: standards/security-controls.md TEC-01, PHY-7, TEC-03.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from daiko.people import entering, passkeys, sessions
from daiko.people.binding import NETWORK
from daiko.people.errors import CertificateNotOfOrganisation, NetworkNotApproved
from daiko.people.sessions import SignedIn
from daiko.people.web import forget_session, keep_session, session_token, source_address
from daiko.platform.clock import now
from daiko.platform.errors import Refused
from daiko.platform.permissions import Permission
from daiko.portal.access import next_step, person_of, public
from daiko.portal.check_views import POLICY
from daiko.portal.navigation import first_page

_OWN: Final = "touches nothing but the session of its own cookie"


@public("who signs in is not known yet")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """First step: login and password."""
    if request.method != "POST":
        context = {"next": _asked(request), "refusal": _misfit(request)}
        return render(request, "portal/people/sign_in.html", context)
    response = _on(request, "portal:second-step")
    try:
        opened = entering.sign_in(
            request.POST.get("login", ""),
            request.POST.get("password", ""),
            address=source_address(request),
            at=now(),
        )
        keep_session(request, response, opened)
    except Refused as refusal:
        context = {
            "refusal": refusal,
            "next": _asked(request),
            "login": request.POST.get("login", ""),
        }
        return render(request, "portal/people/sign_in.html", context, status=refusal.status)
    return response


def _misfit(request: HttpRequest) -> Refused | None:
    """Why an earlier session ended with its connection, where the address says it."""
    why = request.GET.get("why", "")
    if why == NETWORK:
        return NetworkNotApproved()
    is_known = why in CertificateNotOfOrganisation.words
    return CertificateNotOfOrganisation(why) if is_known else None


@public(_OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponseBase:
    """Second step: code of the app, recovery code, or passkey."""
    person = person_of(request)
    if person is None or person.step != "password":
        return redirect("portal:sign-in")
    if request.method != "POST":
        return _ask(request, person)
    try:
        opened = _second(request, person)
    except Refused as refusal:
        return _ask(request, person, refusal)
    response = redirect(_asked(request) or _landing(session=opened.token, request=request))
    keep_session(request, response, opened)
    return response


def _second(request: HttpRequest, person: SignedIn) -> entering.Opened:
    address, at = source_address(request), now()
    answer = request.POST.get("answer", "")
    if answer:
        return passkeys.second_step_passkey(
            person.session, answer, origin=origin(request), address=address, at=at
        )
    code = request.POST.get("code", "")
    return entering.second_step(session_token(request), code, address=address, at=at)


@public(_OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: HttpRequest) -> HttpResponseBase:
    """The page in front of a resting session: nothing on it but the way on."""
    person = person_of(request)
    if person is None or person.step != "full":
        return redirect("portal:sign-in")
    if not person.is_resting:
        return redirect(_asked(request) or landing(person))
    return _prove(request, person, "lock")


@public(_OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponseBase:
    """A fresh proof before a dangerous act."""
    person = person_of(request)
    if person is None or person.step != "full":
        return redirect("portal:sign-in")
    return _prove(request, person, "lock" if person.is_resting else "prove")


def _prove(request: HttpRequest, person: SignedIn, why: str) -> HttpResponseBase:
    if request.method != "POST":
        return _ask(request, person, why=why)
    address, at = source_address(request), now()
    answer, token = request.POST.get("answer", ""), session_token(request)
    try:
        if answer:
            passkeys.wake_passkey(
                person.session, answer, origin=origin(request), address=address, at=at
            )
        else:
            sessions.wake(token, request.POST.get("code", ""), address=address, at=at)
    except Refused as refusal:
        return _ask(request, person, refusal, why=why)
    return redirect(_asked(request) or _landing(session=token, request=request))


@public(_OWN)
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to ask for a passkey."""
    person = person_of(request)
    if person is None or person.step == "enrolling":
        return JsonResponse({}, status=401)
    options = passkeys.ask_passkey(person.session)
    return HttpResponse(options, content_type="application/json")


@public(_OWN)
@require_POST
def rest(request: HttpRequest) -> HttpResponseBase:
    """Clear the screen now."""
    sessions.rest(session_token(request), at=now())
    response = redirect("portal:lock")
    _clear(request, response)
    return response


@public(_OWN)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """The session is over."""
    entering.leave(session_token(request), at=now())
    request.person = None  # type: ignore[attr-defined]  # so that the page does not greet anybody
    response = render(request, "portal/people/signed_out.html")
    forget_session(request, response)
    _clear(request, response)
    return response


def _clear(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser drop what it kept of our pages; browsers do so over https alone."""
    if request.is_secure():
        response.headers["Clear-Site-Data"] = '"cache"'


def _ask(
    request: HttpRequest, person: SignedIn, refusal: Refused | None = None, *, why: str = "second"
) -> HttpResponse:
    context = {
        "refusal": refusal,
        "why": why,
        "next": _asked(request),
        "has_passkey": passkeys.has_passkey(person.session.account),
    }
    status = refusal.status if refusal else 200
    response = render(request, "portal/people/second_step.html", context, status=status)
    response.headers["Content-Security-Policy"] = POLICY
    return response


def origin(request: HttpRequest) -> str:
    """The origin of our pages as the browser names it."""
    return f"{request.scheme}://{request.get_host()}"


def landing(person: SignedIn) -> str:
    """Address where this person's work begins."""
    if not person.is_proven and not person.is_resting:
        return reverse(next_step(person))
    if person.may(Permission.AGENCY_MONTH_READ):
        return reverse("portal:home")
    return first_page(person)


def _landing(*, session: str, request: HttpRequest) -> str:
    person = sessions.signed_in(session, address=source_address(request), at=now())
    return landing(person) if person else reverse("portal:sign-in")


def _asked(request: HttpRequest) -> str:
    """The page that was to be read, "" for none or for one that is not ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_ours else ""


def _on(request: HttpRequest, name: str) -> HttpResponse:
    """To the next step, with the page that was to be read."""
    wanted = _asked(request)
    return redirect(reverse(name) + (f"?{urlencode({'next': wanted})}" if wanted else ""))
