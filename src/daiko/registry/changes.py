"""What a load would do, row by row and field by field: for the eyes of who loads.

Source: journeys 3 (5) (preview of added, changed and ended rows). Asked of the temporary
tables of ``staging.py`` before they are taken over. What stands in a card names a person
or says something of their health: such fields are told as changed, never shown.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, Literal

from psycopg.sql import SQL, Composable, Identifier

from daiko.registry.staging import ending_condition, run, statement_names
from daiko.registry.tables import TABLES
from daiko.registry.texts import field_text

Kind = Literal["added", "changed", "ended"]

MASK: Final = "●●●"
MASKED: Final = {
    "cards": frozenset(
        {
            "card_id",
            "symbol",
            "number",
            "branch_code",
            "name_kana",
            "birth_date",
            "sex",
            "coverage_type",
            "guidance_level",
            "checkup_card_id",
        }
    ),
    "insured_persons": frozenset(
        {
            "symbol",
            "number",
            "branch_code",
            "name_kana",
            "birth_date",
            "sex",
            "coverage_type",
        }
    ),
}
ROWS_SHOWN: Final = 200
"""Rows of one table in a preview; the counts are always of all."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, as the CSV files have it; ``old`` is empty for an added row."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that differs. ``row`` is that of the file, the header being 1; 0 for a row
    that ends because the provider list does not name it."""

    table: str
    kind: Kind
    row: int
    key: tuple[str, ...]
    fields: tuple[FieldChange, ...]


def find_changes(table: str, limit: int = ROWS_SHOWN) -> tuple[RowChange, ...]:
    """The first rows of a staged table that are new or differ, in the order of the file."""
    first = Identifier(TABLES[table].key[0])
    rows = run(
        SQL(
            "SELECT s.row_number, t.{first} IS NOT NULL, {ending}, {old}, {new} "
            "FROM {stage} s LEFT JOIN {target} t ON {same} "
            "WHERE t.{first} IS NULL OR ({of_target}) IS DISTINCT FROM ({of_stage}) "
            "ORDER BY s.row_number LIMIT {limit}"
        ).format(
            first=first,
            ending=ending_condition(table),
            old=_object(table, "t"),
            new=_object(table, "s"),
            limit=limit,
            **statement_names(table),
        )
    )
    return tuple(_change(table, *row) for row in rows)


def _object(table: str, row: str) -> Composable:
    """The fields of a row as a list of JSON values."""
    fields = SQL(", ").join(
        SQL("{}.{}").format(SQL(row), Identifier(column)) for column in TABLES[table].columns
    )
    return SQL("jsonb_build_array({})").format(fields)


def _change(
    table: str, number: int, known: bool, ending: bool, old_values: str, new_values: str
) -> RowChange:
    old, new = json.loads(old_values), json.loads(new_values)
    columns = tuple(TABLES[table].columns)
    fields = [
        FieldChange(
            column,
            shown(table, column, field_text(table, column, before)) if known else "",
            shown(table, column, field_text(table, column, after)),
        )
        for column, before, after in zip(columns, old, new, strict=True)
        if (before != after if known else after not in (None, "", []))
    ]
    values = dict(zip(columns, new, strict=True))
    key = tuple(
        shown(table, column, field_text(table, column, values[column]))
        for column in TABLES[table].key
    )
    kind: Kind = ("ended" if ending else "changed") if known else "added"
    return RowChange(table, kind, number, key, tuple(fields))


def shown(table: str, column: str, text: str) -> str:
    """The value, or a mask where it tells of a person."""
    return MASK if text and column in MASKED.get(table, ()) else text
