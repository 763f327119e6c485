"""Where a request comes from: what the proxy in front says, believed from that proxy only.

nginx ends TLS, verifies the client's certificate and says the result in headers. Anybody can
send such headers, so they are read only when the connection itself comes from a trusted
proxy (``DAIKO_PROXIES``: addresses or ranges, ``unix`` for our socket); anything else
that carries them is noted and they are ignored. Nothing is trusted by default.
Source: standards/security-controls.md A11, TEC-01, EXT-1, EXT-2.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any, Final
from urllib.parse import unquote

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from daiko.platform.certificates import ClientCertificate, Flaw, flaw_of, read_certificate

log = structlog.get_logger()

CERTIFICATE_HEADER: Final = "Daiko-Client-Certificate"
VERIFY_HEADER: Final = "Daiko-Client-Verify"
ADDRESS_HEADER: Final = "X-Forwarded-For"
_UNIX: Final = "unix"
_SUCCESS: Final = "SUCCESS"
_FAILED: Final = "FAILED"
_FLAWS: Final = (  # OpenSSL's words in nginx's $ssl_client_verify
    ("CRL", Flaw.LIST_UNUSABLE),  # "CRL has expired" before "certificate has expired"
    ("expired", Flaw.EXPIRED),
    ("not yet valid", Flaw.NOT_YET_VALID),
    ("revoked", Flaw.REVOKED),
)


@dataclass(frozen=True, slots=True)
class Peer:
    """Who is at the other end. ``certificate`` only when verified; ``flaw`` says why not.

    ``is_proxied``: the connection came from a trusted proxy, whose word this is.
    """

    address: str
    certificate: ClientCertificate | None
    flaw: Flaw | None
    is_proxied: bool

    def flaw_at(self, at: datetime) -> Flaw | None:
        """What is wrong with the certificate now; ``Flaw.MISSING`` without one."""
        if self.flaw is not None:
            return self.flaw
        return Flaw.MISSING if self.certificate is None else flaw_of(self.certificate, at=at)


def header_names() -> tuple[str, str, str]:
    """Headers of certificate (URL-encoded PEM), verify result and client address."""
    return (
        os.environ.get("DAIKO_CERTIFICATE_HEADER") or CERTIFICATE_HEADER,
        os.environ.get("DAIKO_VERIFY_HEADER") or VERIFY_HEADER,
        os.environ.get("DAIKO_ADDRESS_HEADER") or ADDRESS_HEADER,
    )


def peer_of(meta: Mapping[str, Any]) -> Peer:
    """The other end of a request, from its WSGI environment."""
    direct = str(meta.get("REMOTE_ADDR", ""))
    certificate, verify, forwarded = (_value(meta, name) for name in header_names())
    if not is_trusted(direct):
        if certificate or verify:
            log.warning("proxy.header-ignored", source=direct)
        return Peer(direct, None, None, is_proxied=False)
    address = forwarded.rpartition(",")[2].strip() or direct  # the last is the proxy's own
    if verify.startswith(_FAILED):
        return Peer(address, None, _flaw(verify), is_proxied=True)
    if verify != _SUCCESS or not certificate:
        return Peer(address, None, None, is_proxied=True)
    try:
        found = read_certificate(unquote(certificate).encode())
    except ValueError:
        return Peer(address, None, Flaw.UNREADABLE, is_proxied=True)
    return Peer(address, found, None, is_proxied=True)


def peer(request: HttpRequest) -> Peer:
    """The other end of this request, worked out once."""
    found: Peer | None = getattr(request, "peer", None)
    if found is None:
        found = peer_of(request.META)
        request.peer = found  # type: ignore[attr-defined]  # kept with the request
    return found


def is_trusted(direct: str) -> bool:
    """Whether a connection from this address ("" over our socket) is a trusted proxy's."""
    ranges = _ranges(frozenset(settings.PROXIES))
    if not direct:
        return _UNIX in ranges
    try:
        address = ip_address(direct)
    except ValueError:
        return False
    return any(not isinstance(known, str) and address in known for known in ranges)


class PeerMiddleware:
    """Works out the other end of every request, so that forged headers are noted everywhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        peer(request)
        return self.get_response(request)


@lru_cache(maxsize=8)
def _ranges(words: frozenset[str]) -> tuple[IPv4Network | IPv6Network | str, ...]:
    """Raises ValueError for a setting that is no list of addresses."""
    return tuple(_UNIX if word == _UNIX else ip_network(word) for word in words)


def _value(meta: Mapping[str, Any], name: str) -> str:
    return str(meta.get("HTTP_" + name.upper().replace("-", "_"), "")).strip()


def _flaw(verify: str) -> Flaw:
    reason = verify.partition(":")[2]
    return next((flaw for words, flaw in _FLAWS if words in reason), Flaw.FOREIGN)
