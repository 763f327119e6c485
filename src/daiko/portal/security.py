"""What the portal lets a browser do: its own files only, nothing inline, nothing framed.

And nothing left on a screen nobody looks at: a page of a signed-in person goes to the lock
page by itself once the session rests. Source: standards/security-controls.md part D, PHY-7.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from daiko.people.sessions import SignedIn, idle_limit
from daiko.people.web import person_of

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class ContentSecurityPolicyMiddleware:
    """Adds the policy to every answer; pages with persons' data are never cached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


_SHOWN, _REFUSED = 200, 400
_AFTER_REST: Final = 5  # seconds: by then the server has put the session to rest for sure


SENDS_FILES: Final = frozenset(
    {"insurer:cards", "portal:check", "portal:registry-import", "provider:send"}
)
"""Pages that stay: leaving would break off a file that is on its way for longer than the rest
takes to come. They show nobody's data before it has arrived."""


class ClearScreenMiddleware:
    """Pages leave the screen when their session begins to rest, without script.

    A header, since a page that was left open asks nothing. Whoever worked on in another
    window meanwhile is led back to the page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        person = person_of(request)
        match = request.resolver_match
        is_shown = request.method == "GET" and response.status_code == _SHOWN
        stays = match is not None and is_shown and match.view_name in SENDS_FILES
        if person is not None and person.is_proven and _is_page(response) and not stays:
            response.headers["Refresh"] = f"{_seconds(person)}; url={_lock_page(request, response)}"
        return response


def _is_page(response: HttpResponse) -> bool:
    is_shown = response.status_code == _SHOWN or response.status_code >= _REFUSED
    return is_shown and response.headers.get("Content-Type", "").startswith("text/html")


def _seconds(person: SignedIn) -> int:
    return int(idle_limit(person.roles).total_seconds()) + _AFTER_REST


def _lock_page(request: HttpRequest, response: HttpResponse) -> str:
    """Back to what can be read again; every refusal leads to the same place."""
    lock = reverse("portal:lock")
    if request.method != "GET" or response.status_code != _SHOWN:
        return lock
    return f"{lock}?{urlencode({'next': request.get_full_path()})}"
