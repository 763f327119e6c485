"""The way in: invitation, password, second factor; failures lock, sessions rest when idle.

A session begins at the password and is worth nothing before the second factor. Every
answer to a wrong proof is the same, whether the login exists or not, and takes the same
time. Sign-in runs as the agency, since who signs in is not known yet; what a session may
see is decided by its account.
Source: standards/security-controls.md TEC-01, TEC-02, PHY-7, A6.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from daiko.audit import services as audit
from daiko.people import passwords
from daiko.people.acting import actor_of
from daiko.people.errors import AccessNotOpen, NetworkNotApproved, SignInRefused
from daiko.people.factors import (
    fingerprint,
    looks_like_recovery,
    opened,
    recovery_hash,
    step_of,
)
from daiko.people.lasting import is_in_its_time
from daiko.people.lockout import (
    LOCKED_FOR,
    address_rests,
    count_failure,
    forget_failures,
    is_resting,
    note_refusal,
)
from daiko.people.models import Account, Authenticator, Session
from daiko.people.networks import network_fits
from daiko.people.openings import stands_open
from daiko.platform.tenancy import AGENCY, as_tenant

_TOKEN_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Opened:
    """A session just begun: its token (for the cookie alone) and what it still needs."""

    token: str
    step: str


def sign_in(login: str, password: str, *, address: str, at: datetime) -> Opened:
    """First step. Raises ``SignInRefused``, ``NetworkNotApproved`` and ``AccessNotOpen``."""
    with as_tenant(AGENCY):
        outcome = _first_step(login.strip().lower(), password, address=address, at=at)
    if isinstance(outcome, Opened):
        return outcome
    raise outcome


def _first_step(
    login: str, password: str, *, address: str, at: datetime
) -> Opened | SignInRefused | NetworkNotApproved | AccessNotOpen:
    """Refusals are returned, not raised: the counted failure must be kept."""
    account = Account.objects.select_for_update().filter(login=login).first()
    kept = (
        account.password_hash
        if account is not None and account.password_hash
        else passwords.nobodys()
    )
    fits = passwords.is_password(password, kept)
    rests = address_rests(address, at=at) or (account is not None and is_resting(account, at=at))
    usable = (
        account is not None
        and account.state == Account.State.ACTIVE
        and is_in_its_time(account, at=at)
    )
    if account is None or not usable or not fits:
        count_failure(account, address, at=at)
        return SignInRefused()
    if rests:  # the right password too early is no further failure of the account
        note_refusal(account, "resting", address, at=at)
        return SignInRefused()
    if not network_fits(account.tenant, address, at=at):
        note_refusal(account, "network", address, at=at)
        return NetworkNotApproved()
    if not stands_open(account, at=at):
        note_refusal(account, "not-open", address, at=at)
        return AccessNotOpen()
    if passwords.is_outdated(account.password_hash):
        account.password_hash = passwords.stored(password)
        account.save()
    return open_session(account, Session.Step.PASSWORD, address=address, at=at)


def second_step(token: str, code: str, *, address: str, at: datetime) -> Opened:
    """Second step by TOTP or recovery code: a new session token, fully proven.

    Raises ``SignInRefused``.
    """
    with as_tenant(AGENCY):
        session = _session(token, at=at)
        done = session is not None and _check_code(session.account, code, address=address, at=at)
        opened_session = prove(session, address=address, at=at) if session and done else None
    if opened_session is None:
        raise SignInRefused
    return opened_session


def _check_code(account: Account, code: str, *, address: str, at: datetime) -> bool:
    account = Account.objects.select_for_update().get(id=account.id)
    if account.state != Account.State.ACTIVE or is_resting(account, at=at):
        return False
    if uses_code(account, code, at=at):
        return True
    count_failure(account, address, at=at)
    return False


def uses_code(account: Account, code: str, *, at: datetime) -> bool:
    """Try a code on every factor it could belong to; a used step or code is worth nothing."""
    factors = account.authenticators.select_for_update().filter(
        confirmed_at__isnull=False, removed_at__isnull=True
    )
    if looks_like_recovery(code):
        wanted = recovery_hash(code)
        for factor in factors.filter(kind=Authenticator.Kind.RECOVERY, used_at__isnull=True):
            if secrets.compare_digest(bytes(factor.secret), wanted):
                factor.used_at = factor.removed_at = at
                factor.save()
                return True
        return False
    for factor in factors.filter(kind=Authenticator.Kind.TOTP):
        step = step_of(opened(bytes(factor.secret)), code.strip(), at=at, after=factor.counter)
        if step is not None:
            factor.counter, factor.used_at = step, at
            factor.save()
            return True
    return False


def prove(session: Session, *, address: str, at: datetime) -> Opened:
    """A session of its own for the proven person; the half-proven one is over.

    Inside the agency's transaction of whoever has verified the second factor.
    """
    session.ended_at = at
    session.save()
    account = Account.objects.select_for_update().get(id=session.account_id)
    forget_failures(account, address)
    account.last_used_at = at
    account.save()
    proven = open_session(account, Session.Step.FULL, address=address, at=at)
    audit.record(
        "people.session.opened", f"account {account.id}", by=actor_of(account, proven.token), at=at
    )
    return proven


def _session(token: str, *, at: datetime) -> Session | None:
    """A session that waits for its second factor, at most a quarter of an hour."""
    return (
        Session.objects.select_for_update()
        .select_related("account")
        .filter(
            token_hash=fingerprint(token),
            step=Session.Step.PASSWORD,
            ended_at__isnull=True,
            started_at__gt=at - LOCKED_FOR,
        )
        .first()
    )


def open_session(account: Account, step: str, *, address: str, at: datetime) -> Opened:
    """Begin a session at a step."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    Session.objects.create(
        token_hash=fingerprint(token),
        account=account,
        step=step,
        started_at=at,
        seen_at=at,
        proved_at=at if step == Session.Step.FULL else None,
        source_address=address,
    )
    return Opened(token, step)


def leave(token: str, *, at: datetime) -> None:
    """Sign out: the session is over, wherever its cookie went."""
    with as_tenant(AGENCY):
        Session.objects.filter(token_hash=fingerprint(token), ended_at__isnull=True).update(
            ended_at=at
        )
