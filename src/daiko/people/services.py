"""Verbs on accounts: invite, grant, revoke, suspend, end, networks. One transaction each.

Source: standards/security-controls.md A2, A6, TEC-02, TEC-10. The only way to a password is
an invitation's random token, used once, by the person; staff never see or set one.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import ip_network
from typing import Final

from django.db import transaction
from django.db.models.functions import Coalesce

from daiko.audit import services as audit
from daiko.people import credentials
from daiko.people.errors import (
    AccountUnknown,
    LastDayUnfit,
    LoginTaken,
    LoginUnfit,
    NameMissing,
    NetworkUnfit,
    OfficeUnknown,
    RoleNotOfKind,
    RoleNotOfOffice,
    RoleNotOfOrganisation,
    RolesClash,
    VendorsEnd,
)
from daiko.people.factors import fingerprint
from daiko.people.lasting import UNUSED_FOR
from daiko.people.models import Account, Invitation, Network, RoleGrant
from daiko.people.roles import HEAD_OFFICE, ROLE_EN, ROLE_JA, Role, clash, holdable, of_kind
from daiko.people.voiding import end_sessions, void_access
from daiko.platform.actors import Actor
from daiko.platform.clock import tokyo_date
from daiko.platform.tenancy import AGENCY, checked
from daiko.registry import services as registry

INVITATION_LIFE: Final = timedelta(hours=72)
_OFFICE: Final = re.compile(r"0[0-9]|[1-3][0-9]|4[0-7]")
_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._@+-]{2,99}")
_TOKEN_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is to be invited. ``office``: two digits for the agency's people, else ""."""

    login: str
    display_name: str
    tenant: str
    roles: frozenset[Role]
    office: str = ""
    kind: str = Account.Kind.STAFF
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """The account and the token that only the invited person may see."""

    account_id: int
    token: str


@transaction.atomic
def invite(newcomer: Newcomer, *, by: Actor, at: datetime) -> Invited:
    """Make an account and its invitation.

    Raises ``LoginUnfit``, ``NameMissing``, ``VendorsEnd``, ``LastDayUnfit``, ``LoginTaken``,
    ``RolesClash``, ``OfficeUnknown``, ``RoleNotOfOrganisation``, ``RoleNotOfOffice`` and
    ``RoleNotOfKind``.
    """
    login = newcomer.login.strip().lower()
    if not _LOGIN.fullmatch(login):
        raise LoginUnfit
    if not newcomer.display_name.strip():
        raise NameMissing
    if newcomer.kind == Account.Kind.MAINTENANCE and newcomer.ends_on is None:
        raise VendorsEnd
    if newcomer.ends_on is not None and newcomer.ends_on < tokyo_date(at):
        raise LastDayUnfit
    tenant = checked(newcomer.tenant)
    if Account.objects.filter(login=login).exists():
        raise LoginTaken(login=login)
    office = _office(tenant, newcomer.office)
    _refuse_roles(newcomer.roles, tenant, office, newcomer.kind)
    account = Account.objects.create(
        login=login,
        display_name=newcomer.display_name,
        tenant=tenant,
        office=office,
        kind=newcomer.kind,
        starts_on=newcomer.starts_on or tokyo_date(at),
        ends_on=newcomer.ends_on,
        created_at=at,
        created_by=by.name,
    )
    for role in sorted(newcomer.roles):
        _add_role(account, role, by=by, at=at)
    subject = f"account {account.id}"
    audit.record("people.account.invited", subject, by=by, at=at, tenant=tenant, office=office)
    return Invited(account.id, _new_invitation(account, by=by, at=at))


@transaction.atomic
def invite_again(account_id: int, *, by: Actor, at: datetime) -> Invited:
    """A new way in for somebody who lost theirs: every session and factor of before is dead.

    Raises ``AccountUnknown``; an ended account stays ended.
    """
    account = locked(account_id)
    if account.state == Account.State.ENDED:
        raise AccountUnknown
    void_access(account, at=at)
    account.state = Account.State.INVITED
    account.password_hash, account.needs_reset = "", False
    account.failures, account.failures_today, account.locked_until = 0, 0, None
    account.save()
    audit.record("people.account.reset", f"account {account.id}", by=by, at=at)
    return Invited(account.id, _new_invitation(account, by=by, at=at))


