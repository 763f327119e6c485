"""Emergency and maintenance accounts open for a time: asked by one person, approved by another.

Outside of an opening such an account cannot sign in, whatever it proves; with the end of the
opening its sessions are over at the next request, nobody has to close anything. Whatever it
does carries the number of the opening in its audit rows. A used emergency account is void
afterwards and must be issued anew (a new invitation).
Source: standards/security-controls.md A9, A10, A5 (request 24 h, two persons, no delegate of
the last 24 h).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet

from daiko.audit import services as audit
from daiko.people.errors import (
    AccountUnknown,
    OpeningByTheSame,
    OpeningDecided,
    OpeningTimeUnfit,
    OpeningUnknown,
    ReasonMissing,
)
from daiko.people.models import Account, Opening
from daiko.people.voiding import void_access
from daiko.platform.actors import Actor
from daiko.platform.clock import tokyo_date

REQUEST_LIFE: Final = timedelta(hours=24)
EMERGENCY_LIFE: Final = timedelta(hours=4)
MAINTENANCE_LIFE: Final = timedelta(hours=12)
OPENED_KINDS: Final = frozenset({Account.Kind.EMERGENCY, Account.Kind.MAINTENANCE})
"""Kinds of account that work within an opening only."""
_DECISIONS: Final = frozenset({"people_opening_two_persons", "people_opening_approver"})


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One opening as lists show it. ``state``: waits, open, planned, over, refused, expired."""

    opening_id: int
    account_id: int
    login: str
    display_name: str
    kind: str
    reason: str
    asked_by: str
    asked_at: datetime
    starts_at: datetime
    ends_at: datetime
    approved_by: str
    approved_at: datetime | None
    refused_by: str
    closed_by: str
    closed_at: datetime | None
    state: str


