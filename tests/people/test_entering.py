"""The way in: each wrong proof is refused alike, counted and locked; a leaver is out at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from acting import as_owner
from daiko.audit import queries as audit
from daiko.people import enrolling, entering, services, sessions
from daiko.people.errors import (
    InvitationUnusable,
    LoginTaken,
    NetworkNotApproved,
    PasswordUnfit,
    ProofTooOld,
    RoleNotOfOrganisation,
    RolesClash,
    SignInRefused,
)
from daiko.people.models import Account, Authenticator
from daiko.people.roles import FORBIDDEN_PAIRS, Role, holdable
from daiko.people.services import Newcomer
from daiko.platform.clock import tokyo_date
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import AGENCY, process_tenant
from enrolled import ADDRESS, AT, OFFICER, PASSWORD, Person, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("web_process")]


@pytest.fixture
def clerk() -> Person:
    return Person("clerk@clinic.example", "provider:1319900013", Role.PROVIDER_CLERK)


def test_both_factors_open_a_session(clerk: Person) -> None:
    """The password alone reaches nothing; with the code the role is at work."""
    at = later(minutes=1)
    first = entering.sign_in(clerk.login.upper(), PASSWORD, address=ADDRESS, at=at)
    half = sessions.signed_in(first.token, address=ADDRESS, at=at)
    assert half is not None
    assert not half.may(Permission.PROVIDER_SUBMISSION_READ)
    opened = entering.second_step(first.token, clerk.code(at), address=ADDRESS, at=at)
    whole = sessions.signed_in(opened.token, address=ADDRESS, at=at)
    assert whole is not None
    assert whole.may(Permission.PROVIDER_SUBMISSION_READ)
    assert not whole.may(Permission.AGENCY_MONTH_READ)
    assert whole.tenant == "provider:1319900013"
    assert sessions.signed_in(first.token, address=ADDRESS, at=at) is None  # it became another


def test_a_code_works_once(clerk: Person) -> None:
    at = later(minutes=2)
    code = clerk.code(at)
    clerk.enter(at, code=code)
    with pytest.raises(SignInRefused):
        clerk.enter(at, code=code)


def test_a_recovery_code_works_once(clerk: Person) -> None:
    assert len(clerk.recovery) == 10
    clerk.enter(later(minutes=1), code=clerk.recovery[0].lower().replace("-", " "))
    with pytest.raises(SignInRefused):
        clerk.enter(later(minutes=1), code=clerk.recovery[0])


def test_wrong_proofs_are_refused_alike(clerk: Person) -> None:
    """An unknown login, a wrong password and a wrong code read the same."""
    words = set()
    for attempt in (
        lambda: entering.sign_in("nobody@x.example", PASSWORD, address="192.0.2.1", at=AT),
        lambda: entering.sign_in(clerk.login, "wrong password 123", address="192.0.2.2", at=AT),
        lambda: clerk.enter(later(minutes=1), code="000000"),
    ):
        with pytest.raises(SignInRefused) as refusal:
            attempt()
        words.add((str(refusal.value), refusal.value.code, refusal.value.status))
    assert len(words) == 1


def test_refused_sign_ins_are_on_record(clerk: Person) -> None:
    with pytest.raises(SignInRefused):
        entering.sign_in(clerk.login, "wrong password", address=ADDRESS, at=AT)
    with sessions.as_tenant(AGENCY):
        (entry, *_) = audit.entries(subject=f"account {clerk.id}")
    assert (entry.event, entry.result, entry.source_address) == (
        "people.session.refused",
        "refused",
        ADDRESS,
    )


def test_an_invitation_is_used_once_and_dies_after_72_hours() -> None:
    with sessions.as_tenant(AGENCY):
        newcomer = Newcomer("new@insurer.example", "新人", "insurer:06139992", frozenset())
        invited = services.invite(newcomer, by=OFFICER, at=AT)
    with pytest.raises(InvitationUnusable):
        enrolling.accept(invited.token, PASSWORD, address=ADDRESS, at=later(hours=73))
    with pytest.raises(PasswordUnfit, match="13"):
        enrolling.accept(invited.token, "short", address=ADDRESS, at=AT)
    enrolling.accept(invited.token, PASSWORD, address=ADDRESS, at=AT)
    with pytest.raises(InvitationUnusable):
        enrolling.accept(invited.token, PASSWORD, address=ADDRESS, at=AT)


def test_enrolment_without_a_factor_does_not_end() -> None:
    """No account becomes active with one factor."""
    with sessions.as_tenant(AGENCY):
        newcomer = Newcomer("one@insurer.example", "一要素", "insurer:06139992", frozenset())
        invited = services.invite(newcomer, by=OFFICER, at=AT)
    opened = enrolling.accept(invited.token, PASSWORD, address=ADDRESS, at=AT)
    pending = sessions.signed_in(opened.token, address=ADDRESS, at=AT)
    assert pending is not None
    assert not pending.is_proven
    with pytest.raises(SignInRefused):
        enrolling.finish_enrolment(pending.session, address=ADDRESS, at=AT)


def test_a_leaver_is_out_with_the_next_request(clerk: Person) -> None:
    opened = clerk.enter(later(minutes=1))
    with sessions.as_tenant(AGENCY):
        services.end(clerk.id, by=OFFICER, at=later(minutes=2))
    assert sessions.signed_in(opened.token, address=ADDRESS, at=later(minutes=2)) is None
    with pytest.raises(SignInRefused):
        clerk.enter(later(minutes=3))
    with pytest.raises(SignInRefused):
        clerk.enter(later(minutes=3), code=clerk.recovery[1])


def test_unused_accounts_are_suspended_and_last_days_end(clerk: Person) -> None:
    """Ninety days are too long, eighty-nine are not."""
    with sessions.as_tenant(AGENCY):
        assert services.suspend_unused(by=OFFICER, at=later(days=89)) == 0
        assert services.suspend_unused(by=OFFICER, at=later(days=91)) == 1
    with pytest.raises(SignInRefused):
        clerk.enter(later(days=91))


@pytest.mark.parametrize(
    ("column", "value", "days"),
    [
        ("last_used_at", AT - timedelta(days=90, minutes=1), 0),
        ("ends_on", tokyo_date(AT), 1),
        ("starts_on", tokyo_date(AT) + timedelta(days=1), 0),
    ],
)
def test_outside_its_time_an_account_is_closed_without_the_nightly_job(
    clerk: Person, column: str, value: object, days: int
) -> None:
    """A machine that was off for its night lets nobody in whom it would have suspended."""
    with sessions.as_tenant(AGENCY):
        Account.objects.filter(id=clerk.id).update(**{column: value})
    with pytest.raises(SignInRefused):
        entering.sign_in(clerk.login, PASSWORD, address=ADDRESS, at=later(days=days))


def test_a_reset_makes_everything_of_before_worthless(clerk: Person) -> None:
    opened = clerk.enter(later(minutes=1))
    with sessions.as_tenant(AGENCY):
        services.invite_again(clerk.id, by=OFFICER, at=later(minutes=2))
    assert sessions.signed_in(opened.token, address=ADDRESS, at=later(minutes=2)) is None
    with pytest.raises(SignInRefused):
        clerk.enter(later(minutes=3))
    with sessions.as_tenant(AGENCY):
        assert not Authenticator.objects.filter(account=clerk.id, removed_at=None).exists()


def test_an_idle_session_rests_and_wakes_by_the_second_factor(clerk: Person) -> None:
    opened = clerk.enter(later(minutes=1))
    idle = later(minutes=12)
    person = sessions.signed_in(opened.token, address=ADDRESS, at=idle)
    assert person is not None
    assert person.is_resting
    assert not person.may(Permission.PROVIDER_SUBMISSION_READ)
    with pytest.raises(SignInRefused):
        sessions.wake(opened.token, "000000", address=ADDRESS, at=idle)
    sessions.wake(opened.token, clerk.code(idle), address=ADDRESS, at=idle)
    awake = sessions.signed_in(opened.token, address=ADDRESS, at=idle)
    assert awake is not None
    assert awake.may(Permission.PROVIDER_SUBMISSION_READ)


def test_settlement_rests_sooner() -> None:
    person = Person("money@agency.example", AGENCY, Role.AGENCY_SETTLEMENT)
    opened = person.enter(later(minutes=1))
    found = sessions.signed_in(opened.token, address=ADDRESS, at=later(minutes=7))
    assert found is not None
    assert found.is_resting


def test_a_day_at_work_ends(clerk: Person) -> None:
    opened = clerk.enter(later(minutes=1))
    assert sessions.signed_in(opened.token, address=ADDRESS, at=later(hours=13)) is None


def test_dangerous_acts_need_a_fresh_proof(clerk: Person) -> None:
    opened = clerk.enter(later(minutes=1))
    person = sessions.signed_in(opened.token, address=ADDRESS, at=later(minutes=2))
    assert person is not None
    sessions.require_fresh_proof(person, at=later(minutes=2))
    with pytest.raises(ProofTooOld):
        sessions.require_fresh_proof(person, at=later(minutes=9))


def test_a_revoked_role_is_gone_with_the_next_request(clerk: Person) -> None:
    opened = clerk.enter(later(minutes=1))
    with sessions.as_tenant(AGENCY):
        services.revoke(clerk.id, Role.PROVIDER_CLERK, by=OFFICER, at=later(minutes=2))
    person = sessions.signed_in(opened.token, address=ADDRESS, at=later(minutes=2))
    assert person is not None
    assert person.permissions == frozenset()


def test_sign_in_from_another_network_is_refused(clerk: Person) -> None:
    """Only the organisation's own approved ranges, once it has any."""
    with sessions.as_tenant(AGENCY):
        services.approve_network(
            "provider:1319900013", "10.20.0.0/16", line="ip-vpn", by=OFFICER, at=AT
        )
    with pytest.raises(NetworkNotApproved):
        entering.sign_in(clerk.login, PASSWORD, address=ADDRESS, at=later(minutes=1))
    at = later(minutes=2)
    entering.sign_in(clerk.login, PASSWORD, address="10.20.3.4", at=at)


