"""Who a web request comes from.

The middleware reads the session cookie on every request, so that a leaver is out with the
next one. Who may call a view stands on the view (``platform/acts.py``).
Source: standards/security-controls.md TEC-01, TEC-03, TEC-05, A3.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final, Protocol

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from daiko.audit import services as audit
from daiko.people import binding
from daiko.people.entering import Opened
from daiko.people.sessions import SignedIn, signed_in
from daiko.platform.actors import Actor
from daiko.platform.clock import now
from daiko.platform.proxy import peer
from daiko.platform.tenancy import AGENCY, as_tenant

COOKIE: Final = "daiko_session"
COOKIE_HTTPS: Final = "__Host-daiko_session"  # browsers keep it only with Secure, from this host
UNKNOWN_ADDRESS: Final = "0.0.0.0"  # noqa: S104 - not bound to: what a socket without peer says


class PersonMiddleware:
    """Sets ``request.person``: who the session cookie belongs to, or ``None``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = session_token(request)
        person, why = _known(token, request) if token else (None, "")
        request.person = None if why else person  # type: ignore[attr-defined]  # as Django adds request.user
        request.session_misfit = why  # type: ignore[attr-defined]  # so that sign-in can say it
        return self.get_response(request)


def _known(token: str, request: HttpRequest) -> tuple[SignedIn | None, str]:
    """Whose session it is, and why it cannot go on over this connection: one transaction."""
    with as_tenant(AGENCY):
        person = signed_in(token, address=source_address(request), at=now())
        why = binding.misfit(person, peer(request), at=now()) if person is not None else ""
    return person, why


def person_of(request: HttpRequest) -> SignedIn | None:
    """Who the request comes from, as far as proven; ``None`` for a stranger."""
    person = getattr(request, "person", None)
    return person if isinstance(person, SignedIn) else None


def session_misfit(request: HttpRequest) -> str:
    """Why the session of this request ended with it, "" when it did not."""
    return str(getattr(request, "session_misfit", ""))


def acting(request: HttpRequest) -> SignedIn:
    """The person of a view that requires one. Raises LookupError for a stranger."""
    person = person_of(request)
    if person is None:
        raise LookupError("nobody acts; the view does not require a permission")
    return person


def session_token(request: HttpRequest) -> str:
    """The token of the session cookie, "" without one."""
    return request.COOKIES.get(_cookie(request), "")


def keep_session(request: HttpRequest, response: HttpResponseBase, opened: Opened) -> None:
    """Give the browser its session: until it closes, for our pages only, never for script.

    The session is bound to the client certificate of this connection. Raises
    ``CertificateNotOfOrganisation`` where that does not fit its person.
    """
    binding.bind_first(opened.token, peer(request), at=now())
    response.set_cookie(
        _cookie(request),
        opened.token,
        path="/",
        httponly=True,
        samesite="Lax",  # Strict would sign a clerk out who follows a link of an e-mail
        secure=request.is_secure(),
    )


def forget_session(request: HttpRequest, response: HttpResponseBase) -> None:
    """Take the session cookie away."""
    response.delete_cookie(_cookie(request), path="/")


def source_address(request: HttpRequest) -> str:
    """Where the request comes from; a forwarded address counts from a configured proxy alone."""
    return peer(request).address or UNKNOWN_ADDRESS


class Known(Protocol):
    """Somebody who proved to be of an organisation: a person or a program."""

    @property
    def sees(self) -> str: ...

    @property
    def actor(self) -> Actor: ...


def note_refused(by: Known, subject: str, *, why: str, at: datetime) -> None:
    """A refused request goes on record: its view, never what was typed into the address."""
    with as_tenant(by.sees):
        audit.record("access.refused", subject, by=by.actor, at=at, result="refused", why=why)


def _cookie(request: HttpRequest) -> str:
    return COOKIE_HTTPS if request.is_secure() else COOKIE
