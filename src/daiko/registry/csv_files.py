"""Read the registry's CSV files: row by row, every bad row reported.

Source: standards/actors-and-contracts.md 5 ("validate all rows, report every bad
row, replace nothing on error"). UTF-8 with or without BOM, or CP932; header row,
columns in any order. Rows are streamed, so that a file of millions needs no more
memory than a small one; only ``read_directory`` keeps the keys, to find doubles
and dangling references without a database. Pure: no Django, no settings.
"""

from __future__ import annotations

import codecs
import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from daiko.registry.memory import memory_registers
from daiko.registry.mergers import Insurer, as_insurer, bad_mergers
from daiko.registry.problems import (
    BAD_ROWS_NAME,
    BadRow,
    Note,
    Problems,
    dangling,
    doubled,
    overlapping,
)
from daiko.registry.shapes import Row, Table, has_doubtful_number
from daiko.registry.tables import TABLES
from daiko.registry.texts import of_cell
from daiko.registry.values import BadValueError, Words

_BLOCK: Final = 1 << 20
_ENCODINGS: Final = ("utf-8-sig", "cp932")
REQUIRED: Final = Words("値(必須)", "a value (required)")

__all__ = [
    "BadRow",
    "Note",
    "Problems",
    "RegistryFiles",
    "memory_registers",
    "open_directory",
    "read_directory",
]


@dataclass(frozen=True, slots=True)
class RegistryFiles:
    """The files of one folder, by table. Rows are read anew at every call."""

    folder: Path
    paths: dict[str, Path]
    encodings: dict[str, str]

    def has(self, *tables: str) -> bool:
        return all(table in self.paths for table in tables)

    def rows(self, table: str, problems: Problems | None = None) -> Iterator[tuple[int, Row]]:
        """Good rows with their number; bad ones go to ``problems``."""
        return read_rows(self.paths[table], TABLES[table], self.encodings[table], problems)


def open_directory(folder: Path, problems: Problems) -> RegistryFiles:
    """Which tables a folder holds and in which encoding; misnamed files are reported."""
    paths: dict[str, Path] = {}
    encodings: dict[str, str] = {}
    for path in sorted(folder.glob("*.[cC][sS][vV]")):
        table = path.stem.lower()
        if path.name == BAD_ROWS_NAME:  # of an earlier load
            continue
        if table not in TABLES:
            names = " / ".join(f"{name}.csv" for name in TABLES)
            problems.refuse(BadRow(path.name, 0, "", path.name, Words(names, names)))
            continue
        encoding = encoding_of(path, problems)
        if encoding is not None:
            paths[table], encodings[table] = path, encoding
    if not paths and not problems.bad_rows:
        nothing = Words("台帳のCSVファイルが1つ以上", "at least one registry file")
        problems.refuse(BadRow(str(folder.name), 0, "", "", nothing))
    return RegistryFiles(folder, {t: paths[t] for t in TABLES if t in paths}, encodings)


def read_directory(folder: Path) -> RegistryFiles | Problems:
    """Judge all rows of all files of a folder, doubles and references included.

    ``Problems`` with every bad row when there is one. For use without a database; a
    load into the database finds doubles and references there.
    """
    problems = Problems()
    files = open_directory(folder, problems)
    known: dict[str, set[Any]] = {}
    for name in files.paths:
        known[name] = _judge_table(files, name, known, problems)
    return problems if problems.bad_rows else files


def _judge_table(
    files: RegistryFiles, name: str, known: dict[str, set[Any]], problems: Problems
) -> set[Any]:
    """Keys of a table by which later tables refer to it."""
    table, file = TABLES[name], files.paths[name].name
    firsts: dict[tuple[Any, ...], int] = {}
    spans: dict[tuple[Any, ...], list[tuple[date, date, int]]] = defaultdict(list)
    waiting: list[tuple[int, str, str]] = []
    insurers: list[Insurer] = []
    for number, row in files.rows(name, problems):
        key = tuple(row[column] for column in table.key)
        if key in firsts:
            problems.refuse(_double(file, number, table, row, firsts[key]))
            continue
        firsts[key] = number
        if name == "insurers":
            insurers.append(as_insurer(row, number))
        if table.days:
            first_day, last_day = (row[column] for column in table.days)
            spans[key[:-1]].append((first_day, last_day or date.max, number))
        for reference in table.references:
            value = row[reference.column]
            if value in (None, reference.unless) or not files.has(reference.table):
                continue
            if reference.table == name:  # to another row of this file, perhaps a later one
                waiting.append((number, reference.column, value))
            elif value not in known[reference.table]:
                problems.refuse(dangling(file, number, reference.column, value))
    keys = {key[0] for key in firsts}
    for number, column, value in waiting:
        if value not in keys:
            problems.refuse(dangling(file, number, column, value))
    problems.refuse_all(bad_mergers(file, insurers))
    for group in spans.values():
        problems.refuse_all(_overlaps(file, table.key[-1], sorted(group)))
    return keys


