"""Who may administer whom: an organisation's administrator its own people, the agency's
security officer everybody, nobody the own account.

What is in reach is looked up as the person's own organisation, behind the wall; only then
the verb runs as the agency, which alone writes accounts.
Source: standards/security-controls.md A2, A3, TEC-10.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Final

from daiko.people import directory, services
from daiko.people.errors import (
    AccountUnknown,
    NetworkShutsOut,
    OrganisationNotRegistered,
    OwnAccount,
    RolesMissing,
)
from daiko.people.models import Account
from daiko.people.networks import network_fits
from daiko.people.roles import Role
from daiko.people.services import Invited, Newcomer
from daiko.people.sessions import SignedIn
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import AGENCY, as_tenant, checked
from daiko.registry import queries as registry

_VENDORS: Final = frozenset({Role.VENDOR_OPERATOR, Role.VENDOR_MANAGER})


def reach(person: SignedIn) -> str:
    """The organisation whose people somebody administers; the agency's means everybody's."""
    return AGENCY if person.may(Permission.AGENCY_ACCOUNT_MANAGE) else person.tenant


@contextmanager
def on(person: SignedIn, account_id: int) -> Iterator[None]:
    """A block that may change this account. Raises ``AccountUnknown`` and ``OwnAccount``."""
    if directory.account(account_id, reach(person)) is None:
        raise AccountUnknown
    if account_id == person.account_id:
        raise OwnAccount
    with as_tenant(AGENCY):
        yield


@contextmanager
def of(person: SignedIn, tenant: str) -> Iterator[None]:
    """A block that may change facts of this organisation. Raises ``AccountUnknown``."""
    if reach(person) not in (AGENCY, tenant):
        raise AccountUnknown
    with as_tenant(AGENCY):
        yield


def invite(newcomer: Newcomer, *, by: SignedIn, at: datetime) -> Invited:
    """Invite somebody of an organisation in reach; the roles say what kind of account it is.

    Raises ``AccountUnknown``, ``RolesMissing``, ``OrganisationNotRegistered`` and what
    ``services.invite`` raises.
    """
    newcomer = replace(newcomer, kind=kind_of(newcomer.roles))
    if not newcomer.roles:
        raise RolesMissing
    with of(by, newcomer.tenant):
        if newcomer.tenant != by.tenant and not _is_registered(checked(newcomer.tenant)):
            raise OrganisationNotRegistered(tenant=newcomer.tenant)
        return services.invite(newcomer, by=by.actor, at=at)


def approve_network(
    tenant: str, address_range: str, *, line: str, by: SignedIn, at: datetime
) -> None:
    """Approve a range; nobody shuts the own organisation's door behind oneself.

    Raises ``AccountUnknown``, ``NetworkShutsOut`` and what ``services.approve_network`` raises.
    """
    with of(by, tenant):
        services.approve_network(tenant, address_range, line=line, by=by.actor, at=at)
        address = by.actor.source_address
        if tenant == by.tenant and not network_fits(tenant, address, at=at):
            raise NetworkShutsOut(address=address)


def _is_registered(tenant: str) -> bool:
    kind, _, number = tenant.partition(":")
    known = registry.insurers if kind == "insurer" else registry.providers
    return tenant == AGENCY or number in known([number])


def kind_of(roles: frozenset[Role]) -> str:
    """The kind of account its first roles make it."""
    if roles & _VENDORS:
        return Account.Kind.MAINTENANCE
    return Account.Kind.EMERGENCY if Role.EMERGENCY in roles else Account.Kind.STAFF
