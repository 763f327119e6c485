"""Programs: a secret opens only with its certificate, for one organisation, until its day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from acting import as_owner
from daiko.audit import queries as audit
from daiko.people import credentials, machines, services
from daiko.people.credentials import NewCredential
from daiko.people.errors import (
    CertificateOfAnother,
    CertificateUnknown,
    CredentialRefused,
    CredentialUnknown,
    NetworkNotApproved,
    ScopeNotOfOrganisation,
)
from daiko.people.machines import Machine
from daiko.people.models import ApiCredential
from daiko.people.permissions import PERMISSIONS_OF, allowable
from daiko.people.roles import holdable
from daiko.platform.actors import Actor, ActorKind
from daiko.platform.certificates import ClientCertificate, read_certificate
from daiko.platform.client_ca import ClientCa
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import AGENCY, process_tenant

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 5, 1, 0, tzinfo=UTC)
OFFICER = Actor(ActorKind.OPERATOR, "officer", tenant=AGENCY)
PROVIDER, INSURER = "provider:1319900013", "insurer:06139992"
ADDRESS = "192.0.2.10"
SEND = Permission.PROVIDER_SUBMISSION_CREATE
READ = Permission.INSURER_PACKAGE_READ


@pytest.fixture
def ca(tmp_path: Path) -> ClientCa:
    return ClientCa.made(tmp_path / "ca", name="test", at=AT)


class Program:
    """A program of an organisation with its certificate and its credential."""

    def __init__(self, ca: ClientCa, tenant: str, *scopes: Permission) -> None:
        self.certificate = a_certificate(ca, tenant)
        register(self.certificate, tenant)
        self.new = issue(self.certificate, *scopes)

    def enters(
        self,
        *,
        certificate: ClientCertificate | None = None,
        secret: str | None = None,
        address: str = ADDRESS,
        at: datetime = AT,
    ) -> Machine:
        return machines.authenticate(
            secret or self.new.secret, certificate or self.certificate, address=address, at=at
        )


def a_certificate(ca: ClientCa, tenant: str) -> ClientCertificate:
    return read_certificate(ca.issue(tenant, label="test", at=AT).certificate)


def register(certificate: ClientCertificate, tenant: str) -> int:
    return credentials.register_certificate(certificate, tenant=tenant, by=OFFICER, at=AT)


def issue(certificate: ClientCertificate, *scopes: Permission) -> NewCredential:
    return credentials.issue(certificate.serial, label="test", scopes=scopes, by=OFFICER, at=AT)


def reason(certificate: ClientCertificate) -> str:
    (entry, *_) = audit.entries(subject=f"certificate {certificate.serial}")
    assert (entry.event, entry.result) == ("people.machine.refused", "refused")
    return str(entry.fields["why"])


def test_secret_and_certificate_together_open(ca: ClientCa) -> None:
    """What may be done is what the credential names; the actor carries the certificate."""
    machine = Program(ca, PROVIDER, SEND).enters()
    assert (machine.tenant, machine.actor.kind) == (PROVIDER, ActorKind.MACHINE)
    assert machine.permissions == {SEND, Permission.OWN_CREDENTIAL_READ}
    assert machine.actor.certificate == machine.certificate
    assert machine.actor.source_address == ADDRESS


def test_every_wrong_pair_reads_the_same_and_is_on_record_apart(ca: ClientCa) -> None:
    """Unknown, of another, revoked, expired: the same words; the record says which."""
    one, other = Program(ca, PROVIDER, SEND), Program(ca, INSURER, READ)
    late, gone, dead = (Program(ca, PROVIDER, SEND) for _ in range(3))
    credentials.revoke(gone.new.credential_id, by=OFFICER, at=AT)
    credentials.revoke_certificate(dead.certificate.serial, by=OFFICER, at=AT)
    stranger = a_certificate(ca, PROVIDER)
    cases = [
        (lambda: one.enters(secret="x" * 43), one.certificate, "credential-unknown"),
        (lambda: one.enters(certificate=other.certificate), other.certificate,
         "certificate-of-another"),
        (lambda: one.enters(certificate=stranger), stranger, "certificate-unknown"),
        (lambda: late.enters(at=AT + timedelta(days=366)), late.certificate, "credential-expired"),
        (gone.enters, gone.certificate, "credential-revoked"),
        (dead.enters, dead.certificate, "certificate-revoked"),
    ]  # fmt: skip
    words = set()
    for attempt, certificate, why in cases:
        with pytest.raises(CredentialRefused) as refusal:
            attempt()
        words.add((str(refusal.value), refusal.value.code, refusal.value.status))
        assert reason(certificate) == why
    assert len(words) == 1


def test_a_program_comes_by_the_lines_of_its_organisation(ca: ClientCa) -> None:
    program = Program(ca, PROVIDER, SEND)
    services.approve_network(PROVIDER, "10.20.0.0/16", line="ip-vpn", by=OFFICER, at=AT)
    with pytest.raises(NetworkNotApproved):
        program.enters()
    with pytest.raises(NetworkNotApproved):
        program.enters(address="")
    assert program.enters(address="10.20.3.4").tenant == PROVIDER


def test_rotation_overlaps_and_ends(ca: ClientCa) -> None:
    """Old and new work side by side for a while, then only the new one, with its certificate."""
    program = Program(ca, PROVIDER, SEND)
    renewed = a_certificate(ca, PROVIDER)
    register(renewed, PROVIDER)
    new = credentials.rotate(
        program.new.credential_id,
        serial=renewed.serial,
        overlap=timedelta(days=2),
        by=OFFICER,
        at=AT,
    )
    assert program.enters(at=AT + timedelta(days=1)).tenant == PROVIDER
    machine = program.enters(secret=new.secret, certificate=renewed, at=AT + timedelta(days=3))
    assert SEND in machine.permissions
    with pytest.raises(CredentialRefused):
        program.enters(at=AT + timedelta(days=3))
    with pytest.raises(CredentialRefused):
        program.enters(secret=new.secret)  # with the old certificate
    with pytest.raises(CredentialUnknown):
        credentials.rotate(program.new.credential_id, by=OFFICER, at=AT + timedelta(days=3))


def test_a_certificate_is_of_one_organisation(ca: ClientCa) -> None:
    certificate = a_certificate(ca, PROVIDER)
    with pytest.raises(CertificateOfAnother):
        register(certificate, INSURER)
    with pytest.raises(CertificateUnknown):
        issue(certificate, SEND)
    assert register(certificate, PROVIDER) == register(certificate, PROVIDER)
    other = Program(ca, INSURER, READ)
    with pytest.raises(CertificateOfAnother):
        credentials.rotate(other.new.credential_id, serial=certificate.serial, by=OFFICER, at=AT)


@pytest.mark.parametrize("scope", list(Permission))
def test_programs_are_allowed_their_organisations_own_work_only(
    ca: ClientCa, scope: Permission
) -> None:
    """Never more than people of the organisation may do, and nothing of the agency's."""
    certificate = a_certificate(ca, PROVIDER)
    register(certificate, PROVIDER)
    if scope in allowable(PROVIDER):
        assert any(scope in PERMISSIONS_OF[role] for role in holdable(PROVIDER))
        issue(certificate, scope)
    else:
        with pytest.raises(ScopeNotOfOrganisation):
            issue(certificate, scope)