@pytest.mark.parametrize(
    "pair", sorted(FORBIDDEN_PAIRS, key=sorted), ids=lambda pair: "+".join(sorted(pair))
)
def test_forbidden_pairs_are_refused_by_code_and_database(pair: frozenset[Role]) -> None:
    one, other = sorted(pair)
    with sessions.as_tenant(AGENCY):
        newcomer = Newcomer(
            "pair@agency.example", "兼任", AGENCY, frozenset({one}), kind="desk"
        )  # the kind that may hold any one role
        invited = services.invite(newcomer, by=OFFICER, at=AT)
        with pytest.raises(RolesClash):
            services.grant(invited.account_id, other, by=OFFICER, at=AT)
        with pytest.raises(DatabaseError, match="may not hold"), transaction.atomic():
            services._add_role(services.locked(invited.account_id), other, by=OFFICER, at=AT)


def test_every_pair_that_is_not_forbidden_is_possible() -> None:
    """The database forbids exactly the pairs of the code."""
    with connection.cursor() as cursor:
        roles = sorted(holdable(AGENCY))
        cursor.execute(
            "SELECT a, b FROM unnest(%s::text[]) a, unnest(%s::text[]) b WHERE people_clash(a, b)",
            [roles, roles],
        )
        assert {frozenset(row) for row in cursor.fetchall()} == {
            frozenset(role.value for role in pair) for pair in FORBIDDEN_PAIRS
        }


