"""The own account: factors, password, sessions. Each person reaches only what is theirs.

Secrets and sessions lie behind the agency's wall, so that these functions act as the agency
and look up everything through the signed-in person's own account.
Source: standards/security-controls.md TEC-02, TEC-09, A6.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from daiko.audit import services as audit
from daiko.people import enrolling, passwords
from daiko.people.errors import AccountUnknown, LastFactor, PasswordUnfit, SignInRefused
from daiko.people.lockout import count_failure, is_resting
from daiko.people.models import Account, Authenticator, Session
from daiko.people.sessions import SignedIn
from daiko.platform.tenancy import AGENCY, as_tenant

_REFERENCE: Final = 16  # characters of a session's fingerprint: enough to tell sessions apart
_FACTORS: Final = (Authenticator.Kind.TOTP, Authenticator.Kind.PASSKEY)


@dataclass(frozen=True, slots=True)
class Factor:
    """A second factor in use. ``kind``: totp or passkey."""

    factor_id: int
    kind: str
    label: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser that is signed in; ``reference`` names it without being worth anything."""

    reference: str
    started_at: datetime
    seen_at: datetime
    source_address: str
    is_this: bool


def factors(person: SignedIn) -> list[Factor]:
    """Authenticator apps and passkeys, the oldest first."""
    with as_tenant(AGENCY):
        return [
            Factor(
                row.id,
                row.kind,
                row.label,
                row.made_at,
                row.used_at,
            )
            for row in _in_use(person).filter(kind__in=_FACTORS)
        ]


def recovery_codes_left(person: SignedIn) -> int:
    """How many recovery codes are still good."""
    with as_tenant(AGENCY):
        return _in_use(person).filter(kind=Authenticator.Kind.RECOVERY).count()


def remove_factor(person: SignedIn, factor_id: int, *, at: datetime) -> None:
    """Take a factor out of use. Raises ``AccountUnknown`` and ``LastFactor``."""
    with as_tenant(AGENCY):
        held = list(_in_use(person).select_for_update().filter(kind__in=_FACTORS))
        factor = next((one for one in held if one.id == factor_id), None)
        if factor is None:
            raise AccountUnknown
        if len(held) == 1:
            raise LastFactor
        factor.removed_at = at
        factor.save()
        subject = f"account {person.account_id}"
        audit.record("people.factor.removed", subject, by=person.actor, at=at, kind=factor.kind)


def renew_recovery_codes(person: SignedIn, *, at: datetime) -> list[str]:
    """Ten new recovery codes, told once; the old ones are void."""
    codes = enrolling.renew_recovery_codes(person.session.account, at=at)
    with as_tenant(AGENCY):
        subject = f"account {person.account_id}"
        audit.record("people.recovery.renewed", subject, by=person.actor, at=at)
    return codes


def change_password(
    person: SignedIn, present: str, new: str, *, address: str, at: datetime
) -> SignInRefused | PasswordUnfit | None:
    """Keep a new password and end every other session of the person.

    A refusal is returned, not raised: the counted failure must be kept by the caller's
    transaction.
    """
    with as_tenant(AGENCY):
        account = Account.objects.select_for_update().get(id=person.account_id)
        if is_resting(account, at=at) or not passwords.is_password(present, account.password_hash):
            count_failure(account, address, at=at)
            return SignInRefused()
        try:
            enrolling.set_password(account, new)
        except PasswordUnfit as unfit:
            return unfit
        _others(person).update(ended_at=at)
        subject = f"account {person.account_id}"
        audit.record("people.password.changed", subject, by=person.actor, at=at)
    return None


def open_sessions(person: SignedIn) -> list[OpenSession]:
    """Where the person is signed in, the latest first."""
    with as_tenant(AGENCY):
        rows = _sessions(person).order_by("-started_at")
        return [
            OpenSession(
                row.token_hash[:_REFERENCE],
                row.started_at,
                row.seen_at,
                row.source_address,
                row.token_hash == person.session.token_hash,
            )
            for row in rows
        ]


def end_other_sessions(person: SignedIn, *, at: datetime) -> None:
    """Sign out everywhere but here."""
    with as_tenant(AGENCY):
        if _others(person).update(ended_at=at):
            subject = f"account {person.account_id}"
            audit.record("people.session.ended", subject, by=person.actor, at=at)


def _in_use(person: SignedIn) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(
        account_id=person.account_id, confirmed_at__isnull=False, removed_at__isnull=True
    ).order_by("id")


def _sessions(person: SignedIn) -> QuerySet[Session]:
    return Session.objects.filter(account_id=person.account_id, ended_at__isnull=True)


def _others(person: SignedIn) -> QuerySet[Session]:
    return _sessions(person).exclude(token_hash=person.session.token_hash)
