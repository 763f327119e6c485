"""A request's session: who it is, whether it rests, and proving oneself again.

Read on every request, so that a leaver, a revoked role or a suspended account is gone with
the next one. Idle for ten minutes (five for settlement and administration) the session
rests behind a page without data until its person proves the second factor again; after
twelve hours it ends.
Source: standards/security-controls.md PHY-7, TEC-03, A6.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from daiko.audit import services as audit
from daiko.people.acting import actor_of
from daiko.people.entering import uses_code
from daiko.people.errors import ProofTooOld, SignInRefused
from daiko.people.factors import fingerprint
from daiko.people.lockout import count_failure, is_resting
from daiko.people.models import Account, RoleGrant, Session
from daiko.people.openings import stands_open
from daiko.people.permissions import permissions
from daiko.people.roles import Role
from daiko.platform.actors import Actor
from daiko.platform.clock import tokyo_date
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import AGENCY, as_tenant, at_office, seen_as

IDLE: Final = timedelta(minutes=10)
IDLE_SENSITIVE: Final = timedelta(minutes=5)
LONGEST: Final = timedelta(hours=12)
FRESH_PROOF: Final = timedelta(minutes=5)
_HELD: Final = RoleGrant.objects.filter(
    account=OuterRef("account"), revoked_at__isnull=True
).values("role")
_NOTED_EVERY: Final = timedelta(seconds=30)
_SENSITIVE: Final = frozenset(
    {Role.AGENCY_SETTLEMENT, Role.AGENCY_APPROVER, Role.SYSADMIN, Role.SECURITY_OFFICER}
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a request comes from, as far as it is proven."""

    account_id: int
    login: str
    display_name: str
    tenant: str
    office: str
    step: str
    roles: frozenset[Role]
    permissions: frozenset[Permission]
    is_resting: bool
    actor: Actor
    session: Session

    @property
    def sees(self) -> str:
        """What the database is told: the organisation, or the branch of the agency."""
        return at_office(self.tenant, self.office)

    @property
    def is_proven(self) -> bool:
        """Both factors given, and not resting."""
        return self.step == Session.Step.FULL and not self.is_resting

    def may(self, permission: Permission) -> bool:
        return self.is_proven and permission in self.permissions


def signed_in(token: str, *, address: str, at: datetime) -> SignedIn | None:
    """The person behind a session token, or ``None``; idle sessions are put to rest."""
    with seen_as(AGENCY):
        session = (
            Session.objects.select_related("account")
            .annotate(roles_held=ArraySubquery(_HELD))
            .filter(token_hash=fingerprint(token), ended_at__isnull=True)
            .first()
        )
        if session is None or not _may_go_on(session, at=at):
            return None
        account = session.account
        roles = frozenset(map(Role, session.roles_held))
        _note_use(session, roles, at=at)
        return SignedIn(
            account_id=account.id,
            login=account.login,
            display_name=account.display_name,
            tenant=account.tenant,
            office=account.office,
            step=session.step,
            roles=roles,
            permissions=permissions(roles, account.office),
            is_resting=session.locked_at is not None,
            actor=actor_of(account, token, address=address, roles=roles),
            session=session,
        )


def wake(token: str, code: str, *, address: str, at: datetime) -> None:
    """A resting session goes on, or a proof is made fresh, by the second factor.

    Raises ``SignInRefused``.
    """
    with as_tenant(AGENCY):
        session = (
            Session.objects.select_for_update()
            .filter(token_hash=fingerprint(token), step=Session.Step.FULL, ended_at__isnull=True)
            .first()
        )
        done = session is not None and _prove_again(session, code, address=address, at=at)
    if not done:
        raise SignInRefused


def _prove_again(session: Session, code: str, *, address: str, at: datetime) -> bool:
    account = Account.objects.select_for_update().get(id=session.account_id)
    if account.state != Account.State.ACTIVE or is_resting(account, at=at):
        return False
    if not uses_code(account, code, at=at):
        count_failure(account, address, at=at)
        return False
    session.locked_at, session.seen_at, session.proved_at = None, at, at
    session.save()
    return True


def rest(token: str, *, at: datetime) -> None:
    """Put a session to rest now (the clear-screen button)."""
    with as_tenant(AGENCY):
        Session.objects.filter(
            token_hash=fingerprint(token), ended_at__isnull=True, locked_at__isnull=True
        ).update(locked_at=at)


def require_fresh_proof(person: SignedIn, *, at: datetime) -> None:
    """Dangerous acts need a proof of the last five minutes. Raises ``ProofTooOld``."""
    proved_at = person.session.proved_at
    if proved_at is None or proved_at < at - FRESH_PROOF:
        raise ProofTooOld


def _may_go_on(session: Session, *, at: datetime) -> bool:
    account = session.account
    ended = account.ends_on is not None and account.ends_on < tokyo_date(at)
    enrolling = session.step == Session.Step.ENROLLING
    alive = enrolling or (account.state == Account.State.ACTIVE and stands_open(account, at=at))
    if alive and not ended and session.started_at > at - LONGEST:
        return True
    session.ended_at = at
    session.save()
    return False


def idle_limit(roles: frozenset[Role]) -> timedelta:
    """How long a session of these roles may be idle before it rests (PHY-7)."""
    return IDLE_SENSITIVE if roles & _SENSITIVE else IDLE


def _note_use(session: Session, roles: frozenset[Role], *, at: datetime) -> None:
    if session.locked_at is None and session.seen_at < at - idle_limit(roles):
        session.locked_at = at
        session.save()
        by = actor_of(session.account, roles=roles)
        audit.record("people.session.rested", f"account {session.account_id}", by=by, at=at)
    elif session.locked_at is None and session.seen_at < at - _NOTED_EVERY:
        session.seen_at = at
        session.save()
