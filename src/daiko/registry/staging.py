"""Bring rows of files into temporary tables, judge them there, and take them over.

Source: design 5 (COPY into a temporary table, then INSERT … SELECT), standards/
actors-and-contracts.md 5. Set-based: one statement per table and question, so that
millions of rows cost no memory here. Transactions and audit are ``services.py``'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.db import connection
from psycopg.sql import SQL, Composable, Identifier

from daiko.registry.csv_files import RegistryFiles
from daiko.registry.mergers import Insurer, bad_mergers
from daiko.registry.problems import BadRow, Problems, dangling, doubled, overlapping
from daiko.registry.shapes import Row
from daiko.registry.tables import TABLES

TARGETS: Final = {
    "insurers": "registry_insurer",
    "payees": "registry_payee_account",
    "providers": "registry_provider",
    "contracts": "registry_contract",
    "contract_insurers": "registry_contract_insurer",
    "contract_providers": "registry_contract_provider",
    "contract_prices": "registry_contract_price",
    "cards": "registry_card",
    "insured_persons": "registry_insured_person",
    "calendar": "registry_calendar",
    "agency": "registry_agency",
    "offices": "registry_office",
    "entry_agents": "registry_entry_agent",
    "entry_agent_providers": "registry_entry_appointment",
    "receiver_severities": "registry_receiver_severity",
}


Step = Literal["read", "compared", "taken over"]
Progress = Callable[[str, Step, int], None]
"""Told the table, what is done with it, and how many rows so far."""
PROGRESS_ROWS: Final = 50_000
_CHUNK: Final = 5_000


def quiet(_table: str, _step: Step, _rows: int) -> None:
    """No progress is told."""


@dataclass(frozen=True, slots=True)
class TableCounts:
    """What a load did to one table, in rows."""

    table: str
    rows: int
    added: int
    changed: int
    ended: int
    unchanged: int


def run(query: Composable, arguments: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Run a statement; its rows, if it has any."""
    with connection.cursor() as cursor:
        cursor.execute(query, arguments)
        return list(cursor.fetchall()) if cursor.description else []