@transaction.atomic
def ask(
    account_id: int, *, reason: str, starts_at: datetime, ends_at: datetime, by: Actor, at: datetime
) -> int:
    """Ask for an opening; an emergency one begins with its approval and lasts 4 hours at most.

    Raises ``AccountUnknown`` for an account of another kind or one that cannot work,
    ``ReasonMissing`` and ``OpeningTimeUnfit``.
    """
    account = Account.objects.filter(id=account_id, kind__in=OPENED_KINDS).first()
    if account is None or account.state != Account.State.ACTIVE:
        raise AccountUnknown
    if not reason.strip():
        raise ReasonMissing
    _refuse_time(account.kind, starts_at, ends_at, at)
    row = Opening.objects.create(
        account=account,
        kind=account.kind,
        reason=reason.strip(),
        asked_by=by.name,
        asked_at=at,
        expires_at=at + REQUEST_LIFE,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    _note("people.opening.asked", row, by=by, at=at)
    return row.id


def _refuse_time(kind: str, starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    longest = EMERGENCY_LIFE if kind == Account.Kind.EMERGENCY else MAINTENANCE_LIFE
    last = ends_at - timedelta(microseconds=1)
    one_day = tokyo_date(starts_at) == tokyo_date(last) or kind == Account.Kind.EMERGENCY
    if not (starts_at < ends_at <= starts_at + longest and ends_at > at and one_day):
        raise OpeningTimeUnfit


@transaction.atomic
def approve(opening_id: int, *, by: Actor, at: datetime) -> None:
    """Let it take place. Raises ``OpeningUnknown``, ``OpeningDecided`` and ``OpeningByTheSame``."""
    row = _waiting(opening_id, at)
    row.approved_by, row.approved_at = by.name, at
    if row.kind == Opening.Kind.EMERGENCY:
        row.starts_at, row.ends_at = at, at + (row.ends_at - row.starts_at)
    try:
        with transaction.atomic():
            row.save()
    except DatabaseError as refused:
        diagnosis: Any = getattr(refused.__cause__, "diag", None)
        if diagnosis is None or diagnosis.constraint_name not in _DECISIONS:
            raise
        raise OpeningByTheSame(name=by.name) from refused
    _note("people.opening.approved", row, by=by, at=at)


@transaction.atomic
def refuse(opening_id: int, *, by: Actor, at: datetime) -> None:
    """Refuse, or withdraw one's own request. Raises ``OpeningUnknown`` and ``OpeningDecided``."""
    row = _waiting(opening_id, at)
    row.refused_by, row.refused_at = by.name, at
    row.save()
    _note("people.opening.refused", row, by=by, at=at)


@transaction.atomic
def close(opening_id: int, *, by: Actor, at: datetime) -> None:
    """End it now. Raises ``OpeningUnknown`` for one that does not stand open."""
    row = _approved().select_for_update().filter(id=opening_id).first()
    if row is None:
        raise OpeningUnknown
    _close(row, by=by, at=at)


@transaction.atomic
def close_ended(*, by: Actor, at: datetime) -> int:
    """Close what ended by itself; says how many. Sign-in is refused from the end on anyway."""
    ended = list(_approved().select_for_update().filter(ends_at__lte=at))
    for row in ended:
        _close(row, by=by, at=at)
    return len(ended)


def _close(row: Opening, *, by: Actor, at: datetime) -> None:
    """Its sessions end; an emergency account that was used is void until issued anew."""
    row.closed_by, row.closed_at = by.name, at
    row.save()
    account = Account.objects.select_for_update().get(id=row.account_id)
    used = account.sessions.filter(step="full", started_at__gte=row.starts_at).exists()
    if row.kind == Opening.Kind.EMERGENCY and used:
        void_access(account, at=at)
        account.password_hash, account.state = "", Account.State.SUSPENDED
        account.save()
    else:
        account.sessions.filter(ended_at__isnull=True).update(ended_at=at)
    _note("people.opening.closed", row, by=by, at=at, used=int(used))


def stands_open(account: Account, *, at: datetime) -> bool:
    """Whether the account may work now; accounts of other kinds always may."""
    if account.kind not in OPENED_KINDS:
        return True
    return _open_at(at).filter(account=account).exists()


def present_opening(account: Account) -> int | None:
    """The opening an account works in, for its audit rows."""
    if account.kind not in OPENED_KINDS:
        return None
    row = _approved().filter(account=account).order_by("-starts_at").first()
    return row.id if row else None


def emergency_is_open(at: datetime) -> bool:
    """Whether everybody of the agency is to be told that an emergency account is open."""
    return _open_at(at).filter(kind=Opening.Kind.EMERGENCY).exists()


def openings(*, at: datetime, offset: int = 0, limit: int | None = None) -> Sequence[OpeningRow]:
    """Openings, the latest first."""
    rows = Opening.objects.select_related("account").order_by("-id")
    cut = rows[offset:] if limit is None else rows[offset : offset + limit]
    return [_row(row, at) for row in cut]


def opening_count() -> int:
    """How many ``openings`` has in all."""
    return Opening.objects.count()


def opening(opening_id: int, *, at: datetime) -> OpeningRow:
    """One opening. Raises ``OpeningUnknown``."""
    row = Opening.objects.select_related("account").filter(id=opening_id).first()
    if row is None:
        raise OpeningUnknown
    return _row(row, at)


def openable() -> Sequence[tuple[int, str, str]]:
    """Accounts an opening can be asked for: number, login, kind."""
    rows = Account.objects.filter(kind__in=OPENED_KINDS, state=Account.State.ACTIVE)
    return list(rows.order_by("kind", "login").values_list("id", "login", "kind"))


def _approved() -> QuerySet[Opening]:
    return Opening.objects.filter(approved_at__isnull=False, closed_at__isnull=True)


def _open_at(at: datetime) -> QuerySet[Opening]:
    return _approved().filter(Q(starts_at__lte=at, ends_at__gt=at))


def _waiting(opening_id: int, at: datetime) -> Opening:
    row = Opening.objects.select_for_update().filter(id=opening_id).first()
    if row is None:
        raise OpeningUnknown
    if row.approved_at or row.refused_at or at >= min(row.expires_at, row.ends_at):
        raise OpeningDecided
    return row


def _row(row: Opening, at: datetime) -> OpeningRow:
    return OpeningRow(
        row.id,
        row.account_id,
        row.account.login,
        row.account.display_name,
        row.kind,
        row.reason,
        row.asked_by,
        row.asked_at,
        row.starts_at,
        row.ends_at,
        row.approved_by,
        row.approved_at,
        row.refused_by,
        row.closed_by,
        row.closed_at,
        _state(row, at),
    )


def _state(row: Opening, at: datetime) -> str:
    if row.refused_at is not None:
        return "refused"
    if row.approved_at is None:
        return "waits" if at < min(row.expires_at, row.ends_at) else "expired"
    if row.closed_at is not None or at >= row.ends_at:
        return "over"
    return "open" if row.starts_at <= at else "planned"


def _note(event: str, row: Opening, *, by: Actor, at: datetime, used: int | None = None) -> None:
    audit.record(
        event,
        f"account {row.account_id}",
        by=by,
        at=at,
        opening=row.id,
        kind=row.kind,
        until=row.ends_at.isoformat(),
        used="" if used is None else used,
    )
