"""What is wrong with registry files: bad rows, notes, and their bounded list.

Source: standards/actors-and-contracts.md 5 ("report every bad row"). A file of millions may
be wrong in every row: the first rows are kept for the eyes, each goes to ``tell`` at once
(``bad_row_file.py`` writes them to a file), all are counted. Pure: no Django, no settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from daiko.registry.values import CORRECT, Words
from daiko.standard.registry_files import PERSONAL

KEPT: Final = 1_000
"""Bad rows, and notes, kept in memory; what follows is only told and counted."""
BAD_ROWS_NAME: Final = "bad-rows.csv"
"""Every bad row of a folder of registry files, in it; a load passes over this file."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """One refused field. ``row`` counts as a spreadsheet does: the header is 1, a
    fault of the whole file 0."""

    file: str
    row: int
    column: str
    found: str
    expected: Words
    remedy: Words = CORRECT


@dataclass(frozen=True, slots=True)
class Note:
    """Something allowed that a person should know of."""

    file: str
    row: int
    column: str
    found: str
    message: Words


Tell = Callable[[BadRow], None]
"""Told every bad row, in the order they are found."""


def untold(_bad: BadRow) -> None:
    """No bad row is told; the first are kept."""


@dataclass(slots=True)
class Problems:
    """What is wrong so far (nothing may be loaded), and what is only odd.

    ``bad_rows`` and ``notes`` hold the first of them, ``bad_count`` and ``note_count`` say
    how many there are.
    """

    tell: Tell = untold
    bad_rows: list[BadRow] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    bad_count: int = 0
    note_count: int = 0

    def refuse(self, bad: BadRow) -> None:
        self.tell(bad)
        self.bad_count += 1
        if len(self.bad_rows) < KEPT:
            self.bad_rows.append(bad)

    def refuse_all(self, bad: Iterable[BadRow]) -> None:
        for row in bad:
            self.refuse(row)

    def mention(self, note: Note) -> None:
        self.note_count += 1
        if len(self.notes) < KEPT:
            self.notes.append(note)


def doubled(file: str, number: int, key: tuple[str, ...], values: list[str], first: int) -> BadRow:
    """The same thing twice in one file."""
    return BadRow(
        file,
        number,
        " + ".join(key),
        " ".join(values),
        Words(f"重複のない行({first}行目と同じ)", f"a row unlike row {first}"),
        Words("どちらかの行を削除してください。", "Remove one of the two rows."),
    )


def dangling(file: str, number: int, column: str, value: str) -> BadRow:
    """A number that nobody has."""
    return BadRow(
        file,
        number,
        column,
        value,
        Words("登録のある番号", "a number that is registered"),
        Words(
            "番号を確かめるか、参照先のファイルにその行を加えてください。",
            "Check the number, or add its row to the file it refers to.",
        ),
    )


def overlapping(file: str, number: int, column: str, first_day: date, other: str) -> BadRow:
    """Two rows of one thing that hold on the same day."""
    return BadRow(
        file,
        number,
        column,
        str(first_day),
        Words(f"有効期間の重ならない行({other}と重複)", f"no overlap in time (with {other})"),
        Words(
            "前の行を新しい行の開始日の前日で終わらせてください。",
            "End the earlier row on the day before the later one begins.",
        ),
    )


def names_persons(file: str) -> bool:
    """Whether the rows of a file are persons.

    >>> names_persons("Cards.csv"), names_persons("insurers.csv")
    (True, False)
    """
    return file.lower().removesuffix(".csv") in PERSONAL