def stream(query: Composable) -> Iterator[tuple[Any, ...]]:
    """The rows of a query through a cursor of the server: there may be millions."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(_CHUNK):
            yield from rows


def statement_names(table: str) -> dict[str, Composable]:
    """The parts statements about a table are made of."""
    spec = TABLES[table]
    columns = list(spec.columns)
    return {
        "stage": Identifier("pg_temp", f"stage_{table}"),
        "target": Identifier(TARGETS[table]),
        "columns": _list("{}", columns),
        "of_stage": _list("s.{}", columns),
        "of_target": _list("t.{}", columns),
        "key": _list("{}", list(spec.key)),
        "same": SQL(" AND ").join(_equal("t", column) for column in spec.key),
    }


def _list(form: str, columns: list[str]) -> Composable:
    return SQL(", ").join(SQL(form).format(Identifier(column)) for column in columns)


def _equal(other: str, column: str) -> Composable:
    return SQL("{}.{} = s.{}").format(SQL(other), Identifier(column), Identifier(column))


def create_stage(table: str) -> None:
    """An empty temporary table with the columns of a file and the number of the row."""
    names = statement_names(table)
    run(SQL("DROP TABLE IF EXISTS {stage}").format(**names))
    run(
        SQL(
            "CREATE TEMPORARY TABLE {short} ON COMMIT DROP AS "
            "SELECT 0 AS row_number, {columns} FROM {target} WITH NO DATA"
        ).format(short=Identifier(f"stage_{table}"), **names)
    )


def stage(files: RegistryFiles, table: str, problems: Problems, progress: Progress = quiet) -> int:
    """Copy the good rows of a file into a temporary table; says how many.

    Rows go straight from the file to the database: a file of millions needs no memory.
    """
    return stage_rows(table, files.rows(table, problems), progress)


def stage_rows(table: str, rows: Iterator[tuple[int, Row]], progress: Progress = quiet) -> int:
    """Copy numbered rows into the temporary table of a register; says how many."""
    names = statement_names(table)
    create_stage(table)
    columns, count = tuple(TABLES[table].columns), 0
    statement = SQL("COPY {stage} (row_number, {columns}) FROM STDIN").format(**names)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for number, row in rows:
            copy.write_row((number, *(_stored(row[column]) for column in columns)))
            count += 1
            if count % PROGRESS_ROWS == 0:
                progress(table, "read", count)
    progress(table, "read", count)
    run(SQL("ANALYZE {stage}").format(**names))
    return count


def _stored(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def find_doubles(files: RegistryFiles, table: str) -> Iterator[BadRow]:
    """The same key twice in one file."""
    spec, names = TABLES[table], statement_names(table)
    rows = stream(
        SQL(
            "SELECT row_number, first, {columns} FROM (SELECT *, min(row_number) OVER "
            "(PARTITION BY {key}) AS first FROM {stage}) s "
            "WHERE row_number > first ORDER BY row_number"
        ).format(**{**names, "columns": names["key"]})
    )
    for number, first, *values in rows:
        found = [str(value) for value in values]
        yield doubled(files.paths[table].name, number, spec.key, found, first)


def find_dangling(files: RegistryFiles, table: str) -> Iterator[BadRow]:
    """Numbers that are neither registered nor in the files."""
    names = statement_names(table)
    for reference in TABLES[table].references:
        column = Identifier(reference.column)
        places = [Identifier(TARGETS[reference.table])]
        if files.has(reference.table):
            places.append(Identifier("pg_temp", f"stage_{reference.table}"))
        missing = SQL(" AND ").join(
            SQL("NOT EXISTS (SELECT FROM {place} r WHERE r.{to} = s.{column})").format(
                place=place, to=Identifier(reference.to), column=column
            )
            for place in places
        )
        rows = stream(
            SQL(
                "SELECT s.row_number, s.{column} FROM {stage} s "
                "WHERE s.{column} IS NOT NULL AND s.{column} IS DISTINCT FROM {unless} "
                "AND {missing} ORDER BY s.row_number"
            ).format(column=column, missing=missing, unless=reference.unless, **names)
        )
        for number, value in rows:
            yield dangling(files.paths[table].name, number, reference.column, value)


def find_bad_mergers(files: RegistryFiles, table: str) -> Iterator[BadRow]:
    """Mergers that cannot be, as insurers would stand after the load.

    Only insurers of a merger are read, and there are few.
    """
    if table != "insurers":
        return
    rows = run(
        SQL(
            "WITH after AS (SELECT s.insurer_number, s.start_on, s.end_on, s.merged_into, "
            "s.row_number FROM {stage} s UNION ALL "
            "SELECT t.insurer_number, t.start_on, t.end_on, t.merged_into, NULL FROM {target} t "
            "WHERE NOT EXISTS (SELECT FROM {stage} s WHERE {same})) "
            "SELECT * FROM after WHERE merged_into IS NOT NULL OR insurer_number IN "
            "(SELECT merged_into FROM after) ORDER BY row_number, insurer_number"
        ).format(**statement_names(table))
    )
    yield from bad_mergers(files.paths[table].name, (Insurer(*row) for row in rows))


def find_overlaps(files: RegistryFiles, table: str) -> Iterator[BadRow]:
    """Rows of one thing that hold on the same day, in the file or beside a registered row."""
    spec, names = TABLES[table], statement_names(table)
    if spec.days is None:
        return
    first, last = (Identifier(column) for column in spec.days)
    overlap = SQL(
        "daterange(s.{first}, s.{last}, '[]') && daterange(o.{first}, o.{last}, '[]')"
    ).format(first=first, last=last)
    rows = stream(
        SQL(
            "SELECT s.row_number, s.{first}, o.row_number::text, o.{first} FROM {stage} s "
            "JOIN {stage} o ON {one} AND o.row_number < s.row_number AND {overlap} "
            "UNION ALL SELECT s.row_number, s.{first}, NULL, o.{first} FROM {stage} s "
            "JOIN {target} o ON {one} AND {overlap} "
            "WHERE NOT EXISTS (SELECT FROM {stage} k WHERE {kept}) ORDER BY 1"
        ).format(
            first=first,
            one=SQL(" AND ").join(_equal("o", column) for column in spec.key[:-1]),
            kept=SQL(" AND ").join(
                SQL("k.{0} = o.{0}").format(Identifier(column)) for column in spec.key
            ),
            overlap=overlap,
            **names,
        )
    )
    for number, first_day, other_row, other_from in rows:
        other = f"{other_row}行目" if other_row else f"登録済みの {other_from} からの行"
        yield overlapping(files.paths[table].name, number, spec.key[-1], first_day, other)


def take_over(table: str, rows: int) -> TableCounts:
    """Insert new rows, change the others; rows that are not in the file stay."""
    names = statement_names(table)
    if table == "payees":
        name_payees()
    counts = count(table, rows)
    rest = [column for column in TABLES[table].columns if column not in TABLES[table].key]
    sets = SQL(", ").join(SQL("{0} = EXCLUDED.{0}").format(Identifier(c)) for c in rest)
    excluded = _list("EXCLUDED.{}", list(TABLES[table].columns))
    if counts.unchanged < rows:  # else no statement, and nothing for its triggers
        run(
            SQL(
                "INSERT INTO {target} AS t ({columns}) SELECT {of_stage} FROM {stage} s "
                "ON CONFLICT ({key}) DO UPDATE SET {sets} "
                "WHERE ({of_target}) IS DISTINCT FROM ({excluded})"
            ).format(sets=sets, excluded=excluded, **names)
        )
    return counts


def name_payees() -> None:
    """The numbers of the staged payees; an account of theirs is another matter."""
    run(
        SQL(
            "INSERT INTO registry_payee (payee_number) "
            "SELECT DISTINCT payee_number FROM {stage} ON CONFLICT DO NOTHING"
        ).format(**statement_names("payees"))
    )


def ending_condition(table: str) -> Composable:
    """Whether staged row ``s`` ends registered row ``t``, or ends it on another day."""
    ends = TABLES[table].ends
    if ends is None:
        return SQL("false")
    return SQL("s.{0} IS NOT NULL AND s.{0} IS DISTINCT FROM t.{0}").format(Identifier(ends))


def count(table: str, rows: int) -> TableCounts:
    """Rows to add, to change and to end, out of those staged."""
    first = Identifier(TABLES[table].key[0])
    ((added, changed, ended),) = run(
        SQL(
            "SELECT count(*) FILTER (WHERE t.{first} IS NULL), "
            "count(*) FILTER (WHERE t.{first} IS NOT NULL AND differs AND NOT ending), "
            "count(*) FILTER (WHERE t.{first} IS NOT NULL AND differs AND ending) "
            "FROM {stage} s LEFT JOIN {target} t ON {same} CROSS JOIN LATERAL "
            "(SELECT ({of_target}) IS DISTINCT FROM ({of_stage}) AS differs, {ending} AS ending) x"
        ).format(first=first, ending=ending_condition(table), **statement_names(table))
    )
    return TableCounts(table, rows, added, changed, ended, rows - added - changed - ended)