@transaction.atomic
def grant(account_id: int, role: Role, *, by: Actor, at: datetime) -> None:
    """Give a role; holding it already changes nothing.

    Raises ``AccountUnknown``, ``RolesClash``, ``RoleNotOfOrganisation``, ``RoleNotOfOffice``
    and ``RoleNotOfKind``.
    """
    account = locked(account_id)
    held = roles_of(account)
    if role in held:
        return
    _refuse_roles(held | {role}, account.tenant, account.office, account.kind)
    _add_role(account, role, by=by, at=at)
    audit.record("people.role.granted", f"account {account.id}", by=by, at=at, role=role.value)


@transaction.atomic
def revoke(account_id: int, role: Role, *, by: Actor, at: datetime) -> None:
    """Take a role away; it is gone with the next request. Raises ``AccountUnknown``."""
    account = locked(account_id)
    open_grants = account.grants.filter(role=role.value, revoked_at__isnull=True)
    if open_grants.update(revoked_at=at, revoked_by=by.name):
        audit.record("people.role.revoked", f"account {account.id}", by=by, at=at, role=role.value)


@transaction.atomic
def move(account_id: int, office: str, *, by: Actor, at: datetime) -> None:
    """Somebody of the agency works at another office; rights follow with the next request.

    Raises ``AccountUnknown`` (also for people of other organisations), ``OfficeUnknown`` and
    ``RoleNotOfOffice`` for a role that is the head office's: revoke it first.
    """
    account = locked(account_id)
    if account.tenant != AGENCY:
        raise AccountUnknown
    if not office:  # nobody comes to the head office by saying nothing
        raise OfficeUnknown
    wanted = _office(AGENCY, office)
    if wanted == account.office:
        return
    _refuse_roles(roles_of(account), AGENCY, wanted, account.kind)
    before, account.office = account.office, wanted
    account.save()
    subject = f"account {account.id}"
    audit.record("people.account.moved", subject, by=by, at=at, before=before, office=wanted)


@transaction.atomic
def end(account_id: int, *, by: Actor, at: datetime) -> None:
    """Somebody leaves: sessions, factors, invitations and roles are dead at once.

    So is what only they know or stand for: invitations they made, the secrets of credentials
    they issued (another person renews those first), proposals of theirs that wait.
    """
    account = locked(account_id)
    if account.state == Account.State.ENDED:
        return
    void_access(account, at=at)
    account.grants.filter(revoked_at__isnull=True).update(revoked_at=at, revoked_by=by.name)
    account.state, account.ended_at, account.ends_on = Account.State.ENDED, at, tokyo_date(at)
    account.save()
    _void_what_they_made(account, by=by, at=at)


@transaction.atomic
def suspend_unused(*, by: Actor, at: datetime) -> int:
    """Suspend who did not sign in for 90 days, end whose last day has passed; says how many.

    An emergency account is there not to be used: it opens by two persons only (openings.py).
    """
    changed = 0
    active = (
        Account.objects.select_for_update()
        .filter(state=Account.State.ACTIVE)
        .exclude(kind=Account.Kind.EMERGENCY)
    )
    since = Coalesce("last_used_at", "created_at")
    for account in active.annotate(unused_since=since).filter(unused_since__lt=at - UNUSED_FOR):
        account.state = Account.State.SUSPENDED
        account.save()
        end_sessions(account, at=at)
        audit.record("people.account.suspended", f"account {account.id}", by=by, at=at)
        changed += 1
    leavers = Account.objects.exclude(state=Account.State.ENDED).filter(ends_on__lt=tokyo_date(at))
    for account_id in leavers.values_list("id", flat=True):
        end(account_id, by=by, at=at)
        changed += 1
    return changed


