"""Acting as the application's role in tests, and as the owner where a test must.

The tests' connections sign in as the owner of the tables and then act as the application,
so that every grant and policy of the product binds them. What only an owner may do (the
flush between tests, a forged row) says so with ``as_owner``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.backends.signals import connection_created

from daiko.platform.postgres import APPLICATION

_flush = DatabaseOperations.execute_sql_flush


def act_as_application(present: Any) -> None:
    """This connection and all that follow act as the application; flushes as the owner."""

    def act(connection: Any, **_: Any) -> None:
        if connection.settings_dict["NAME"] in (None, "postgres"):
            return  # Django makes and drops the test database from there
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {APPLICATION}")

    def flush(operations: DatabaseOperations, sql_list: Any) -> None:
        with as_owner():
            _flush(operations, sql_list)

    connection_created.connect(act, weak=False, dispatch_uid="acting")
    DatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
    act(present)


@contextmanager
def as_owner() -> Iterator[None]:
    """The present connection acts as the owner of the tables."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        try:
            yield
        finally:
            cursor.execute(f"SET ROLE {APPLICATION}")
