"""Who may call an operation: ``@requires(Permission.X)`` or ``@public("why")`` below the route.

The same rules as the portal's (``portal/access.py``), answered by problems: 401 for a
stranger, a resting or half-proven session, 404 for whatever is not the caller's.
Source: standards/security-controls.md TEC-01, TEC-05, A3.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, TypeVar, get_type_hints

from django.http import Http404, HttpRequest, StreamingHttpResponse
from ninja.errors import HttpError
from ninja.utils import check_csrf

from daiko.people.permissions import Permission
from daiko.people.web import Public, Requires, acting, declare, note_refused, person_of
from daiko.platform.clock import now
from daiko.platform.tenancy import as_tenant

__all__ = ["acting", "public", "requires", "resolved"]
Operation = TypeVar("Operation", bound=Callable[..., Any])


def public(why: str) -> Callable[[Operation], Operation]:
    """Declare that everybody may call this operation, and why."""

    def declaring(operation: Operation) -> Operation:
        declare(operation, Public(why))
        return operation

    return declaring


def requires(*any_of: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Only callers who hold one of the permissions; in a transaction of their organisation."""

    def declaring(operation: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(operation)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            person = person_of(request)
            if person is None or not person.is_proven:
                raise HttpError(401, "session")
            if check_csrf(request) is not None:  # the caller is known by a cookie
                raise HttpError(403, "csrf")
            if not any(person.may(permission) for permission in any_of):
                note_refused(person, operation.__name__, why="permission", at=now())
                raise Http404
            try:
                with as_tenant(person.sees):
                    answer = operation(request, *args, **kwargs)
            except Http404:
                note_refused(person, operation.__name__, why="not there", at=now())
                raise
            if isinstance(answer, StreamingHttpResponse):
                parts: Any = answer.streaming_content
                answer.streaming_content = _behind_the_wall(person.sees, parts)
            return answer

        guarded.__signature__ = resolved(operation)  # type: ignore[attr-defined]  # read by ninja
        declare(guarded, Requires(frozenset(any_of)))
        return guarded

    return declaring


def _behind_the_wall(tenant: str, parts: Iterator[bytes]) -> Iterator[bytes]:
    with as_tenant(tenant):
        yield from parts


def resolved(operation: Callable[..., Any]) -> inspect.Signature:
    """The signature with its types looked up where the operation stands, not here."""
    hints = get_type_hints(operation, include_extras=True)
    signature = inspect.signature(operation)
    return signature.replace(
        parameters=[
            parameter.replace(annotation=hints.get(name, parameter.annotation))
            for name, parameter in signature.parameters.items()
        ]
    )
