"""What the description of a registry file is made of: columns, faults, references, table.

Pure: no Django, no settings. The files themselves are described in ``tables.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from daiko.registry import values as v
from daiko.registry.values import Read, Words
from daiko.standard.identifiers import has_valid_check_digit

Row = dict[str, Any]
_DAYS: Final = {
    first: (first, last)
    for first, last in (("valid_from", "valid_to"), ("covered_from", "covered_to"))
}


@dataclass(frozen=True, slots=True)
class Column:
    """One field. An empty one is ``default``, or refused when ``required``."""

    read: Read
    required: bool = False
    default: Any = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a row as a whole, at the column to look at first."""

    column: str
    expected: Words
    remedy: Words = v.CORRECT


@dataclass(frozen=True, slots=True)
class Reference:
    """``column`` names a row of ``table`` by its key column ``to``."""

    column: str
    table: str
    to: str
    unless: str | None = None  # a word that stands in the column instead of a number


@dataclass(frozen=True, slots=True)
class Table:
    """``key``: what makes a row the same row when loaded again. Rows of one key without
    its last column, the first of ``days``, may not overlap. ``ends`` ends a row.
    ``complete`` fills what follows from other fields, ``faults`` then judges the row."""

    columns: dict[str, Column]
    key: tuple[str, ...]
    ends: str | None = None
    references: tuple[Reference, ...] = ()
    complete: Callable[[Row], None] | None = None
    faults: Callable[[Row], Iterator[Fault]] | None = None
    check_digit: str | None = None

    @property
    def days(self) -> tuple[str, str] | None:
        """Columns of the first and the last day of a row, where rows are dated."""
        return _DAYS.get(self.key[-1])


def has_doubtful_number(table: Table, row: Row) -> str | None:
    """The column whose number has a wrong check digit: allowed, but noted (ruling 13)."""
    column = table.check_digit
    if column is not None and not has_valid_check_digit(row[column]):
        return column
    return None
