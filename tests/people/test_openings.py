"""Emergency and maintenance accounts work within an opening of two persons, and never else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
import pytest
from django.db import DatabaseError, connection, transaction

from daiko.audit import queries as audit
from daiko.people import enrolling, entering, jobs, openings, services
from daiko.people.errors import (
    AccessNotOpen,
    AccountUnknown,
    OpeningByTheSame,
    OpeningDecided,
    OpeningTimeUnfit,
    OpeningUnknown,
    ReasonMissing,
    RoleNotOfKind,
    SignInRefused,
)
from daiko.people.factors import fingerprint
from daiko.people.models import Account, Opening, RoleGrant, Session
from daiko.people.roles import Role, of_kind
from daiko.people.services import Newcomer, actor_name
from daiko.people.sessions import signed_in
from daiko.platform.actors import Actor, ActorKind
from daiko.platform.clock import now
from daiko.platform.tenancy import AGENCY
from signed_in import OFFICER, session

pytestmark = pytest.mark.django_db
HERE = "127.0.0.1"
PASSWORD = "青い鳥と7本のえんぴつ-mado"
HOUR = timedelta(hours=1)


@dataclass
class Sealed:
    """An account that is enrolled and waits."""

    account_id: int
    login: str
    seed: str

    def enters(self, at: datetime) -> str:
        """Both steps; the token of the session."""
        first = entering.sign_in(self.login, PASSWORD, address=HERE, at=at)
        code = pyotp.TOTP(self.seed).at(at)
        return entering.second_step(first.token, code, address=HERE, at=at).token


def sealed(role: Role, login: str, at: datetime) -> Sealed:
    """An emergency or maintenance account, enrolled two days ago."""
    before = at - timedelta(days=2)
    kind = "emergency" if role == Role.EMERGENCY else "maintenance"
    ends = (at + timedelta(days=30)).date()
    newcomer = Newcomer(login, "架空保守", AGENCY, frozenset({role}), kind=kind, ends_on=ends)
    invited = services.invite(newcomer, by=OFFICER, at=before)
    first = enrolling.accept(invited.token, PASSWORD, address=HERE, at=before)
    waiting = Session.objects.select_related("account").get(token_hash=fingerprint(first.token))
    enrolment = enrolling.begin_totp(waiting, label="app", at=before)
    code = pyotp.TOTP(enrolment.seed).at(before)
    enrolling.confirm_totp(waiting, enrolment.authenticator_id, code, at=before)
    enrolling.finish_enrolment(waiting, address=HERE, at=before)
    return Sealed(invited.account_id, login, enrolment.seed)


def officer(role: Role, *, days_old: int = 30) -> Actor:
    token = session(role)
    account = Session.objects.get(token_hash=fingerprint(token)).account
    account.created_at = now() - timedelta(days=days_old)
    account.save()
    return Actor(ActorKind.ACCOUNT, actor_name(account.id), tenant=AGENCY)


@pytest.fixture
def at() -> datetime:
    """Ten in the morning in Japan, the day after tomorrow: a window fits the day."""
    return (now() + timedelta(days=2)).replace(hour=1, minute=0, second=0, microsecond=0)


@pytest.fixture
def asker() -> Actor:
    return officer(Role.SYSADMIN)


@pytest.fixture
def approver() -> Actor:
    return officer(Role.SECURITY_OFFICER)


def asked(account: Sealed, by: Actor, at: datetime, *, hours: int = 2) -> int:
    return openings.ask(
        account.account_id,
        reason="夜間バッチの障害",
        starts_at=at,
        ends_at=at + hours * HOUR,
        by=by,
        at=at,
    )


@pytest.mark.parametrize("role", [Role.EMERGENCY, Role.VENDOR_OPERATOR])
def test_outside_an_opening_nothing_is_proven_enough(
    role: Role, at: datetime, asker: Actor, approver: Actor
) -> None:
    """Before, during and after; a wrong password reads as ever."""
    account = sealed(role, "sealed@opening.example", at)
    with pytest.raises(AccessNotOpen):
        account.enters(at)
    number = asked(account, asker, at)
    with pytest.raises(AccessNotOpen):
        account.enters(at + timedelta(minutes=1))
    openings.approve(number, by=approver, at=at + timedelta(minutes=2))
    token = account.enters(at + timedelta(minutes=3))
    assert signed_in(token, address=HERE, at=at + timedelta(minutes=4)) is not None
    with pytest.raises(SignInRefused):
        entering.sign_in(account.login, "wrong" * 4, address=HERE, at=at + timedelta(minutes=5))
    with pytest.raises(AccessNotOpen):
        account.enters(at + 3 * HOUR)
    assert signed_in(token, address=HERE, at=at + 2 * HOUR + timedelta(minutes=3)) is None


def test_a_session_ends_by_itself_with_the_opening(
    at: datetime, asker: Actor, approver: Actor
) -> None:
    """Nobody closed anything: the next request after the end is a stranger's."""
    account = sealed(Role.VENDOR_OPERATOR, "vendor@opening.example", at)
    openings.approve(asked(account, asker, at, hours=1), by=approver, at=at)
    token = account.enters(at + timedelta(minutes=58))
    assert signed_in(token, address=HERE, at=at + timedelta(minutes=59)) is not None
    assert signed_in(token, address=HERE, at=at + HOUR) is None


