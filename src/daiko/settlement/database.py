"""SQL in sets: one statement for a whole month, named parameters, plain rows back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import connection

from daiko.platform.locks import hold

_LOCK: Final = 0x736574746C65  # "settle": close, invoices, money and payments one at a time


def execute(sql: str, **values: Any) -> int:
    """Run a statement; says how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def rows(sql: str, **values: Any) -> list[dict[str, Any]]:
    """Rows of a query by column name."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def row(sql: str, **values: Any) -> dict[str, Any]:
    """The only row of a query of sums."""
    (only,) = rows(sql, **values)
    return only


def yen(sql: str, **values: Any) -> int:
    """One number; 0 where nothing was summed."""
    value = next(iter(row(sql, **values).values()))
    return int(value or 0)


def columns(pairs: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Keys and values as two arrays for ``unnest``."""
    return list(pairs), list(pairs.values())


def lock_settlement() -> None:
    """One verb at a time moves money; the lock ends with the transaction."""
    hold(_LOCK)
