"""Read the record: for pages, commands and tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Max, QuerySet

from daiko.audit.models import AuditEntry

SHOWN_MAX: Final = 1_000
COUNTED_MAX: Final = 10_000
VERIFIED: Final = "audit.chain.verified"
"""Event of a verification that was run and recorded."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as it was written."""

    id: int
    at: datetime
    event: str
    subject: str
    actor: str
    role: str
    tenant: str
    source_address: str
    persons: tuple[str, ...]
    purpose: str
    result: str
    fields: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; an empty field asks for nothing. ``until`` is exclusive."""

    subject: str = ""
    person: str = ""  # reference of an insured person
    actor_name: str = ""
    tenant: str = ""
    event: str = ""  # beginning of the event's name
    since: datetime | None = None
    until: datetime | None = None


def entries(*, subject: str | None = None, limit: int = 100) -> Sequence[Entry]:
    """The latest rows, newest first, of one subject or of all."""
    return search(Wanted(subject=subject or ""), limit=limit)


def search(
    wanted: Wanted, *, offset: int = 0, limit: int = 100, before: int | None = None
) -> Sequence[Entry]:
    """Rows that fit, newest first; at most ``SHOWN_MAX`` at a time.

    ``before``: only rows with a smaller number, to go on where an earlier call ended.
    """
    rows = _fitting(wanted).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [_entry(row) for row in rows[offset : offset + min(limit, SHOWN_MAX)]]


def count(wanted: Wanted, *, at_most: int | None = None) -> int:
    """How many rows fit; a page counts up to ``COUNTED_MAX``, of millions nobody reads the last."""
    return _fitting(wanted)[:at_most].count()


def entry(number: int) -> Entry | None:
    """One row by its number, ``None`` where there is none."""
    row = AuditEntry.objects.filter(id=number).first()
    return None if row is None else _entry(row)


def last_of(event: str, subjects: Sequence[str]) -> dict[str, datetime]:
    """When an event last happened to each of these subjects; never is missing."""
    rows = AuditEntry.objects.filter(event=event, subject__in=subjects, result="done")
    return dict(rows.values_list("subject").annotate(Max("at")))


def _fitting(wanted: Wanted) -> QuerySet[AuditEntry]:
    rows = AuditEntry.objects.all()
    if wanted.subject:
        rows = rows.filter(subject=wanted.subject)
    if wanted.person:
        rows = rows.filter(persons__contains=[wanted.person])
    if wanted.actor_name:
        rows = rows.filter(actor_name=wanted.actor_name)
    if wanted.tenant:
        rows = rows.filter(tenant=wanted.tenant)
    if wanted.event:
        rows = rows.filter(event__startswith=wanted.event)
    if wanted.since:
        rows = rows.filter(at__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(at__lt=wanted.until)
    return rows


def _entry(row: AuditEntry) -> Entry:
    return Entry(
        id=row.id,
        at=row.at,
        event=row.event,
        subject=row.subject,
        actor=f"{row.actor_kind}:{row.actor_name}",
        role=row.actor_role,
        tenant=row.tenant,
        source_address=row.source_address,
        persons=tuple(row.persons),
        purpose=row.purpose,
        result=row.result,
        fields=row.fields,
    )
