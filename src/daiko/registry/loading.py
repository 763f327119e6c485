"""The steps of a load between the files (or a proposal) and the tables. Part of ``services.py``.

Rows are staged, judged, compared with what is registered and taken over; transactions,
approval and audit are decided by the verbs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, connection, transaction

from daiko.platform.clock import tokyo_date
from daiko.platform.locks import hold
from daiko.registry.branches import find_foreign
from daiko.registry.changes import RowChange, find_changes
from daiko.registry.csv_files import RegistryFiles
from daiko.registry.problems import BadRow, Note, Problems
from daiko.registry.severities import prepare_severities, sudden_errors
from daiko.registry.staging import (
    Progress,
    TableCounts,
    count,
    find_bad_mergers,
    find_dangling,
    find_doubles,
    find_overlaps,
    quiet,
    take_over,
)

_LOCK: Final = 0x7265676973747279  # "registry": one load at a time
GUARDED: Final = ("payees", "contract_prices", "calendar")
"""Registers whose changes a second person approves (security-controls A5)."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did or would do, table by table; with bad rows it did nothing.

    ``bad_rows`` and ``notes`` are the first of ``bad_count`` and ``note_count``.
    ``changes``: the first rows of each table that differ (``changes.ROWS_SHOWN``).
    ``waiting``: tables whose changes wait (in a preview: would wait) for a second person,
    in ``proposal`` once it is made.
    """

    tables: tuple[TableCounts, ...]
    bad_rows: tuple[BadRow, ...]
    notes: tuple[Note, ...]
    changes: tuple[RowChange, ...] = ()
    waiting: tuple[str, ...] = ()
    proposal: int | None = None
    bad_count: int = 0
    note_count: int = 0

    @property
    def loaded(self) -> bool:
        return not self.bad_rows


def refused(problems: Problems) -> LoadReport:
    """The report of a load that did nothing because of bad rows."""
    return reported(problems, ())


def reported(
    problems: Problems,
    tables: tuple[TableCounts, ...],
    changes: tuple[RowChange, ...] = (),
    waiting: tuple[str, ...] = (),
    proposal: int | None = None,
) -> LoadReport:
    """A report with what is wrong or odd so far."""
    return LoadReport(
        tables,
        tuple(problems.bad_rows),
        tuple(problems.notes),
        changes,
        waiting,
        proposal,
        problems.bad_count,
        problems.note_count,
    )


def begin(by: str, at: datetime) -> None:
    """One load at a time; the history of this transaction names ``by`` and ``at``."""
    hold(_LOCK)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('daiko.actor', %s, true), set_config('daiko.at', %s, true)",
            [by, at.isoformat()],
        )


def judge(files: RegistryFiles, problems: Problems) -> None:
    """What shows only across rows. Rows that were bad by themselves are not among them,
    so references are judged only when every row of the files could be read."""
    readable = not problems.bad_rows
    for table in files.paths:
        problems.refuse_all(find_foreign(files, table))
        problems.refuse_all(find_doubles(files, table))
        problems.refuse_all(find_overlaps(files, table))
        if readable:
            problems.refuse_all(find_dangling(files, table))
            problems.refuse_all(find_bad_mergers(files, table))


def compare(
    rows: Mapping[str, int], progress: Progress = quiet
) -> tuple[tuple[TableCounts, ...], tuple[RowChange, ...]]:
    """Counts of the staged tables beside what is registered, and the rows that differ."""
    counts: list[TableCounts] = []
    changes: list[RowChange] = []
    for table, number in rows.items():
        counts.append(count(table, number))
        changes.extend(find_changes(table))
        progress(table, "compared", number)
    return tuple(counts), tuple(changes)


def needs_approval(tables: tuple[TableCounts, ...]) -> tuple[str, ...]:
    """Guarded tables that would change; none while the registry has its first load."""
    changing = {table.table for table in tables if table.unchanged < table.rows}
    guarded = tuple(table for table in GUARDED if table in changing)
    return guarded if guarded and not _is_first_load() else ()


def _is_first_load() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_first_load()")
        (first,) = cursor.fetchone()
    return bool(first)


def take(
    files: RegistryFiles,
    rows: Mapping[str, int],
    problems: Problems,
    at: datetime,
    progress: Progress = quiet,
) -> None:
    """All tables; a sudden error, which only the database can find, is told as bad rows."""
    if "receiver_severities" in rows:
        prepare_severities(tokyo_date(at))
    try:
        with transaction.atomic():
            for table, number in rows.items():
                take_over(table, number)
                progress(table, "taken over", number)
    except IntegrityError as refused:
        sudden = list(sudden_errors(files, refused))
        if not sudden:
            raise
        problems.refuse_all(sudden)
