"""Pages of programs: certificates and API credentials, within one's reach, by a fresh proof."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

import signed_in
from daiko.audit import queries as audit
from daiko.people import credentials, machines
from daiko.people.errors import CredentialRefused
from daiko.people.models import ApiCredential, ClientCertificate, Session
from daiko.people.roles import Role
from daiko.people.web import COOKIE
from daiko.platform.certificates import read_certificate
from daiko.platform.client_ca import ClientCa
from daiko.platform.clock import now
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import AGENCY, as_tenant
from signed_in import OFFICER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("web_process")]
CLINIC, OTHER = "provider:1319900013", "provider:1319900021"
SEND = Permission.PROVIDER_SUBMISSION_CREATE
FORM = {"label": "夜間の自動送信", "scope": SEND.value, "days": "90"}


@pytest.fixture
def ca(tmp_path: Path) -> ClientCa:
    return ClientCa.made(tmp_path / "ca", name="test", at=now())


@pytest.fixture
def admin() -> Client:
    return signed_in.client(Role.PROVIDER_ADMIN, tenant=CLINIC)


def pem_of(ca: ClientCa, tenant: str) -> str:
    return ca.issue(tenant, label="program", at=now()).certificate.decode()


def registered(ca: ClientCa, tenant: str) -> tuple[int, str]:
    """A registered certificate of an organisation: its number here and its PEM."""
    pem = pem_of(ca, tenant)
    with as_tenant(AGENCY):
        number = credentials.register_certificate(
            read_certificate(pem.encode()), tenant=tenant, by=OFFICER, at=now()
        )
    return number, pem


def text(site: Client, address: str, status: int = 200) -> str:
    answer = site.get(address)
    assert answer.status_code == status, (address, answer.headers.get("Location"))
    return str(answer.content.decode())


def issued(site: Client, certificate_id: int) -> tuple[int, str]:
    """A credential made on the page: its number and the secret that is shown once."""
    answer = site.post(f"/accounts/programs/certificates/{certificate_id}/issue/", FORM)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    page = answer.content.decode()
    secret = re.search(r'id="credential-secret">([^<]+)<', page)
    number = re.search(r'href="/accounts/programs/(\d+)/"', page)
    assert secret
    assert number
    return int(number.group(1)), secret.group(1)


def events(subject: str) -> list[str]:
    with as_tenant(AGENCY):
        return [entry.event for entry in audit.entries(subject=subject)]


def stale(site: Client) -> None:
    """The proof of this browser is ten minutes old."""
    from daiko.people.factors import fingerprint

    with as_tenant(AGENCY):
        Session.objects.filter(token_hash=fingerprint(site.cookies[COOKIE].value)).update(
            proved_at=now() - timedelta(minutes=10)
        )


def test_from_a_certificate_to_a_working_credential_and_its_end(
    admin: Client, ca: ClientCa
) -> None:
    """Register, issue (shown once), work, renew, revoke; each on record."""
    assert "まず証明書を登録し" in text(admin, "/accounts/programs/")
    pem = pem_of(ca, CLINIC)
    answer = admin.post("/accounts/programs/certificates/register/", {"pem": pem})
    assert answer.status_code == 302
    with as_tenant(AGENCY):
        row = ClientCertificate.objects.get(tenant=CLINIC)
    assert row.serial in text(admin, "/accounts/programs/certificates/")
    number, secret = issued(admin, row.id)
    certificate = read_certificate(pem.encode())
    machine = machines.authenticate(secret, certificate, address="127.0.0.1", at=now())
    assert (machine.tenant, SEND in machine.permissions) == (CLINIC, True)
    for address in ("/accounts/programs/", f"/accounts/programs/{number}/"):
        page = text(admin, address)
        assert "夜間の自動送信" in page
        assert secret not in page
    assert "7日間は使えます" in text(admin, f"/accounts/programs/{number}/rotate/")
    renewed = admin.post(f"/accounts/programs/{number}/rotate/")
    assert 'id="credential-secret"' in renewed.content.decode()
    assert "元に戻せません" in text(admin, f"/accounts/programs/{number}/revoke/")
    assert admin.post(f"/accounts/programs/{number}/revoke/").status_code == 302
    assert "失効" in text(admin, f"/accounts/programs/{number}/")
    with pytest.raises(CredentialRefused):
        machines.authenticate(secret, certificate, address="127.0.0.1", at=now())
    assert events(f"credential {number}") == [
        "people.credential.revoked",
        "people.credential.issued",
    ]


def test_a_revoked_certificate_takes_its_credentials_along(admin: Client, ca: ClientCa) -> None:
    certificate_id, pem = registered(ca, CLINIC)
    number, secret = issued(admin, certificate_id)
    address = f"/accounts/programs/certificates/{certificate_id}/revoke/"
    assert "すべて次の要求から" in text(admin, address)
    assert admin.post(address).status_code == 302
    assert "証明書が失効" in text(admin, f"/accounts/programs/{number}/")
    with pytest.raises(CredentialRefused):
        machines.authenticate(secret, read_certificate(pem.encode()), address="127.0.0.1", at=now())
    assert admin.post(address).status_code == 404


def test_dangerous_acts_want_a_fresh_proof(admin: Client, ca: ClientCa) -> None:
    """Reading goes on; whatever changes something leads to the proof first."""
    certificate_id, _ = registered(ca, CLINIC)
    number, _ = issued(admin, certificate_id)
    stale(admin)
    assert admin.get("/accounts/programs/").status_code == 200
    for address in (
        "/accounts/programs/certificates/register/",
        f"/accounts/programs/certificates/{certificate_id}/issue/",
        f"/accounts/programs/certificates/{certificate_id}/revoke/",
        f"/accounts/programs/{number}/rotate/",
        f"/accounts/programs/{number}/revoke/",
    ):
        for answer in (admin.get(address), admin.post(address, FORM)):
            assert answer.headers.get("Location", "").startswith("/prove/"), address
    with as_tenant(AGENCY):
        assert ApiCredential.objects.filter(tenant=CLINIC).count() == 1


def test_programs_of_another_organisation_are_not_there(admin: Client, ca: ClientCa) -> None:
    """Neither in the lists nor by their numbers, and nothing of them changes."""
    certificate_id, pem = registered(ca, OTHER)
    with as_tenant(AGENCY):
        new = credentials.issue(
            read_certificate(pem.encode()).serial, label="他院", scopes=[SEND], by=OFFICER, at=now()
        )
    assert "他院" not in text(admin, f"/accounts/programs/?of={OTHER}")
    for address in (
        f"/accounts/programs/{new.credential_id}/",
        f"/accounts/programs/{new.credential_id}/rotate/",
        f"/accounts/programs/{new.credential_id}/revoke/",
        f"/accounts/programs/certificates/{certificate_id}/issue/",
        f"/accounts/programs/certificates/{certificate_id}/revoke/",
    ):
        assert admin.get(address).status_code == 404
        assert admin.post(address, FORM).status_code in (404, 405)
    with as_tenant(AGENCY):
        assert ApiCredential.objects.get(id=new.credential_id).revoked_at is None


def test_whose_certificate_may_be_registered(admin: Client, ca: ClientCa) -> None:
    """One's own by name; none that names another or nobody; nothing that is no certificate."""
    for pem, words in (
        (pem_of(ca, OTHER), f"この証明書の組織は {OTHER}"),
        (ca.issue_server("gate.clinic.example", at=now()).certificate.decode(), "組織の名前"),
        ("-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----", "PEM"),
        ("", "PEM"),
    ):
        answer = admin.post("/accounts/programs/certificates/register/", {"pem": pem})
        assert answer.status_code in (409, 422)
        assert words in answer.content.decode()
    officer = signed_in.client(Role.SECURITY_OFFICER)
    form = {"pem": pem_of(ca, OTHER), "tenant": OTHER}
    assert officer.post("/accounts/programs/certificates/register/", form).status_code == 302
    form["tenant"] = "provider:12"
    assert officer.post("/accounts/programs/certificates/register/", form).status_code == 422


