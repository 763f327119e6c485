"""Verbs of the registry: load the registers from CSV files, all rows or none.

Source: standards/actors-and-contracts.md 5 and 6, rulings.md 16. Rows that are
not in the files stay as they are: nothing is deleted, rows end by their dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import IntegrityError, connection, transaction

from daiko.audit import services as audit
from daiko.platform.actors import Actor
from daiko.platform.clock import tokyo_date
from daiko.registry.changes import RowChange, find_changes
from daiko.registry.csv_files import BadRow, Note, Problems, RegistryFiles, open_directory
from daiko.registry.severities import prepare_severities, sudden_errors
from daiko.registry.staging import (
    TableCounts,
    count,
    find_dangling,
    find_doubles,
    find_overlaps,
    stage,
    take_over,
)

LOAD_LOCK: Final = 0x7265676973747279  # "registry": one load at a time


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did or would do, table by table; with bad rows it did nothing.

    ``changes``: the first rows of each table that differ (``changes.ROWS_SHOWN``).
    """

    tables: tuple[TableCounts, ...]
    bad_rows: tuple[BadRow, ...]
    notes: tuple[Note, ...]
    changes: tuple[RowChange, ...] = ()

    @property
    def loaded(self) -> bool:
        return not self.bad_rows


@transaction.atomic
def load(folder: Path, *, by: Actor, at: datetime) -> LoadReport:
    """Load every registry file of a folder, all rows of all files or none.

    A row that exists is changed or ended, never doubled: loading the same files again
    changes nothing. ``at`` is aware. Bad rows are reported, never raised.
    """
    report = _load(folder, by=by, at=at)
    if not report.loaded:
        transaction.set_rollback(True)  # the atomic block of this call; the report stays
        return report
    for table in report.tables:
        audit.record(
            "registry.table.loaded",
            table.table,
            by=by,
            at=at,
            rows=table.rows,
            added=table.added,
            changed=table.changed,
            ended=table.ended,
        )
    return report


@transaction.atomic
def preview(folder: Path, *, by: Actor, at: datetime) -> LoadReport:
    """What ``load`` would report; nothing is written."""
    report = _load(folder, by=by, at=at, only_look=True)
    transaction.set_rollback(True)
    return report


def _load(folder: Path, *, by: Actor, at: datetime, only_look: bool = False) -> LoadReport:
    problems = Problems()
    files = open_directory(folder, problems)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])
    say_who(by, at)
    rows = {table: stage(files, table, problems) for table in files.paths}
    _judge(files, problems)
    changes: tuple[RowChange, ...] = ()
    tables: tuple[TableCounts, ...] = ()
    if not problems.bad_rows:
        changes = tuple(change for table in rows for change in find_changes(table))
        tables = tuple(count(table, rows[table]) for table in rows)
        written = (table for table in rows if not only_look or table == "receiver_severities")
        _take_over(files, {table: rows[table] for table in written}, problems, at=at)
    if problems.bad_rows:
        tables = changes = ()
    return LoadReport(tables, tuple(problems.bad_rows), tuple(problems.notes), changes)


def say_who(by: Actor, at: datetime) -> None:
    """Whom and which moment the history of this transaction names."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('daiko.actor', %s, true), set_config('daiko.at', %s, true)",
            [str(by), at.isoformat()],
        )


def _take_over(
    files: RegistryFiles, rows: dict[str, int], problems: Problems, *, at: datetime
) -> None:
    """All tables; a sudden error, which only the database can find, is told as bad rows."""
    if "receiver_severities" in rows:
        prepare_severities(tokyo_date(at))
    try:
        with transaction.atomic():
            for table, number in rows.items():
                take_over(table, number)
    except IntegrityError as refused:
        sudden = list(sudden_errors(files, refused))
        if not sudden:
            raise
        problems.bad_rows.extend(sudden)


def _judge(files: RegistryFiles, problems: Problems) -> None:
    """What shows only across rows. Rows that were bad by themselves are not among them,
    so references are judged only when every row of the files could be read."""
    readable = not problems.bad_rows
    for table in files.paths:
        problems.bad_rows.extend(find_doubles(files, table))
        problems.bad_rows.extend(find_overlaps(files, table))
        if readable:
            problems.bad_rows.extend(find_dangling(files, table))
