"""Who a web request comes from, and what a view declares about who may call it.

The middleware reads the session cookie on every request, so that a leaver is out with the
next one. A view says ``Requires`` or ``Public``; the decorators of the portal and the API
set it, and start-up fails for a view that says neither (``portal/declared.py``).
Source: standards/security-controls.md TEC-01, TEC-03, TEC-05, A3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from daiko.audit import services as audit
from daiko.people import binding
from daiko.people.entering import Opened
from daiko.people.permissions import Permission
from daiko.people.sessions import SignedIn, signed_in
from daiko.platform.clock import now
from daiko.platform.proxy import peer
from daiko.platform.tenancy import as_tenant

COOKIE: Final = "daiko_session"
COOKIE_HTTPS: Final = "__Host-daiko_session"  # browsers keep it only with Secure, from this host
UNKNOWN_ADDRESS: Final = "0.0.0.0"  # noqa: S104 - not bound to: what a socket without peer says
_DECLARED: Final = "daiko_access"


@dataclass(frozen=True, slots=True)
class Requires:
    """Callers hold at least one of these; ``fresh``: and proved themselves just now."""

    any_of: frozenset[Permission]
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Public:
    """Everybody may call it; ``why`` says so to a reviewer."""

    why: str


Access = Requires | Public


def declare(view: Callable[..., Any], access: Access) -> None:
    """Write on a view who may call it; wrappers of ``functools.wraps`` carry it on."""
    setattr(view, _DECLARED, access)


def declared(view: object) -> Access | None:
    """What a view says, or ``None``."""
    found = getattr(view, _DECLARED, None)
    return found if isinstance(found, Requires | Public) else None


class PersonMiddleware:
    """Sets ``request.person``: who the session cookie belongs to, or ``None``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = session_token(request)
        address = source_address(request)
        person = signed_in(token, address=address, at=now()) if token else None
        if person is not None and not binding.holds(person, peer(request), at=now()):
            person = None
        request.person = person  # type: ignore[attr-defined]  # how Django itself adds request.user
        return self.get_response(request)


def person_of(request: HttpRequest) -> SignedIn | None:
    """Who the request comes from, as far as proven; ``None`` for a stranger."""
    person = getattr(request, "person", None)
    return person if isinstance(person, SignedIn) else None


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

    The session is bound to the client certificate of this connection.
    """
    binding.bind(opened.token, peer(request))
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


def note_refused(person: SignedIn, subject: str, *, why: str, at: datetime) -> None:
    """A refused request goes on record: its view, never what was typed into the address."""
    with as_tenant(person.sees):
        audit.record("access.refused", subject, by=person.actor, at=at, result="refused", why=why)


def _cookie(request: HttpRequest) -> str:
    return COOKIE_HTTPS if request.is_secure() else COOKIE
