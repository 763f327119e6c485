"""Write the registry as the CSV files that a load takes: the same rows, the same bytes.

Source: standards/actors-and-contracts.md 5 (UTF-8, CRLF, header row, all quoted). Rows are
streamed in the order of their keys, so that a register of millions needs no memory and two
exports of the same registry are equal byte for byte.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from django.db import connection, transaction
from psycopg.sql import SQL

from daiko.audit import services as audit
from daiko.platform.actors import Actor
from daiko.registry.staging import statement_names
from daiko.registry.tables import TABLES
from daiko.registry.texts import cell, field_text

_CHUNK: Final = 5_000


@transaction.atomic
def export(
    folder: Path, *, by: Actor, at: datetime, tables: Iterable[str] = tuple(TABLES)
) -> Mapping[str, int]:
    """Write the files of the tables into a folder, readable by their owner only.

    Returns the rows of each. Files of the same names are replaced. Raises ``OSError``
    when the folder cannot be written.
    """
    counts: dict[str, int] = {}
    for table in tables:
        path = folder / f"{table}.csv"
        path.touch(mode=0o600)
        path.chmod(0o600)
        with path.open("w", encoding="utf-8", newline="") as target:
            counts[table] = write_table(table, target)
    fields: Any = counts
    audit.record("registry.exported", "registry", by=by, at=at, **fields)
    return counts


def write_table(table: str, target: IO[str]) -> int:
    """Write one file, header first; says how many rows."""
    writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    columns = tuple(TABLES[table].columns)
    writer.writerow(columns)
    count = 0
    for values in _stored(table):
        writer.writerow(
            cell(field_text(table, column, value))
            for column, value in zip(columns, values, strict=True)
        )
        count += 1
    return count


def _stored(table: str) -> Iterator[tuple[Any, ...]]:
    """Every row by key, through a cursor of the server."""
    query = SQL("SELECT {columns} FROM {target} ORDER BY {key}").format(**statement_names(table))
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(_CHUNK):
            yield from rows