def test_a_credential_names_what_it_may_and_what_it_is_for(admin: Client, ca: ClientCa) -> None:
    """No scope, no label, a scope of insurers, an endless life: nothing is issued."""
    certificate_id, _ = registered(ca, CLINIC)
    address = f"/accounts/programs/certificates/{certificate_id}/issue/"
    for change, status in (
        ({"scope": ""}, 422),
        ({"label": "  "}, 422),
        ({"scope": Permission.INSURER_PACKAGE_READ.value}, 422),
        ({"days": "99999"}, 404),
    ):
        assert admin.post(address, FORM | change).status_code == status
    with as_tenant(AGENCY):
        assert not ApiCredential.objects.filter(tenant=CLINIC).exists()


def test_the_agency_sees_all_and_the_auditor_only_looks(ca: ClientCa) -> None:
    certificate_id, pem = registered(ca, CLINIC)
    officer, auditor = (
        signed_in.client(Role.SECURITY_OFFICER),
        signed_in.client(Role.AUDITOR),
    )
    number, _ = issued(officer, certificate_id)
    assert "夜間の自動送信" in text(officer, f"/accounts/programs/?of={CLINIC}")
    assert "夜間の自動送信" not in text(officer, f"/accounts/programs/?of={OTHER}")
    assert "API 資格情報はありません" in text(officer, "/accounts/programs/?of=nonsense")
    page = text(auditor, f"/accounts/programs/{number}/")
    assert "失効させる" not in page
    assert auditor.post(f"/accounts/programs/{number}/revoke/").status_code == 404
    clerk = signed_in.client(Role.PROVIDER_CLERK, tenant=CLINIC)
    assert clerk.get("/accounts/programs/").status_code == 404


def test_a_long_list_comes_in_pages(ca: ClientCa) -> None:
    officer = signed_in.client(Role.SECURITY_OFFICER)
    _, pem = registered(ca, CLINIC)
    serial = read_certificate(pem.encode()).serial
    with as_tenant(AGENCY):
        for number in range(51):
            credentials.issue(serial, label=f"第{number}", scopes=[SEND], by=OFFICER, at=now())
    page = text(officer, f"/accounts/programs/?of={CLINIC}")
    assert "51 件のうち 1–50 件" in page
    assert "第0<" in text(officer, f"/accounts/programs/?of={CLINIC}&page=2")