@transaction.atomic
def approve_network(tenant: str, address_range: str, *, line: str, by: Actor, at: datetime) -> None:
    """From now on the organisation's people sign in from its approved ranges only.

    Raises ``NetworkUnfit`` for a range that is none.
    """
    try:
        network = str(ip_network(address_range))
    except ValueError:
        raise NetworkUnfit(text=address_range) from None
    Network.objects.create(
        tenant=checked(tenant),
        address_range=network,
        line=line,
        valid_from=tokyo_date(at),
        set_by=by.name,
    )
    audit.record("people.network.approved", tenant, by=by, at=at, address_range=network, line=line)


@transaction.atomic
def end_network(network_id: int, tenant: str, *, by: Actor, at: datetime) -> None:
    """From tomorrow on the range is no longer approved. Raises ``AccountUnknown``."""
    row = Network.objects.select_for_update().filter(id=network_id, tenant=tenant).first()
    if row is None:
        raise AccountUnknown
    if row.valid_to is None:
        row.valid_to = tokyo_date(at)
        row.save()
        audit.record("people.network.ended", tenant, by=by, at=at, address_range=row.address_range)


def actor_name(account_id: int) -> str:
    """How an account is named where it acts: in audit rows, proposals, credentials."""
    return f"account-{account_id}"


def roles_of(account: Account) -> frozenset[Role]:
    """The roles an account holds now."""
    held = account.grants.filter(revoked_at__isnull=True).values_list("role", flat=True)
    return frozenset(Role(role) for role in held)


def locked(account_id: int) -> Account:
    """The account, locked for the transaction. Raises ``AccountUnknown``."""
    account = Account.objects.select_for_update().filter(id=account_id).first()
    if account is None:
        raise AccountUnknown
    return account


def _office(tenant: str, wanted: str) -> str:
    """The office of an account: one of 48 for the agency's people, none for others."""
    if tenant != AGENCY:
        return ""
    office = wanted or HEAD_OFFICE
    if not _OFFICE.fullmatch(office):
        raise OfficeUnknown
    return office


def _refuse_roles(roles: Iterable[Role], tenant: str, office: str, kind: str) -> None:
    wanted = frozenset(roles)
    for role in sorted(wanted - holdable(tenant)):
        raise RoleNotOfOrganisation(tenant=tenant, **_words(role))
    for role in sorted(wanted - holdable(tenant, office)):
        raise RoleNotOfOffice(**_words(role))
    for role in sorted(wanted - of_kind(kind)):
        raise RoleNotOfKind(**_words(role))
    pair = clash(wanted)
    if pair is not None:
        both = sorted(pair)
        raise RolesClash(
            roles=" + ".join(ROLE_EN[role] for role in both),
            roles_ja=" と ".join(ROLE_JA[role] for role in both),
        )


def _words(role: Role) -> dict[str, str]:
    return {"role": ROLE_EN[role], "role_ja": ROLE_JA[role]}


def _add_role(account: Account, role: Role, *, by: Actor, at: datetime) -> None:
    RoleGrant.objects.create(account=account, role=role.value, granted_at=at, granted_by=by.name)


def _new_invitation(account: Account, *, by: Actor, at: datetime) -> str:
    account.invitations.filter(used_at__isnull=True).update(used_at=at)  # the older are void
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    Invitation.objects.create(
        account=account,
        token_hash=fingerprint(token),
        made_at=at,
        made_by=by.name,
        expires_at=at + INVITATION_LIFE,
    )
    return token


def _void_what_they_made(account: Account, *, by: Actor, at: datetime) -> None:
    """Whatever a leaver could still use through others; the audit row says how many of each."""
    name = actor_name(account.id)
    made = Invitation.objects.filter(made_by=name, used_at__isnull=True)
    audit.record(
        "people.account.ended",
        f"account {account.id}",
        by=by,
        at=at,
        invitations=made.update(used_at=at),
        credentials=credentials.revoke_issued_by(name, by=by, at=at),
        proposals=registry.withdraw_of(name, by=by, at=at, reason="提案者のアカウントが終了"),
    )
