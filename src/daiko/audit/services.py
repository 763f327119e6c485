"""Write one audit row, in the transaction of the change it tells of.

Source: design 3, standards/security-controls.md A4. No person's name, card number or
result may be a field: numbers of organisations, months, receipts, counts and internal
references only. The row is chained by the database (``migrations/0002_chain.py``);
reading is ``queries.py``, proving ``verification.py``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

from django.db import connection

from daiko.platform.actors import Actor
from daiko.platform.acts import present_act
from daiko.platform.trusted_time import clock_state

Result = Literal["done", "refused", "failed"]

_APPEND: Final = """
    INSERT INTO audit_entry (at, event, subject, actor_kind, actor_name, actor_role, tenant,
        session, source_address, certificate, persons, purpose, result, clock, fields)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


class AuditOutsideTransactionError(RuntimeError):
    """A change and its audit row must commit together; open a transaction first."""


def record(
    event: str,
    subject: str,
    *,
    by: Actor,
    at: datetime,
    persons: Sequence[str] = (),
    purpose: str = "",
    result: Result = "done",
    **fields: str | int,
) -> None:
    """Append one row. ``event`` is dotted lower case; ``at`` is aware.

    ``persons`` are references of the insured persons whose data was seen or changed.
    Raises ``AuditOutsideTransactionError`` outside a transaction and ValueError for a
    naive moment. Rows of a command or a job say under which permission it ran.
    """
    if not connection.in_atomic_block:
        raise AuditOutsideTransactionError(event)
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    who = (by.kind.value, by.name, by.role, by.tenant, by.session, by.source_address)
    act = present_act()
    if act is not None and act.permission:  # a command or a job
        fields["permission"] = act.permission
    what = (list(persons), purpose, result, clock_state().word, json.dumps(fields))
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, (at, event, str(subject), *who, by.certificate, *what))