def _double(file: str, number: int, table: Table, row: Row, first: int) -> BadRow:
    return doubled(file, number, table.key, [str(row[column]) for column in table.key], first)


def _overlaps(file: str, column: str, spans: list[tuple[date, date, int]]) -> Iterator[BadRow]:
    latest = spans[0]
    for span in spans[1:]:
        if span[0] <= latest[1]:
            row = Words(f"{latest[2]}行目", f"row {latest[2]}")
            yield overlapping(file, span[2], column, span[0], row.ja)
        latest = max(latest, span, key=lambda s: s[1])


def encoding_of(path: Path, problems: Problems) -> str | None:
    """The first encoding that reads every byte; if none does, the line where the one
    that got furthest stopped."""
    furthest = 1
    for encoding in _ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
        line = 1
        try:
            with path.open("rb") as source:
                while block := source.read(_BLOCK):
                    line += decoder.decode(block).count("\n")
                decoder.decode(b"", final=True)
        except UnicodeDecodeError as wrong:
            furthest = max(furthest, line + wrong.object[: wrong.start].count(b"\n"))
            continue
        return encoding
    expected = Words("UTF-8 または Shift_JIS (CP932) の文字", "UTF-8 or CP932 text")
    remedy = Words("文字コードをUTF-8にして保存し直してください。", "Save the file as UTF-8.")
    problems.refuse(BadRow(path.name, furthest, "", "", expected, remedy))
    return None


def read_rows(
    path: Path, table: Table, encoding: str, problems: Problems | None
) -> Iterator[tuple[int, Row]]:
    """Good rows of one file with their number; bad ones go to ``problems``."""
    found = problems if problems is not None else Problems()
    number = 0
    with path.open(encoding=encoding, newline="") as source:
        lines = csv.reader(source, strict=True)
        try:
            places = _header(path.name, next(lines, []), table, found)
            number = 1
            for cells in lines if places else ():
                number += 1
                has_mark = "'" in "".join(cells)  # few rows have one; there are millions
                fields = [of_cell(field) for field in cells] if has_mark else cells
                row = _row(path.name, number, fields, table, places, found) if fields else None
                if row is not None:
                    yield number, row
        except csv.Error as wrong:
            expected = Words("引用符と区切りの正しい行", "a row with proper quotes and commas")
            found.refuse(BadRow(path.name, number + 1, "", str(wrong), expected))


def _header(file: str, names: list[str], table: Table, problems: Problems) -> dict[str, int]:
    """Column name → place; empty when a column is missing, unknown or doubled."""
    places = {name.strip(): place for place, name in enumerate(names)}
    expected = Words(f"見出し行: {','.join(table.columns)}", f"header: {','.join(table.columns)}")
    wrong = sorted(places.keys() ^ table.columns.keys())
    if len(places) != len(names):
        wrong += sorted({name for name in names if names.count(name) > 1})
    for name in wrong:
        state = "missing" if name in table.columns and name not in places else name
        problems.refuse(BadRow(file, 1, name, "" if state == "missing" else name, expected))
    return {} if wrong else places


def _row(
    file: str,
    number: int,
    fields: list[str],
    table: Table,
    places: dict[str, int],
    problems: Problems,
) -> Row | None:
    """The values of one row, or ``None`` when anything in it is bad."""
    if len(fields) != len(places):
        count = len(places)
        expected = Words(f"{count}個の項目", f"{count} fields")
        problems.refuse(BadRow(file, number, "", f"{len(fields)}", expected))
        return None
    before, row = problems.bad_count, {}
    for name, column in table.columns.items():
        raw = fields[places[name]].strip()
        try:
            row[name] = column.read(raw) if raw else column.default
        except BadValueError as bad:
            row[name] = None
            problems.refuse(BadRow(file, number, name, raw, bad.expected, bad.remedy))
            continue
        if not raw and column.required:
            problems.refuse(BadRow(file, number, name, "", REQUIRED))
    if problems.bad_count == before:
        _judge_row(file, number, row, table, problems)
    return row if problems.bad_count == before else None


def _judge_row(file: str, number: int, row: Row, table: Table, problems: Problems) -> None:
    if table.complete is not None:
        table.complete(row)
    if table.faults is not None:
        for fault in table.faults(row):
            found = "" if row[fault.column] is None else str(row[fault.column])
            problems.refuse(BadRow(file, number, fault.column, found, fault.expected, fault.remedy))
    doubtful = has_doubtful_number(table, row)
    if doubtful is not None:
        message = Words(
            "検証番号が合いません(登録は可能)", "the check digit does not fit (allowed)"
        )
        problems.mention(Note(file, number, doubtful, row[doubtful], message))
