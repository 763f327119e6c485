"""Operations for programs of organisations: ``@by_program(Permission.X)`` below the route.

Certificate and credential are proven together; the certificate is the one the trusted proxy
verified, the credential comes as ``Authorization: Bearer``. The operation runs in a
transaction of the program's organisation, so that whatever belongs to another is not there.
Source: standards/security-controls.md TEC-01, TEC-05, EXT-2, A3.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest
from ninja.security import HttpBearer

from daiko.api.access import resolved
from daiko.people.errors import CredentialRefused, PermissionMissing
from daiko.people.machines import Machine, authenticate
from daiko.people.permissions import Permission
from daiko.people.web import Requires, declare
from daiko.platform.certificates import ClientCertificateRefused
from daiko.platform.clock import now
from daiko.platform.proxy import peer
from daiko.platform.tenancy import as_tenant

Operation = Callable[..., Any]
_SCHEME: Final = "bearer"
_SECRET_CHARACTERS_MAX: Final = 200


class ProgramBearer(HttpBearer):
    """The proof of a program, as OpenAPI describes it."""

    def __call__(self, request: HttpRequest) -> Machine:
        machine = proven(request)
        request.machine = machine  # type: ignore[attr-defined]  # kept with the request
        return machine

    def authenticate(self, request: HttpRequest, token: str) -> Machine:
        raise NotImplementedError  # __call__ does it all: the certificate comes first


def by_program(
    permission: Permission, *, own_transaction: bool = False
) -> Callable[[Operation], Operation]:
    """Only programs with this permission, in a transaction of their organisation.

    ``own_transaction``: the operation reads a long body first and opens it itself. Raises
    ``PermissionMissing`` for a program without the permission.
    """

    def declaring(operation: Operation) -> Operation:
        @wraps(operation)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            machine = machine_of(request)
            if permission not in machine.permissions:
                raise PermissionMissing(permission=permission.value)
            if own_transaction:
                return operation(request, *args, **kwargs)
            with as_tenant(machine.tenant):
                return operation(request, *args, **kwargs)

        declare(guarded, Requires(frozenset({permission})))
        guarded.__signature__ = resolved(operation)  # type: ignore[attr-defined]  # read by ninja
        return guarded

    return declaring


def machine_of(request: HttpRequest) -> Machine:
    """The program of an operation that requires one. Raises LookupError without."""
    machine = getattr(request, "machine", None)
    if not isinstance(machine, Machine):
        raise LookupError("the operation does not ask for a program")
    return machine


def proven(request: HttpRequest) -> Machine:
    """The program a request comes from.

    Raises ``ClientCertificateRefused``, ``CredentialRefused`` and ``NetworkNotApproved``.
    """
    here, at = peer(request), now()
    flaw = here.flaw_at(at)
    if flaw is not None or here.certificate is None:
        assert flaw is not None
        raise ClientCertificateRefused(flaw)
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    secret = secret.strip()
    if scheme.lower() != _SCHEME or not 0 < len(secret) <= _SECRET_CHARACTERS_MAX:
        raise CredentialRefused
    return authenticate(secret, here.certificate, address=here.address, at=at)