def test_a_credential_ends_with_its_certificate(ca: ClientCa) -> None:
    short = read_certificate(
        ca.issue(PROVIDER, label="short", at=AT, life=timedelta(days=10)).certificate
    )
    register(short, PROVIDER)
    assert issue(short, SEND).valid_to == short.not_after


def test_the_database_keeps_what_was_issued(ca: ClientCa) -> None:
    """No other organisation, no more scopes, no longer life, no way back, no removal."""
    program = Program(ca, PROVIDER, SEND)
    row = ApiCredential.objects.filter(id=program.new.credential_id)
    assert program.new.secret not in str(row.values().get())
    for change in (
        {"tenant": INSURER},
        {"scopes": [SEND.value, READ.value]},
        {"secret_hash": "x"},
        {"valid_to": program.new.valid_to + timedelta(days=1)},
    ):
        with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
            row.update(**change)
    credentials.revoke(program.new.credential_id, by=OFFICER, at=AT)
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        row.update(revoked_at=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("DELETE FROM people_api_credential")
    with as_owner(), pytest.raises(DatabaseError, match="stay"), transaction.atomic():
        connection.cursor().execute("DELETE FROM people_api_credential")


def test_a_credential_cannot_be_of_another_than_its_certificate(ca: ClientCa) -> None:
    program = Program(ca, PROVIDER, SEND)
    row = ApiCredential.objects.get(id=program.new.credential_id)
    row.pk, row.tenant, row.secret_hash = None, INSURER, "y"
    with pytest.raises(DatabaseError, match="people_credential_of_tenant"), transaction.atomic():
        row.save(force_insert=True)


def test_credentials_are_behind_the_wall(ca: ClientCa) -> None:
    """An organisation sees its certificates; hashes of secrets nobody but the agency."""
    Program(ca, PROVIDER, SEND)
    for tenant, certificates_seen in ((PROVIDER, 1), (INSURER, 0), ("", 0)):
        process_tenant(tenant)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM people_client_certificate")
                assert cursor.fetchone() == (certificates_seen,)
                cursor.execute("SELECT count(*) FROM people_api_credential")
                assert cursor.fetchone() == (0,)
        finally:
            process_tenant(AGENCY)
