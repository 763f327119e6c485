"""Write one audit row, in the transaction of the change it tells of.

Source: design 3, standards/security-controls.md A4. No person's name, card
number or result may be a field: numbers of organisations, months, receipts and
counts only. Does not read (``queries.py``) and does not chain.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from daiko.audit.models import AuditEntry
from daiko.platform.actors import Actor


class AuditOutsideTransactionError(RuntimeError):
    """A change and its audit row must commit together; open a transaction first."""


def record(event: str, subject: str, *, by: Actor, at: datetime, **fields: str | int) -> None:
    """Append one row. ``event`` is dotted lower case; ``at`` is aware.

    Raises ``AuditOutsideTransactionError`` outside a transaction and ValueError for a
    naive moment.
    """
    if not connection.in_atomic_block:
        raise AuditOutsideTransactionError(event)
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    AuditEntry.objects.create(
        at=at,
        event=event,
        subject=str(subject),
        actor_kind=by.kind.value,
        actor_name=by.name,
        fields=fields,
    )
