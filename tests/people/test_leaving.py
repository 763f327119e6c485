"""Who leaves is out at once, everywhere, with everything they could still use through others.

A6 allows 60 seconds; here it is the very next request, since nothing is cached: sessions,
credentials, invitations and proposals are read from the database each time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from daiko.audit import queries as audit
from daiko.people import credentials, enrolling, jobs, machines, services
from daiko.people.errors import CredentialRefused, InvitationUnusable
from daiko.people.factors import fingerprint
from daiko.people.models import Account, Session
from daiko.people.roles import Role
from daiko.people.services import Newcomer, actor_name
from daiko.people.sessions import signed_in
from daiko.people.web import COOKIE
from daiko.platform.actors import SYSTEM, Actor, ActorKind
from daiko.platform.certificates import ClientCertificate, read_certificate
from daiko.platform.client_ca import ClientCa
from daiko.platform.clock import now, tokyo_date
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import AGENCY
from daiko.registry import proposals
from daiko.registry import services as registry
from daiko.registry.exporting import export
from intake import a_registry
from signed_in import OFFICER, client, session

pytestmark = pytest.mark.django_db
CLINIC = "provider:1319900013"
ADDRESS = "127.0.0.1"


def account_of(token: str) -> int:
    return int(Session.objects.get(token_hash=fingerprint(token)).account_id)


def actor(account_id: int) -> Actor:
    return Actor(ActorKind.ACCOUNT, actor_name(account_id), tenant=AGENCY)


def on_record(account_id: int, event: str) -> list[audit.Entry]:
    wanted = audit.Wanted(subject=f"account {account_id}", event=event)
    return list(audit.search(wanted))


def a_certificate(folder: Path, tenant: str) -> ClientCertificate:
    ca = ClientCa.made(folder / "ca", name="test", at=now())
    certificate = read_certificate(ca.issue(tenant, label="test", at=now()).certificate)
    credentials.register_certificate(certificate, tenant=tenant, by=OFFICER, at=now())
    return certificate


def a_proposal(folder: Path, by: Actor) -> int:
    """A changed price that waits for a second person."""
    a_registry(folder / "registry")
    changed = folder / "changed"
    changed.mkdir()
    export(changed, by=OFFICER, at=now(), tables=["contract_prices"])
    path = changed / "contract_prices.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert '"7680"' in text
    path.write_text(text.replace('"7680"', '"7690"'), encoding="utf-8")
    proposal = registry.load(changed, by=by, at=now()).proposal
    assert proposal is not None
    return proposal


def test_the_next_request_of_a_leaver_is_a_strangers() -> None:
    """Every session of the person, wherever it is open; not one second later."""
    site = client(Role.AGENCY_CHECKER)
    token = site.cookies[COOKIE].value
    account_id = account_of(token)
    assert site.get("/submissions/").status_code == 200
    services.end(account_id, by=OFFICER, at=now())
    answer = site.get("/submissions/")
    assert (answer.status_code, answer.headers["Location"][:9]) == (302, "/sign-in/")
    assert signed_in(token, address=ADDRESS, at=now()) is None
    assert not Session.objects.filter(account_id=account_id, ended_at__isnull=True).exists()


def test_invitations_that_a_leaver_made_are_void() -> None:
    """The leaver has seen their addresses; those made by others go on."""
    officer = account_of(session(Role.SECURITY_OFFICER))
    newcomers = [
        Newcomer(f"{name}@leaving.example", "新人", CLINIC, frozenset({Role.PROVIDER_CLERK}))
        for name in ("known-to-the-leaver", "made-by-another")
    ]
    known = services.invite(newcomers[0], by=actor(officer), at=now())
    other = services.invite(newcomers[1], by=OFFICER, at=now())
    services.end(officer, by=OFFICER, at=now())
    assert enrolling.invited_account(other.token, at=now()) is not None
    with pytest.raises(InvitationUnusable):
        enrolling.accept(known.token, "a-long-pass-phrase-17", address=ADDRESS, at=now())


def test_the_invitation_of_a_leaver_is_void() -> None:
    newcomer = Newcomer("never@leaving.example", "新人", CLINIC, frozenset({Role.PROVIDER_CLERK}))
    invited = services.invite(newcomer, by=OFFICER, at=now())
    services.end(invited.account_id, by=OFFICER, at=now())
    with pytest.raises(InvitationUnusable):
        enrolling.accept(invited.token, "a-long-pass-phrase-17", address=ADDRESS, at=now())


def test_secrets_that_a_leaver_was_shown_open_nothing(tmp_path: Path) -> None:
    """A credential renewed by another person works on; the leaver's does not."""
    leaver = account_of(session(Role.PROVIDER_ADMIN, tenant=CLINIC))
    certificate = a_certificate(tmp_path, CLINIC)
    scopes = [Permission.PROVIDER_SUBMISSION_READ]
    shown = credentials.issue(
        certificate.serial, label="x", scopes=scopes, by=actor(leaver), at=now()
    )
    renewed = credentials.rotate(shown.credential_id, by=OFFICER, at=now())
    machines.authenticate(shown.secret, certificate, address=ADDRESS, at=now())
    services.end(leaver, by=OFFICER, at=now())
    with pytest.raises(CredentialRefused):
        machines.authenticate(shown.secret, certificate, address=ADDRESS, at=now())
    machines.authenticate(renewed.secret, certificate, address=ADDRESS, at=now())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("by", [OFFICER, SYSTEM], ids=["a person", "the nightly job"])
