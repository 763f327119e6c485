"""Who may call an operation: ``@requires(Permission.X)`` or ``@public("why")`` below the route.

The API is for programs: certificate and credential are proven together by the router
(``machines.ProgramBearer``), the permission here. The operation runs in a transaction of the
program's organisation, so that whatever belongs to another is not there. What was refused is
on record, as on pages (``portal/access.py``).
Source: standards/security-controls.md TEC-01, TEC-05, EXT-2, A3.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, get_type_hints

from django.http import Http404, HttpRequest

from daiko.api.machines import machine_of
from daiko.people.errors import PermissionMissing
from daiko.people.machines import Machine
from daiko.people.web import note_refused
from daiko.platform.acts import Public, Requires, declare
from daiko.platform.clock import now
from daiko.platform.errors import Refused
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import as_tenant

Operation = TypeVar("Operation", bound=Callable[..., Any])
_NOT_THERE = 404


def public(why: str) -> Callable[[Operation], Operation]:
    """Declare that everybody may call this operation, and why."""

    def declaring(operation: Operation) -> Operation:
        declare(operation, Public(why))
        return operation

    return declaring


def requires(
    permission: Permission, *, own_transaction: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Only programs with this permission, in a transaction of their organisation.

    ``own_transaction``: the operation reads a long body first and opens it itself. Raises
    ``PermissionMissing`` for a program without the permission.
    """

    def declaring(operation: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(operation)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            machine = machine_of(request)
            if permission not in machine.permissions:
                note_refused(machine, operation.__name__, why="permission", at=now())
                raise PermissionMissing(permission=permission.value)
            if own_transaction:
                return operation(request, *args, **kwargs)
            try:
                with as_tenant(machine.tenant):
                    return operation(request, *args, **kwargs)
            except (Http404, Refused) as refusal:
                _note(machine, operation.__name__, refusal)
                raise

        declare(guarded, Requires(frozenset({permission})))
        guarded.__signature__ = _resolved(operation)  # type: ignore[attr-defined]  # read by ninja
        return guarded

    return declaring


def _note(machine: Machine, name: str, refusal: Http404 | Refused) -> None:
    if isinstance(refusal, Http404) or refusal.status == _NOT_THERE:
        note_refused(machine, name, why="not there", at=now())


def _resolved(operation: Callable[..., Any]) -> inspect.Signature:
    """The signature with its types looked up where the operation stands, not here."""
    hints = get_type_hints(operation, include_extras=True)
    signature = inspect.signature(operation)
    return signature.replace(
        parameters=[
            parameter.replace(annotation=hints.get(name, parameter.annotation))
            for name, parameter in signature.parameters.items()
        ]
    )
