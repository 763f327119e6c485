"""Read the audit record. Source: design 3. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from daiko.audit.models import AuditEntry


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as it was written."""

    id: int
    at: datetime
    event: str
    subject: str
    actor: str
    fields: dict[str, str | int]


def entries(*, subject: str | None = None, limit: int = 100) -> Sequence[Entry]:
    """The latest rows, newest first, of one subject or of all."""
    rows = AuditEntry.objects.order_by("-id")
    if subject is not None:
        rows = rows.filter(subject=subject)
    return [
        Entry(r.id, r.at, r.event, r.subject, f"{r.actor_kind}:{r.actor_name}", r.fields)
        for r in rows[:limit]
    ]
