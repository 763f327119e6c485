"""Verbs of the registry: load the registers from CSV files, all rows or none.

Source: standards/actors-and-contracts.md 5 and 6, rulings.md 16. Rows that are
not in the files stay as they are: nothing is deleted, rows end by their dates.
Who may load what, and approval by a second person, are not decided here.
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
from daiko.registry.csv_files import BadRow, Note, Problems, RegistryFiles, open_directory
from daiko.registry.severities import prepare_severities, sudden_errors
from daiko.registry.staging import (
    TableCounts,
    find_dangling,
    find_doubles,
    find_overlaps,
    stage,
    take_over,
)

LOAD_LOCK: Final = 0x7265676973747279  # "registry": one load at a time


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did, table by table; with bad rows it did nothing."""

    tables: tuple[TableCounts, ...]
    bad_rows: tuple[BadRow, ...]
    notes: tuple[Note, ...]

    @property
    def loaded(self) -> bool:
        return not self.bad_rows


@transaction.atomic
def load(folder: Path, *, by: Actor, at: datetime) -> LoadReport:
    """Load every registry file of a folder, all rows of all files or none.

    A row that exists is changed or ended, never doubled: loading the same files again
    changes nothing. ``at`` is aware. Bad rows are reported, never raised.
    """
    problems = Problems()
    files = open_directory(folder, problems)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])
    counts = {table: stage(files, table, problems) for table in files.paths}
    _judge(files, problems)
    if problems.bad_rows:
        transaction.set_rollback(True)  # the atomic block of this call; the report stays
        return LoadReport((), tuple(problems.bad_rows), tuple(problems.notes))
    tables = _take_over(files, counts, problems, at=at)
    if tables is None:
        transaction.set_rollback(True)
        return LoadReport((), tuple(problems.bad_rows), tuple(problems.notes))
    for table in tables:
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
    return LoadReport(tables, (), tuple(problems.notes))


def _take_over(
    files: RegistryFiles, counts: dict[str, int], problems: Problems, *, at: datetime
) -> tuple[TableCounts, ...] | None:
    """All tables; ``None`` when the database found a sudden error, told as bad rows."""
    if "receiver_severities" in counts:
        prepare_severities(tokyo_date(at))
    try:
        with transaction.atomic():
            return tuple(take_over(table, rows) for table, rows in counts.items())
    except IntegrityError as refused:
        sudden = list(sudden_errors(files, refused))
        if not sudden:
            raise
        problems.bad_rows.extend(sudden)
        return None


def _judge(files: RegistryFiles, problems: Problems) -> None:
    """What shows only across rows. Rows that were bad by themselves are not among them,
    so references are judged only when every row of the files could be read."""
    readable = not problems.bad_rows
    for table in files.paths:
        problems.bad_rows.extend(find_doubles(files, table))
        problems.bad_rows.extend(find_overlaps(files, table))
        if readable:
            problems.bad_rows.extend(find_dangling(files, table))
