"""Programs of organisations at the API: who a request comes from.

Certificate and credential are proven together; the certificate is the one the trusted proxy
verified, the credential comes as ``Authorization: Bearer``. What a program may call is
declared by ``access.requires``.
Source: standards/security-controls.md TEC-01, TEC-05, EXT-2, A3.
"""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from ninja.security import HttpBearer

from daiko.people.errors import CredentialRefused
from daiko.people.machines import Machine, authenticate
from daiko.platform.certificates import ClientCertificateRefused
from daiko.platform.clock import now
from daiko.platform.proxy import peer

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