def test_proposals_of_a_leaver_are_rejected(tmp_path: Path, by: Actor) -> None:
    """Nobody approves what somebody proposed who no longer answers for it."""
    leaver = account_of(session(Role.AGENCY_SETTLEMENT))
    proposal = a_proposal(tmp_path, actor(leaver))
    services.end(leaver, by=by, at=now())
    row = proposals.proposal(proposal, at=now())
    assert (row.state, row.decided_by) == ("rejected", by.name)
    assert "終了" in row.reason
    (entry,) = on_record(leaver, "people.account.ended")
    assert (entry.fields["proposals"], entry.fields["credentials"]) == (1, 0)


@pytest.fixture
def at() -> datetime:
    return now()


def working(login: str, *, last_used_at: datetime | None, **fields: object) -> Account:
    """An active account with an open session."""
    invited = services.invite(
        Newcomer(login, "利用者", AGENCY, frozenset({Role.AGENCY_CHECKER})), by=OFFICER, at=now()
    )
    Account.objects.filter(id=invited.account_id).update(
        state=Account.State.ACTIVE, last_used_at=last_used_at, **fields
    )
    account = Account.objects.get(id=invited.account_id)
    Session.objects.create(
        token_hash=fingerprint(login),
        account=account,
        step=Session.Step.FULL,
        started_at=now(),
        seen_at=now(),
        source_address=ADDRESS,
    )
    return account


def states(*accounts: Account) -> list[str]:
    return [Account.objects.get(id=account.id).state for account in accounts]


def test_the_nightly_job_suspends_who_was_away_for_90_days(at: datetime) -> None:
    """90 days and a moment, not 90 days; never used since the invitation counts as well."""
    away = working("away@nightly.example", last_used_at=at - timedelta(days=90, seconds=1))
    here = working("here@nightly.example", last_used_at=at - timedelta(days=89))
    never = working(
        "never@nightly.example", last_used_at=None, created_at=at - timedelta(days=90, seconds=1)
    )
    jobs.nightly(timestamp=0)
    assert states(away, here, never) == ["suspended", "active", "suspended"]
    assert signed_in(away.login, address=ADDRESS, at=now()) is None
    assert signed_in(here.login, address=ADDRESS, at=now()) is not None
    (entry,) = on_record(away.id, "people.account.suspended")
    assert entry.actor == str(SYSTEM)
    jobs.nightly(timestamp=0)
    assert on_record(away.id, "people.account.suspended") == [entry]


def test_the_nightly_job_ends_whose_last_day_has_passed(at: datetime) -> None:
    """The last day itself is a day of work."""
    today = tokyo_date(at)
    gone = working("gone@nightly.example", last_used_at=at, ends_on=today - timedelta(days=1))
    last = working("last-day@nightly.example", last_used_at=at, ends_on=today)
    jobs.nightly(timestamp=0)
    assert states(gone, last) == ["ended", "active"]
    assert not gone.grants.filter(revoked_at__isnull=True).exists()


def test_a_suspended_person_comes_back_by_a_new_invitation_only(at: datetime) -> None:
    away = working("back@nightly.example", last_used_at=at - timedelta(days=91))
    jobs.nightly(timestamp=0)
    invited = services.invite_again(away.id, by=OFFICER, at=now())
    assert states(away) == ["invited"]
    assert enrolling.invited_account(invited.token, at=now()) is not None


def test_the_nightly_job_stands_in_the_plan() -> None:
    """Once a night, at ten past three in Japan, never twice at a time."""
    from procrastinate.contrib.django import app

    (planned,) = [
        periodic
        for periodic in app.periodic_registry.periodic_tasks.values()
        if periodic.periodic_id == "people-nightly"
    ]
    assert planned.cron == "10 18 * * *"
    assert planned.task.queueing_lock == "people-nightly"
