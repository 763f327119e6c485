"""A browser whose client certificate is not accepted gets a page that says why, nothing else.

Source: standards/security-controls.md A11, EXT-1.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from daiko.platform.certificates import ClientCertificateRefused, Flaw
from daiko.platform.clock import now
from daiko.platform.proxy import peer
from daiko.portal import problems


class CertificateMiddleware:
    """Stands behind that of the API, which answers its own addresses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        flaw = peer(request).flaw_at(now())
        if flaw in (None, Flaw.MISSING):
            return self.get_response(request)
        return problems.refused(request, ClientCertificateRefused(flaw))
