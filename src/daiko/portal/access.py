"""Who may open a page: ``@requires(Permission.X)`` or ``@public("why")``, outermost on a view.

``requires`` leads a stranger to sign in, a resting session to the lock page, and answers
somebody without the permission exactly as if the page were not there. The view, its
templates and its streams run inside a transaction of the person's organisation or branch; whatever
is raised rolls it back.
Source: standards/security-controls.md TEC-01, TEC-05, PHY-7, A3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from typing import Any, NoReturn
from urllib.parse import urlencode, urlsplit

from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from daiko.people.errors import ProofTooOld
from daiko.people.sessions import SignedIn, require_fresh_proof
from daiko.people.web import acting, note_refused, person_of, session_misfit
from daiko.platform.acts import Public, Requires, declare
from daiko.platform.clock import now
from daiko.platform.errors import Refused
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import as_tenant
from daiko.portal import problems

__all__ = ["acting", "person_of", "public", "requires"]
View = Callable[..., HttpResponseBase]
_NOT_THERE = 404


def public(why: str) -> Callable[[View], View]:
    """Declare that everybody may open this page, and why."""

    def declaring(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(request, *args, **kwargs)

        declare(shown, Public(why))
        return shown

    return declaring


def requires(
    *any_of: Permission, fresh: bool = False, own_transaction: bool = False
) -> Callable[[View], View]:
    """Only people who hold one of the permissions; ``fresh``: who proved themselves just now.

    ``own_transaction``: the view reads a long body first and says the tenant itself.
    """
    access = Requires(frozenset(any_of), fresh)

    def declaring(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            person = person_of(request)
            if person is None or not person.is_proven:
                return _first(request, person)
            if not any(person.may(permission) for permission in any_of):
                _refuse(request, person, why="permission")
            if fresh and not _is_fresh(person):
                return _lead(request, "portal:prove")
            wall = nullcontext() if own_transaction else as_tenant(person.sees)
            return _shown(view, request, person, wall, args, kwargs)

        declare(guarded, access)
        return guarded

    return declaring


def _shown(
    view: View,
    request: HttpRequest,
    person: SignedIn,
    wall: AbstractContextManager[None],
    args: Any,
    kwargs: Any,
) -> HttpResponseBase:
    try:
        with wall:
            response = view(request, *args, **kwargs)
    except Refused as refusal:
        if refusal.status != _NOT_THERE:
            return problems.refused(request, refusal)
        _refuse(request, person, why="not there")
    except Http404:
        _refuse(request, person, why="not there")
    if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
        parts: Any = response.streaming_content
        response.streaming_content = _behind_the_wall(person.sees, parts)
    return response


def _behind_the_wall(tenant: str, parts: Iterator[bytes]) -> Iterator[bytes]:
    """A stream is read after the view has ended: in a transaction of its own."""
    with as_tenant(tenant):
        yield from parts


def _refuse(request: HttpRequest, person: SignedIn, *, why: str) -> NoReturn:
    """Not allowed, another organisation's and not there are one answer, all on record."""
    match = request.resolver_match
    note_refused(person, match.view_name if match else "page", why=why, at=now())
    raise Http404


def _is_fresh(person: SignedIn) -> bool:
    try:
        require_fresh_proof(person, at=now())
    except ProofTooOld:
        return False
    return True


def _first(request: HttpRequest, person: SignedIn | None) -> HttpResponseBase:
    """What a request needs before it can be allowed at all."""
    if person is None:
        return _lead(request, "portal:sign-in")
    if person.is_resting:
        return _lead(request, "portal:lock")
    return _lead(request, next_step(person))


def next_step(person: SignedIn) -> str:
    """Name of the page where somebody who is not fully proven goes on."""
    return "portal:enrol" if person.step == "enrolling" else "portal:second-step"


def _lead(request: HttpRequest, name: str) -> HttpResponseBase:
    """To another page first, and back afterwards to what was to be read."""
    query = {"next": request.get_full_path() if _reads(request) else _page_of(request)}
    if why := session_misfit(request):
        query["why"] = why
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode(query)}")


def _reads(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD")


def _page_of(request: HttpRequest) -> str:
    """The page whose form was sent, where the browser tells it and it is ours."""
    sent_from = urlsplit(request.headers.get("Referer", ""))
    return sent_from.path if sent_from.netloc == request.get_host() else "/"
