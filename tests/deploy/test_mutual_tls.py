"""Mutual TLS for real: Debian's nginx in front of Daiko, certificates of our own authority.

Every refusal is a problem document (or a page of ours), never the proxy's. Source:
standards/security-controls.md A11, TEC-01, TEC-14, N-3, EXT-1, EXT-2.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fronted import NGINX, House, asked, free_port, port_answers
from played_month import wait_for

pytestmark = [
    pytest.mark.own_server,
    pytest.mark.skipif(
        not os.path.exists(NGINX),
        reason="NOT TESTED: nginx is not installed (make setup installs nginx-light when root)",
    ),
]
CLINIC, INSURER = "provider:1319900013", "insurer:06132013"
ME = "/api/v1/me"
Certificate = dict[str, Any]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house"))
    try:
        house.json("ca", "init")
        house.start_web()
        house.start_proxy()
        yield house
    finally:
        house.stop()


def certificate(house: House, organisation: str = CLINIC, *options: str) -> Certificate:
    out = str(house.place / "clients")
    value: Certificate = house.json("ca", "issue", organisation, "--out", out, *options)
    return value


def credential(house: House, shown: Certificate, organisation: str, scope: str) -> str:
    house.json("people", "certificate", "register", shown["certificate"], organisation)
    new = house.json("people", "credential", "issue", shown["serial"], "--scope", scope)
    return str(new["secret"])


@pytest.fixture(scope="module")
def clinic(house: House) -> tuple[Certificate, str]:
    shown = certificate(house)
    return shown, credential(house, shown, CLINIC, "provider:submission:create")


@pytest.fixture(scope="module")
def insurer(house: House) -> tuple[Certificate, str]:
    shown = certificate(house, INSURER)
    return shown, credential(house, shown, INSURER, "insurer:package:read")


def refused_for(house: House, shown: Certificate, secret: str) -> str:
    """Why the certificate is refused, by the problem document."""
    problem = house.ask(ME, shown, secret=secret).problem
    assert (problem["status"], problem["code"]) == (401, "client-certificate-refused")
    (error,) = problem["errors"]
    assert error["where"] == "client-certificate"
    return str(error["what"])


def test_certificate_and_credential_open(house: House, clinic: tuple[Certificate, str]) -> None:
    shown, secret = clinic
    answer = house.ask(ME, shown, secret=secret)
    assert answer.status == 200, answer.body
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert "server" not in answer.headers or "/" not in answer.headers["server"]
    assert f'"organisation": "{CLINIC}"'.encode() in answer.body


def test_without_a_certificate(house: House, clinic: tuple[Certificate, str]) -> None:
    problem = house.ask(ME, secret=clinic[1]).problem
    assert (problem["status"], problem["code"]) == (401, "client-certificate-refused")
    assert problem["errors"] == [{"where": "client-certificate", "what": "missing"}]


def test_a_certificate_of_another_authority(
    house: House, clinic: tuple[Certificate, str], tmp_path: Path
) -> None:
    """Of the same name and serial form, signed by somebody else."""
    other = ("--folder", str(tmp_path / "other"))
    house.json("ca", "init", *other)
    assert refused_for(house, certificate(house, CLINIC, *other), clinic[1]) == "foreign"


def test_an_expired_certificate(house: House, clinic: tuple[Certificate, str]) -> None:
    shown = certificate(house, CLINIC, "--at", "2020-01-01", "--days", "30")
    assert refused_for(house, shown, clinic[1]) == "expired"


def test_a_certificate_of_the_future(house: House, clinic: tuple[Certificate, str]) -> None:
    next_year = datetime.now(UTC) + timedelta(days=365)
    shown = certificate(house, CLINIC, "--at", f"{next_year:%Y-%m-%d}")
    assert refused_for(house, shown, clinic[1]) == "not-yet-valid"


def test_a_certificate_of_another_with_this_credential(
    house: House, clinic: tuple[Certificate, str], insurer: tuple[Certificate, str]
) -> None:
    """Certificate of A with the credential of B, both good: refused like an unknown one."""
    crossed = house.ask(ME, insurer[0], secret=clinic[1]).problem
    unknown = house.ask(ME, insurer[0], secret="x" * 43).problem
    assert crossed == unknown
    assert (crossed["status"], crossed["code"]) == (401, "credential-refused")
    assert house.ask(ME, insurer[0], secret=insurer[1]).status == 200


@pytest.mark.parametrize(
    "names",
    [
        ("Daiko-Client-Certificate", "Daiko-Client-Verify"),
        ("daiko_client_certificate", "daiko_client_verify"),
        ("DAIKO-CLIENT_CERTIFICATE", "DAIKO-CLIENT_VERIFY"),
    ],
)
def test_forged_headers_through_the_proxy(
    house: House, clinic: tuple[Certificate, str], names: tuple[str, str]
) -> None:
    """A client without a certificate that says it has one."""
    problem = house.ask(ME, secret=clinic[1], headers=forged(clinic[0], names)).problem
    assert problem["errors"] == [{"where": "client-certificate", "what": "missing"}]


def forged(shown: Certificate, names: tuple[str, str]) -> dict[str, str]:
    from urllib.parse import quote

    pem = Path(shown["certificate"]).read_text()
    return {names[0]: quote(pem), names[1]: "SUCCESS", "X-Forwarded-For": "10.0.0.1"}


def test_forged_headers_around_the_proxy(house: House, clinic: tuple[Certificate, str]) -> None:
    """A web process that is reached without the proxy believes nobody, and notes it."""
    port = free_port()
    direct = house.desk.start("serve", "--port", str(port), "--workers", "0")
    try:
        wait_for(lambda: direct.poll() is not None or port_answers(port), seconds=300)
        headers = forged(clinic[0], ("Daiko-Client-Certificate", "Daiko-Client-Verify"))
        headers["Authorization"] = f"Bearer {clinic[1]}"
        answer = asked(http.client.HTTPConnection("localhost", port), "GET", ME, None, headers)
        assert answer.problem["errors"] == [{"where": "client-certificate", "what": "missing"}]
    finally:
        direct.send_signal(signal.SIGTERM)
        said, _ = direct.communicate(timeout=60)
    assert "proxy.header-ignored" in said


def test_a_revoked_certificate(house: House) -> None:
    """Refused at once by our own reading of the list, and by nginx once it is reloaded."""
    shown = certificate(house)
    secret = credential(house, shown, CLINIC, "provider:submission:create")
    assert house.ask(ME, shown, secret=secret).status == 200
    house.json("ca", "revoke", shown["serial"], "--reason", "keyCompromise")
    assert refused_for(house, shown, secret) == "revoked"
    pid = int((house.place / "nginx" / "run" / "nginx.pid").read_text())
    os.kill(pid, signal.SIGHUP)
    log = house.place / "nginx" / "logs" / "access.log"
    by_nginx = f"FAILED:certificate revoked {shown['serial'].upper()}"

    def is_refused_by_nginx() -> bool:
        assert refused_for(house, shown, secret) == "revoked"
        return by_nginx in log.read_text()

    wait_for(is_refused_by_nginx, seconds=60)


def test_a_certificate_revoked_in_our_register(house: House) -> None:
    """Before any list says so."""
    shown = certificate(house)
    secret = credential(house, shown, CLINIC, "provider:submission:create")
    house.json("people", "certificate", "revoke", shown["serial"])
    assert house.ask(ME, shown, secret=secret).problem["code"] == "credential-refused"


def test_browsers_get_pages(house: House) -> None:
    """The refusal of a certificate is a page of ours, in Japanese first."""
    shown = certificate(house, CLINIC, "--at", "2020-01-01", "--days", "30")
    page = house.ask("/", shown)
    assert page.status == 401
    assert page.headers["content-type"].startswith("text/html")
    assert "有効期限が過ぎています" in page.body.decode()
    assert b"nginx" not in page.body
    sign_in = house.ask("/sign-in/")
    assert sign_in.status == 200
    assert "secure" in sign_in.headers["set-cookie"].lower()


def test_only_tls_1_3(house: House, clinic: tuple[Certificate, str]) -> None:
    context = house.trusting(clinic[0])
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(ssl.SSLError, match="protocol version|PROTOCOL_VERSION"):
        house.ask(ME, context=context, secret=clinic[1])


def test_http_is_not_answered(house: House) -> None:
    connection = http.client.HTTPConnection("localhost", house.port)
    answer = asked(connection, "GET", ME, None, {})
    assert (answer.status, answer.problem["code"]) == (400, "https-required")


def test_what_the_proxy_refuses_itself(house: House, clinic: tuple[Certificate, str]) -> None:
    """Too large a body, too long an address, too large a header: in our words."""
    shown, secret = clinic
    announced = {"Content-Length": str(300 * 1024 * 1024), "Content-Type": "application/zip"}
    for path, headers, status in (
        (f"{ME}?{'x' * 20_000}", {}, 414),
        (ME, {"X-Large": "x" * 20_000}, 431),
        (f"{ME}", announced, 413),
    ):
        method = "POST" if status == 413 else "GET"
        answer = house.ask(path, shown, secret=secret, method=method, headers=headers)
        assert answer.status == status
        assert b"nginx" not in answer.body
        if status == 413:
            assert answer.problem["code"] == "content-too-large"


def test_a_connection_is_not_resumed(house: House, clinic: tuple[Certificate, str]) -> None:
    """Each shows its certificate anew: a session of before would carry a revoked one on."""
    context = house.trusting(clinic[0])
    sessions: list[Any] = [None]
    for _ in range(2):
        with (
            socket.create_connection(("localhost", house.port)) as plain,
            context.wrap_socket(
                plain, server_hostname="localhost", session=sessions[-1]
            ) as encrypted,
        ):
            assert encrypted.version() == "TLSv1.3"
            encrypted.sendall(b"GET /api/v1/rules HTTP/1.0\r\nHost: localhost\r\n\r\n")
            assert encrypted.recv(12).endswith(b"200")
            assert not encrypted.session_reused
            sessions.append(encrypted.session)


def test_an_archive_comes_through(house: House, clinic: tuple[Certificate, str]) -> None:
    """201 with its receipt, 200 with the same one; the proxy keeps none of its bytes."""
    import hashlib

    from building import another
    from intake import an_arrival

    archive = an_arrival([another(1)])
    headers = {
        "Content-Type": "application/zip",
        "Archive-SHA256": hashlib.sha256(archive.data).hexdigest(),
    }
    path = f"/api/v1/submissions?name={archive.name}"
    shown, secret = clinic
    answers = [
        house.ask(path, shown, secret=secret, method="POST", body=archive.data, headers=headers)
        for _ in range(2)
    ]
    assert [answer.status for answer in answers] == [201, 200], answers[0].body
    kept = [p for p in (house.place / "nginx" / "run").rglob("*") if p.is_file()]
    assert [path.name for path in kept] == ["nginx.pid"]


def test_nobody_behind_the_proxy(house: House, clinic: tuple[Certificate, str]) -> None:
    """A problem for programs and a page for people, also for a certificate that fails."""
    expired = certificate(house, CLINIC, "--at", "2020-01-01", "--days", "30")
    house.stop_web()
    for shown in (clinic[0], expired):
        assert house.ask(ME, shown, secret=clinic[1]).problem["code"] == "no-answer"
        page = house.ask("/", shown)
        assert page.status == 502
        assert "しばらくしてから" in page.body.decode()
        assert b"nginx" not in page.body
    house.start_web()
    assert house.ask(ME, clinic[0], secret=clinic[1]).status == 200
