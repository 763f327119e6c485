"""Advisory locks of PostgreSQL: one worker at a time where no row can be locked yet."""

from __future__ import annotations

from django.db import connection


def hold(key: int, number: int | None = None) -> None:
    """Wait for a lock and hold it to the end of the transaction.

    ``key`` tells what is locked: 64 bits alone, 32 beside a ``number`` of one thing of that kind.
    Numbers that agree in their last 31 bits wait for each other, which costs time and no more.
    """
    with connection.cursor() as cursor:
        if number is None:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
        else:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [key, number % 2**31])