def test_roles_belong_to_kinds_of_organisations() -> None:
    newcomer = Newcomer("x@clinic.example", "他", "provider:1319900013", frozenset({Role.AUDITOR}))
    with sessions.as_tenant(AGENCY), pytest.raises(RoleNotOfOrganisation):
        services.invite(newcomer, by=OFFICER, at=AT)


def test_logins_are_unique_whatever_their_case(clerk: Person) -> None:
    newcomer = Newcomer(clerk.login.upper(), "同名", "provider:1319900013", frozenset())
    with sessions.as_tenant(AGENCY), pytest.raises(LoginTaken):
        services.invite(newcomer, by=OFFICER, at=AT)


def test_nothing_is_deleted_and_only_argon2_is_kept(clerk: Person) -> None:
    with sessions.as_tenant(AGENCY):
        account = Account.objects.get(id=clerk.id)
        assert account.password_hash.startswith("argon2$argon2id$")
        assert PASSWORD not in account.password_hash
        with pytest.raises(DatabaseError, match="argon2"), transaction.atomic():
            Account.objects.filter(id=clerk.id).update(password_hash="plain")
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute("DELETE FROM people_account")
    process_tenant(AGENCY)
    with as_owner(), pytest.raises(DatabaseError, match="stay"), transaction.atomic():
        connection.cursor().execute("DELETE FROM people_account")


def test_seeds_and_codes_do_not_stand_in_the_database(clerk: Person) -> None:
    with sessions.as_tenant(AGENCY):
        kept = [bytes(a.secret) for a in Authenticator.objects.filter(account=clerk.id)]
    assert not any(clerk.totp.secret.encode() in secret for secret in kept)
    assert not any(code.encode() in secret for secret in kept for code in clerk.recovery)
