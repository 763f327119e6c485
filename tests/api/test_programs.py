"""Programs of organisations at the API: sent, listed, fetched; nothing of another is there."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from building import INSURER, PROVIDER, another
from daiko.archive.limits import Limits
from daiko.audit import queries as audit
from daiko.delivery import queries as delivery
from daiko.delivery import services as delivering
from daiko.money.calendar import ProcessingMonth
from daiko.people import credentials, services
from daiko.platform.client_ca import ClientCa
from daiko.platform.clock import now
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import AGENCY, process_tenant
from daiko.reception.models import Submission
from daiko.settlement import services as settlement
from intake import CLERK, SECOND_PROVIDER, a_registry, a_wrong_pair, an_arrival, checked
from programs import OFFICER, Program, a_front
from settlement_world import tokyo

pytestmark = pytest.mark.django_db
SEND, SEE = Permission.PROVIDER_SUBMISSION_CREATE, Permission.PROVIDER_SUBMISSION_READ
FETCH = Permission.INSURER_PACKAGE_READ
PROBLEM = "application/problem+json"
JUNE = ProcessingMonth(2026, 6)


@pytest.fixture
def ca(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ClientCa:
    return a_front(tmp_path / "ca", monkeypatch, at=now())


@pytest.fixture
def provider(ca: ClientCa) -> Program:
    return Program(ca, f"provider:{PROVIDER}", SEND, SEE, at=now())


@pytest.fixture
def insurer(ca: ClientCa) -> Program:
    return Program(ca, f"insurer:{INSURER}", FETCH, at=now())


@pytest.fixture
def june(tmp_path: Path) -> None:
    """Accepted claims of two providers; the month is closed, its packages are not built."""
    a_registry(tmp_path)
    checked(an_arrival([another(1), a_wrong_pair(2)]))
    checked(an_arrival([another(3)], sender=SECOND_PROVIDER))
    settlement.close_month(JUNE, by=CLERK, at=tokyo("2026-06-30"))


def test_a_program_is_told_who_it_is(provider: Program) -> None:
    answer = provider.get("me")
    assert answer.status_code == 200, answer.content
    value = answer.json()
    assert value["organisation"] == f"provider:{PROVIDER}"
    assert value["permissions"] == sorted([SEND, SEE, "own:credential:read"])
    assert value["certificate"] == provider.certificate.serial
    assert value["credential_valid_to"] <= value["certificate_not_after"]


def test_an_archive_is_receipted_once(provider: Program) -> None:
    """201, then 200 with the same receipt and no second record; on record as this program."""
    archive = an_arrival([another(1)])
    first = provider.send(archive.name, archive.data)
    assert first.status_code == 201, first.content
    again = provider.send(archive.name, archive.data)
    assert again.status_code == 200
    assert again.json() == first.json() | {"repeated": True}
    assert first.json()["sha256"] == hashlib.sha256(archive.data).hexdigest()
    assert Submission.objects.count() == 1
    (entry,) = audit.entries(subject=first.json()["receipt_number"])
    assert entry.actor == f"machine:credential-{provider.new.credential_id}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT certificate FROM audit_entry WHERE id = %s", [entry.id])
        assert cursor.fetchone() == (provider.certificate.serial,)
    assert entry.tenant == f"provider:{PROVIDER}"


def test_a_provider_sees_what_it_sent_and_nothing_else(ca: ClientCa, provider: Program) -> None:
    other = Program(ca, f"provider:{SECOND_PROVIDER}", SEND, SEE, at=now())
    own, foreign = an_arrival([another(1)]), an_arrival([another(2)], sender=SECOND_PROVIDER)
    receipt = provider.send(own.name, own.data).json()["receipt_number"]
    hidden = other.send(foreign.name, foreign.data).json()["receipt_number"]
    answer = provider.get("submissions")
    assert [row["receipt_number"] for row in answer.json()["submissions"]] == [receipt]
    assert hidden not in answer.content.decode()
    assert SECOND_PROVIDER not in answer.content.decode()
    assert answer.json()["total"] == 1
    assert provider.get("submissions?month=2020-01").json()["total"] == 0


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (f"{SECOND_PROVIDER}_94899010_202606050_1.zip", "not-your-archive"),
        ("a.zip", "not-your-archive"),
    ],
)
def test_only_own_archives_are_sent(provider: Program, name: str, code: str) -> None:
    answer = provider.send(name, b"x")
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert Submission.objects.count() == 0


def test_what_arrived_otherwise_than_announced_is_not_kept(provider: Program) -> None:
    archive = an_arrival([another(1)])
    flipped = bytes([archive.data[0] ^ 1]) + archive.data[1:]
    digest = hashlib.sha256(archive.data).hexdigest()
    answer = provider.send(archive.name, flipped, digest=digest)
    assert (answer.status_code, answer.json()["code"]) == (422, "digest-differs")
    assert provider.send(archive.name, archive.data, digest="x").status_code == 422
    assert Submission.objects.count() == 0


def test_more_than_an_archive_holds_is_refused(
    provider: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daiko.api.submissions.Limits", lambda: Limits(archive_bytes=100))
    archive = an_arrival([another(1)])
    answer = provider.send(archive.name, archive.data)
    assert (answer.status_code, answer.json()["code"]) == (413, "archive-too-large")


@pytest.mark.usefixtures("june")
def test_an_insurer_fetches_its_archive_once_released(insurer: Program) -> None:
    """Before the release there is nothing; then byte for byte, and on record."""
    assert insurer.get("packages?month=2026-06").json()["packages"] == []
    delivering.build_month(JUNE, by=CLERK, at=tokyo("2026-07-10"))
    value = insurer.get("packages?month=2026-06").json()
    (row,) = value["packages"]
    assert row["documents"] == 2
    answer = insurer.get(f"packages/{row['archive']}")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    assert hashlib.sha256(content).hexdigest() == row["sha256"] == answer["Archive-SHA256"]
    assert len(content) == row["size_bytes"] == int(answer["Content-Length"])
    (entry, *_) = audit.entries(subject=row["archive"])
    assert entry.event == "delivery.package.fetched"
    assert entry.actor == f"machine:credential-{insurer.new.credential_id}"


@pytest.mark.usefixtures("june")
def test_anothers_archive_is_answered_like_one_that_is_not_there(ca: ClientCa) -> None:
    delivering.build_month(JUNE, by=CLERK, at=tokyo("2026-07-10"))
    (package,) = delivery.packages("2026-06")
    stranger = Program(ca, "insurer:06139992", FETCH, at=now())
    assert stranger.get("packages?month=2026-06").json()["packages"] == []
    foreign = stranger.get(f"packages/{package.archive_name}")
    missing = stranger.get(f"packages/{package.archive_name.replace('0_1.zip', '9_1.zip')}")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.json()["code"] == missing.json()["code"] == "package-unknown"
    assert str(package.claim_yen) not in foreign.content.decode()


def test_a_permission_that_was_not_given_is_refused(ca: ClientCa, insurer: Program) -> None:
    sends_only = Program(ca, f"provider:{PROVIDER}", SEND, at=now())
    for answer in (
        sends_only.get("submissions"),
        sends_only.get("packages?month=2026-06"),
        insurer.get("submissions"),
        insurer.send(f"{PROVIDER}_94899010_202606050_1.zip", b"x"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "permission-missing")


def test_refused_programs_get_problems(ca: ClientCa, provider: Program, insurer: Program) -> None:
    """No certificate, a wrong credential, one of another, around the proxy: nothing is told."""
    process_tenant("")  # as in the web process
    try:
        secret = f"Bearer {insurer.new.secret}"
        cases = [
            ({"HTTP_DAIKO_CLIENT_VERIFY": "NONE"}, "client-certificate-refused", "missing"),
            ({"HTTP_DAIKO_CLIENT_VERIFY": "FAILED:certificate revoked"},
             "client-certificate-refused", "revoked"),
            ({"REMOTE_ADDR": "192.0.2.99"}, "client-certificate-refused", "missing"),
            ({"HTTP_AUTHORIZATION": ""}, "credential-refused", ""),
            ({"HTTP_AUTHORIZATION": "Bearer x"}, "credential-refused", ""),
            ({"HTTP_AUTHORIZATION": "Basic eA=="}, "credential-refused", ""),
            ({"HTTP_AUTHORIZATION": secret}, "credential-refused", ""),
        ]  # fmt: skip
        for headers, code, what in cases:
            answer = provider.get("me", **headers)
            value = answer.json()
            assert (answer.status_code, value["code"]) == (401, code), value
            assert answer["Content-Type"].startswith(PROBLEM)
            assert answer["WWW-Authenticate"].startswith("Bearer")
            assert "".join(error["what"] for error in value["errors"]) == what
        assert provider.get("me").status_code == 200
    finally:
        process_tenant(AGENCY)


def test_revocation_counts_at_once(ca: ClientCa, provider: Program) -> None:
    """By the list as soon as its file changes, by our own register before any list."""
    other = Program(ca, f"provider:{PROVIDER}", SEE, at=now())
    ca.revoke(provider.certificate.serial, reason="keyCompromise", at=now())
    answer = provider.get("me")
    assert answer.json()["errors"] == [{"where": "client-certificate", "what": "revoked"}]
    assert other.get("me").status_code == 200
    credentials.revoke_certificate(other.certificate.serial, by=OFFICER, at=now())
    assert other.get("me").json()["code"] == "credential-refused"


def test_a_certificate_that_failed_is_refused_on_pages_too(provider: Program) -> None:
    failed = provider.headers(HTTP_DAIKO_CLIENT_VERIFY="FAILED:certificate has expired")
    site = Client(SERVER_NAME="localhost")
    page = site.get("/rules/", **failed)
    assert page.status_code == 401
    assert "有効期限が過ぎています" in page.content.decode()
    assert site.get("/rules/").status_code == 200
    assert site.get("/api/v1/rules", **failed).json()["code"] == "client-certificate-refused"


def test_a_program_from_a_line_that_is_not_approved(provider: Program) -> None:
    services.approve_network(
        f"provider:{PROVIDER}", "10.20.0.0/16", line="ip-vpn", by=OFFICER, at=now()
    )
    answer = provider.get("me", HTTP_X_FORWARDED_FOR="203.0.113.5")
    assert (answer.status_code, answer.json()["code"]) == (403, "network-not-approved")
    assert provider.get("me", HTTP_X_FORWARDED_FOR="10.20.0.9").status_code == 200
