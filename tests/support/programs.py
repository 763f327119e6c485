"""Programs of organisations for tests: a certificate, a credential, and requests with both."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from daiko.people import credentials
from daiko.platform.actors import Actor, ActorKind
from daiko.platform.certificates import read_certificate
from daiko.platform.client_ca import ClientCa
from daiko.platform.permissions import Permission

OFFICER = Actor(ActorKind.OPERATOR, "officer", tenant="agency")
FRONT = "192.0.2.1"  # the trusted proxy; tests set DAIKO_PROXIES to it


class Program:
    """Calls the API as the proxy forwards it."""

    def __init__(self, ca: ClientCa, tenant: str, *scopes: Permission, at: datetime) -> None:
        self.pem = ca.issue(tenant, label="test", at=at).certificate
        self.certificate = read_certificate(self.pem)
        credentials.register_certificate(self.certificate, tenant=tenant, by=OFFICER, at=at)
        serial = self.certificate.serial
        self.new = credentials.issue(serial, label="test", scopes=scopes, by=OFFICER, at=at)
        self.site = Client(SERVER_NAME="localhost", raise_request_exception=False)

    def headers(self, **other: str) -> dict[str, str]:
        return {
            "REMOTE_ADDR": FRONT,
            "HTTP_DAIKO_CLIENT_CERTIFICATE": quote(self.pem.decode()),
            "HTTP_DAIKO_CLIENT_VERIFY": "SUCCESS",
            "HTTP_AUTHORIZATION": f"Bearer {self.new.secret}",
            **other,
        }

    def get(self, path: str, **other: str) -> Any:
        return self.site.get(f"/api/v1/{path}", **self.headers(**other))

    def send(self, name: str, data: bytes, *, digest: str | None = None, **other: str) -> Any:
        sha256 = digest or hashlib.sha256(data).hexdigest()
        return self.site.post(
            f"/api/v1/submissions?name={quote(name)}",
            data,
            content_type="application/zip",
            **self.headers(HTTP_ARCHIVE_SHA256=sha256, **other),
        )


def a_front(folder: Path, monkeypatch: pytest.MonkeyPatch, *, at: datetime) -> ClientCa:
    """An authority whose certificates this installation believes, told by a trusted proxy."""
    monkeypatch.setattr(settings, "PROXIES", {FRONT})
    authority = an_authority(folder, at=at)
    monkeypatch.setenv("DAIKO_CLIENT_CA", str(authority.folder / "certificate.pem"))
    monkeypatch.setenv("DAIKO_CLIENT_CRL", str(authority.folder / "crl.pem"))
    return authority


def an_authority(folder: Path, *, at: datetime) -> ClientCa:
    """A certificate authority of the test's own."""
    return ClientCa.made(folder, name="test", at=at)