def test_two_persons_open_and_neither_is_the_one_who_enters(
    at: datetime, asker: Actor, approver: Actor
) -> None:
    """The asker, the person of the account and an account of today cannot approve."""
    account = sealed(Role.EMERGENCY, "eyes@opening.example", at)
    number = asked(account, asker, at)
    own = Actor(ActorKind.ACCOUNT, actor_name(account.account_id), tenant=AGENCY)
    for nobody in (asker, own, officer(Role.SECURITY_OFFICER, days_old=-3)):
        with pytest.raises(OpeningByTheSame):
            openings.approve(number, by=nobody, at=at)
    openings.approve(number, by=approver, at=at)
    with pytest.raises(OpeningDecided):
        openings.approve(number, by=officer(Role.SECURITY_OFFICER), at=at)


def test_the_database_refuses_one_person_by_itself(
    at: datetime, asker: Actor, approver: Actor
) -> None:
    """Also a longer life, a change afterwards and a removal, whatever a program does."""
    account = sealed(Role.EMERGENCY, "base@opening.example", at)
    number = asked(account, asker, at)
    row = Opening.objects.filter(id=number)
    for change in (
        {"approved_by": asker.name, "approved_at": at},
        {"ends_at": at + 5 * HOUR},
        {"approved_by": approver.name, "approved_at": at + timedelta(hours=25)},
        {"reason": "別の理由"},
        {"reason": " "},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.update(**change)
    openings.approve(number, by=approver, at=at)
    for change in ({"ends_at": at + 3 * HOUR}, {"approved_by": "somebody"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("DELETE FROM people_opening WHERE id = %s", [number])


def test_a_request_dies_after_a_day(at: datetime, asker: Actor, approver: Actor) -> None:
    account = sealed(Role.EMERGENCY, "late@opening.example", at)
    number = asked(account, asker, at, hours=4)
    with pytest.raises(OpeningDecided):
        openings.approve(number, by=approver, at=at + timedelta(hours=24))
    assert openings.opening(number, at=at + timedelta(hours=24)).state == "expired"


def test_what_can_be_asked_for(at: datetime, asker: Actor) -> None:
    """A reason, a time that fits, an account of these kinds that can work."""
    emergency = sealed(Role.EMERGENCY, "what@opening.example", at)
    vendor = sealed(Role.VENDOR_MANAGER, "vendor2@opening.example", at)
    clerk = Session.objects.get(token_hash=fingerprint(session(Role.AGENCY_CHECKER))).account_id
    with pytest.raises(ReasonMissing):
        openings.ask(
            vendor.account_id, reason=" ", starts_at=at, ends_at=at + HOUR, by=asker, at=at
        )
    for account, start, end in (
        (emergency, at, at + 5 * HOUR),
        (vendor, at, at + 13 * HOUR),
        (vendor, at + 12 * HOUR, at + 15 * HOUR),  # over midnight in Japan: 22:00 to 01:00
        (vendor, at - 2 * HOUR, at - HOUR),
        (vendor, at, at),
    ):
        with pytest.raises(OpeningTimeUnfit):
            openings.ask(
                account.account_id, reason="x", starts_at=start, ends_at=end, by=asker, at=at
            )
    with pytest.raises(AccountUnknown):
        openings.ask(clerk, reason="x", starts_at=at, ends_at=at + HOUR, by=asker, at=at)
    assert {login for _, login, _ in openings.openable()} >= {emergency.login, vendor.login}


def test_a_used_emergency_account_is_void_until_issued_anew(
    at: datetime, asker: Actor, approver: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job closes what ended; unused it stays sealed, used it needs a new invitation."""
    used = sealed(Role.EMERGENCY, "used@opening.example", at)
    unused = sealed(Role.EMERGENCY, "unused@opening.example", at)
    for account in (used, unused):
        openings.approve(asked(account, asker, at), by=approver, at=at)
    used.enters(at + timedelta(minutes=1))
    assert openings.emergency_is_open(at + HOUR)
    monkeypatch.setattr(jobs, "now", lambda: at + 3 * HOUR)
    jobs.close_openings(timestamp=0)
    jobs.close_openings(timestamp=0)
    assert not openings.emergency_is_open(at + HOUR)
    states = {a.login: a.state for a in Account.objects.filter(login__contains="used@opening")}
    assert states == {"used@opening.example": "suspended", "unused@opening.example": "active"}
    with pytest.raises(SignInRefused):
        used.enters(at + 4 * HOUR)
    assert services.invite_again(used.account_id, by=OFFICER, at=at).token


def test_closed_by_hand_it_is_over_at_once(at: datetime, asker: Actor, approver: Actor) -> None:
    account = sealed(Role.VENDOR_OPERATOR, "hand@opening.example", at)
    number = asked(account, asker, at)
    openings.approve(number, by=approver, at=at)
    token = account.enters(at + timedelta(minutes=1))
    openings.close(number, by=asker, at=at + timedelta(minutes=2))
    assert signed_in(token, address=HERE, at=at + timedelta(minutes=3)) is None
    with pytest.raises(OpeningUnknown):
        openings.close(number, by=asker, at=at + timedelta(minutes=4))


def test_its_use_is_marked_in_the_audit_chain(at: datetime, asker: Actor, approver: Actor) -> None:
    """Every row of what the account does names the opening; asked and approved are rows too."""
    account = sealed(Role.EMERGENCY, "marked@opening.example", at)
    number = asked(account, asker, at)
    openings.approve(number, by=approver, at=at)
    token = account.enters(at + timedelta(minutes=1))
    person = signed_in(token, address=HERE, at=at + timedelta(minutes=2))
    assert person is not None
    assert person.actor.role == f"emergency opening-{number}"
    subject = f"account {account.account_id}"
    latest_last = reversed(audit.search(audit.Wanted(subject=subject)))
    rows = {row.event: row for row in latest_last}
    assert rows["people.session.opened"].role == f"emergency opening-{number}"
    for event, by in (("asked", asker), ("approved", approver)):
        row = rows[f"people.opening.{event}"]
        assert (row.actor, row.fields["opening"]) == (str(by), number)
    assert "夜間" not in str(rows)  # the reason stands in the opening, not in the chain


def test_the_nightly_job_leaves_sealed_accounts_alone(at: datetime) -> None:
    """An emergency account is not used for years; that is not being away."""
    account = sealed(Role.EMERGENCY, "years@opening.example", at)
    Account.objects.filter(id=account.account_id).update(
        last_used_at=now() - timedelta(days=400), created_at=now() - timedelta(days=500)
    )
    jobs.nightly(timestamp=0)
    assert Account.objects.get(id=account.account_id).state == "active"


@pytest.mark.parametrize("role", [Role.EMERGENCY, Role.VENDOR_OPERATOR])
def test_no_grant_leads_around_the_opening(role: Role) -> None:
    """One of the staff cannot be given the role, by no program."""
    newcomer = Newcomer("plain@opening.example", "職員", AGENCY, frozenset())
    account = services.invite(newcomer, by=OFFICER, at=now()).account_id
    with pytest.raises(RoleNotOfKind):
        services.grant(account, role, by=OFFICER, at=now())
    with pytest.raises(DatabaseError, match="of kind staff"), transaction.atomic():
        RoleGrant.objects.create(
            account_id=account, role=role.value, granted_at=now(), granted_by="x"
        )


def test_kinds_of_the_database_are_those_of_the_roles() -> None:
    cursor = connection.cursor()
    for kind in ("staff", "emergency", "maintenance", "desk"):
        cursor.execute(
            "SELECT r FROM unnest(%s::text[]) r WHERE people_role_of_kind(r, %s)",
            [sorted(Role), kind],
        )
        assert {Role(role) for (role,) in cursor.fetchall()} == of_kind(kind)
