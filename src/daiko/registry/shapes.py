"""What the description of a registry file is made of: columns, faults, references, table.

Pure: no Django, no settings. The files themselves are described in ``tables.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from daiko.registry import values as v
from daiko.registry.values import Read, Words

Row = dict[str, Any]


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
    """``key``: what makes a row the same row when loaded again. ``dated`` rows of one
    key without ``valid_from`` may not overlap. ``ends`` is the column that ends a row.
    ``complete`` fills what follows from other fields, ``faults`` then judges the row."""

    columns: dict[str, Column]
    key: tuple[str, ...]
    ends: str | None = None
    references: tuple[Reference, ...] = ()
    complete: Callable[[Row], None] | None = None
    faults: Callable[[Row], Iterator[Fault]] | None = None
    check_digit: str | None = None

    @property
    def dated(self) -> bool:
        return "valid_from" in self.key
