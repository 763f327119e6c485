"""From an invitation to a working account: password, second factor, recovery codes.

Source: standards/security-controls.md TEC-02 (single use, 72 hours), TEC-09, TEC-10.
Passkeys are enrolled by ``passkeys.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from daiko.audit import services as audit
from daiko.people import passwords
from daiko.people.acting import actor_of
from daiko.people.entering import Opened, open_session, prove
from daiko.people.errors import InvitationUnusable, NetworkNotApproved, PasswordUnfit, SignInRefused
from daiko.people.factors import (
    fingerprint,
    new_recovery_codes,
    new_seed,
    opened,
    recovery_hash,
    sealed,
    seed_uri,
    step_of,
)
from daiko.people.lockout import note_refusal
from daiko.people.models import Account, Authenticator, Invitation, Session
from daiko.people.networks import network_fits
from daiko.platform.tenancy import AGENCY, as_tenant


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A TOTP seed to be read once, as text and as the address a QR code holds."""

    authenticator_id: int
    seed: str
    uri: str


def accept(token: str, password: str, *, address: str, at: datetime) -> Opened:
    """An invited person sets the password and goes on to enrol a second factor.

    Raises ``InvitationUnusable``, ``NetworkNotApproved`` and ``PasswordUnfit``; an unfit password
    does not use the invitation up.
    """
    with as_tenant(AGENCY):
        invitation = _usable_invitation(token, at=at)
        account = Account.objects.select_for_update().get(id=invitation.account_id)
        if network_fits(account.tenant, address, at=at):
            return _accepted(invitation, account, password, address=address, at=at)
        note_refusal(account, "network", address, at=at)  # kept: nothing is raised in here
    raise NetworkNotApproved


def _accepted(
    invitation: Invitation, account: Account, password: str, *, address: str, at: datetime
) -> Opened:
    set_password(account, password)
    invitation.used_at = at
    invitation.save()
    audit.record("people.invitation.used", f"account {account.id}", by=actor_of(account), at=at)
    return open_session(account, Session.Step.ENROLLING, address=address, at=at)


def invited_account(token: str, *, at: datetime) -> Account:
    """Whose invitation this is. Raises ``InvitationUnusable``."""
    with as_tenant(AGENCY):
        return _usable_invitation(token, at=at).account


def set_password(account: Account, password: str) -> None:
    """Keep a new password. Raises ``PasswordUnfit`` with everything that is wrong."""
    number = account.tenant.partition(":")[2]
    words = [account.login, account.login.partition("@")[0], account.display_name, number]
    before = [*account.passwords_before, account.password_hash] if account.password_hash else []
    wrong = passwords.problems(password, known_words=words, before=before)
    if wrong:
        raise PasswordUnfit(
            problems=", ".join(problem.english for problem in wrong),
            problems_ja="、".join(problem.japanese for problem in wrong),
        )
    account.passwords_before = before[-passwords.REMEMBERED :]
    account.password_hash = passwords.stored(password)
    account.save()


def begin_totp(session: Session, *, label: str, at: datetime) -> Enrolment:
    """A seed for an authenticator app; it counts once a code of it was typed in."""
    seed = new_seed()
    with as_tenant(AGENCY):
        factor = Authenticator.objects.create(
            account=session.account,
            kind=Authenticator.Kind.TOTP,
            label=label,
            secret=sealed(seed),
            made_at=at,
        )
    return Enrolment(factor.id, seed, seed_uri(seed, session.account.login))


def pending_totp(session: Session, *, at: datetime) -> Enrolment:
    """The seed this session is setting up; a new one where there is none yet."""
    with as_tenant(AGENCY):
        factor = (
            Authenticator.objects.filter(
                account=session.account,
                kind=Authenticator.Kind.TOTP,
                confirmed_at__isnull=True,
                removed_at__isnull=True,
                made_at__gte=session.started_at,
            )
            .order_by("-id")
            .first()
        )
    if factor is None:
        return begin_totp(session, label="", at=at)
    seed = opened(bytes(factor.secret))
    return Enrolment(factor.id, seed, seed_uri(seed, session.account.login))


def confirm_totp(session: Session, authenticator_id: int, code: str, *, at: datetime) -> None:
    """The app is set up: its first code was right. Raises ``SignInRefused`` for a wrong one."""
    with as_tenant(AGENCY):
        factor = Authenticator.objects.select_for_update().get(
            id=authenticator_id, account=session.account, kind=Authenticator.Kind.TOTP
        )
        step = step_of(opened(bytes(factor.secret)), code.strip(), at=at, after=factor.counter)
        if step is None:
            raise SignInRefused
        factor.counter, factor.confirmed_at = step, at
        factor.save()
        note_factor(session.account, factor, at=at)


def finish_enrolment(session: Session, *, address: str, at: datetime) -> tuple[Opened, list[str]]:
    """A factor is there: recovery codes (shown once), an active account and a proven session.

    Raises ``SignInRefused`` without a confirmed factor.
    """
    with as_tenant(AGENCY):
        account = Account.objects.select_for_update().get(id=session.account_id)
        if not has_factor(account):
            raise SignInRefused
        codes = _renew_recovery(account, at=at)
        account.state = Account.State.ACTIVE
        account.save()
        return prove(session, address=address, at=at), codes


def renew_recovery_codes(account: Account, *, at: datetime) -> list[str]:
    """New recovery codes; the old ones are void."""
    with as_tenant(AGENCY):
        return _renew_recovery(account, at=at)


def has_factor(account: Account) -> bool:
    """Whether a second factor (not only recovery codes) is set up."""
    kinds = (Authenticator.Kind.TOTP, Authenticator.Kind.PASSKEY)
    return account.authenticators.filter(
        kind__in=kinds, confirmed_at__isnull=False, removed_at__isnull=True
    ).exists()


def _usable_invitation(token: str, *, at: datetime) -> Invitation:
    invitation = (
        Invitation.objects.select_for_update()
        .select_related("account")
        .filter(token_hash=fingerprint(token), used_at__isnull=True, expires_at__gt=at)
        .first()
    )
    if invitation is None:
        raise InvitationUnusable
    return invitation


def _renew_recovery(account: Account, *, at: datetime) -> list[str]:
    old = account.authenticators.filter(kind=Authenticator.Kind.RECOVERY, removed_at__isnull=True)
    old.update(removed_at=at)
    codes = new_recovery_codes()
    Authenticator.objects.bulk_create(
        Authenticator(
            account=account,
            kind=Authenticator.Kind.RECOVERY,
            secret=recovery_hash(code),
            made_at=at,
            confirmed_at=at,
        )
        for code in codes
    )
    return codes


def note_factor(account: Account, factor: Authenticator, *, at: datetime) -> None:
    audit.record(
        "people.factor.added",
        f"account {account.id}",
        by=actor_of(account),
        at=at,
        kind=factor.kind,
    )
