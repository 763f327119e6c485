"""Read accounts and approved networks, as far as the present tenant reaches.

Row-level security shows an organisation its own; the filters here stand on top of it.
Source: standards/security-controls.md A1, A2, TEC-10. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from daiko.people.models import Account, Network, RoleGrant
from daiko.people.roles import Role, clash
from daiko.platform.tenancy import AGENCY, as_tenant


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account. ``state``: invited, active, suspended, ended."""

    account_id: int
    login: str
    display_name: str
    tenant: str
    office: str
    kind: str
    state: str
    state_ja: str
    roles: tuple[Role, ...]
    starts_on: date
    ends_on: date | None
    last_used_at: datetime | None
    needs_reset: bool


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A range people of an organisation may sign in from. ``line``: ip-vpn, ipsec-ike, office."""

    network_id: int
    tenant: str
    address_range: str
    line: str
    valid_from: date
    valid_to: date | None


def accounts(
    tenant: str,
    *,
    of: str = "",
    text: str = "",
    state: str = "",
    offset: int = 0,
    limit: int | None = None,
) -> tuple[list[AccountRow], int]:
    """Accounts that a person of ``tenant`` may see, by organisation and login, and how many.

    ``of``: one organisation; ``text``: part of login or name; ``state``: one state.
    """
    rows = Account.objects.order_by("tenant", "login")
    if tenant != AGENCY:
        rows = rows.filter(tenant=tenant)
    if of:
        rows = rows.filter(tenant=of)
    if text:
        rows = rows.filter(Q(login__icontains=text) | Q(display_name__icontains=text))
    if state:
        rows = rows.filter(state=state)
    end = None if limit is None else offset + limit
    return _with_roles(rows[offset:end]), rows.count()


def account(account_id: int, tenant: str) -> AccountRow | None:
    """One account, if a person of ``tenant`` may see it."""
    rows = Account.objects.filter(id=account_id)
    if tenant != AGENCY:
        rows = rows.filter(tenant=tenant)
    return next(iter(_with_roles(rows)), None)


def name_of(actor: str) -> str:
    """The name of the person behind an actor's name (account-12), "" for everybody else.

    Looked up as the agency: for its own pages, where a colleague's name is no secret.
    """
    number = actor.removeprefix("account-")
    if number == actor or not number.isdecimal():
        return ""
    with as_tenant(AGENCY):
        named = Account.objects.filter(id=int(number)).values_list("display_name", flat=True)
        return named.first() or ""


def by_login(login: str) -> AccountRow | None:
    """The account with this login, if the present tenant may see it."""
    return next(iter(_with_roles(Account.objects.filter(login=login.strip().lower()))), None)


def networks(tenant: str) -> list[NetworkRow]:
    """Approved ranges that a person of ``tenant`` may see, ended ones included."""
    rows = Network.objects.order_by("tenant", "address_range", "id")
    if tenant != AGENCY:
        rows = rows.filter(tenant=tenant)
    return [
        NetworkRow(row.id, row.tenant, row.address_range, row.line, row.valid_from, row.valid_to)
        for row in rows
    ]


def clashes() -> list[tuple[AccountRow, frozenset[Role]]]:
    """Accounts that hold a forbidden pair; the database lets none in, and this proves it."""
    rows, _ = accounts(AGENCY)
    found = ((row, clash(frozenset(row.roles))) for row in rows)
    return [(row, pair) for row, pair in found if pair is not None]


def _with_roles(rows: Iterable[Account]) -> list[AccountRow]:
    listed = list(rows)
    held: dict[int, list[Role]] = {}
    grants = RoleGrant.objects.filter(account__in=listed, revoked_at__isnull=True)
    for account_id, role in grants.values_list("account_id", "role"):
        held.setdefault(account_id, []).append(Role(role))
    return [
        AccountRow(
            row.id,
            row.login,
            row.display_name,
            row.tenant,
            row.office,
            row.kind,
            row.state,
            Account.State(row.state).label,
            tuple(sorted(held.get(row.id, ()))),
            row.starts_on,
            row.ends_on,
            row.last_used_at,
            row.needs_reset,
        )
        for row in listed
    ]
