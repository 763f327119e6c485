"""Walks one chain of audit rows and names what was altered, removed, inserted or reordered.

A row is sound when its hash follows from its fields and from the hash before it. Where
the link to the row before is broken, the hash it stands upon tells what happened: that of
an earlier row – the rows between were inserted; that of a later one – rows were
reordered; one that is nowhere – rows were removed. Rows are read once, in order of their
number, and only the last and next few are held, so memory does not grow.
Source: standards/security-controls.md A4, TEC-06. Pure.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from daiko.audit.canonical import first_hash, numbered, row_hash

WINDOW: Final = 1_000  # rows looked at on either side of a broken link


class Damage(StrEnum):
    """What happened to a row, or between two."""

    ALTERED = "altered"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"


@dataclass(frozen=True, slots=True)
class ChainRow:
    """A row as it is stored: place, the hash it names before it, its own, what is hashed."""

    id: int
    seq: int
    previous_hash: bytes
    hash: bytes
    content: bytes


@dataclass(frozen=True, slots=True)
class DamagedRow:
    """``seq`` is the place in the chain; ``id`` the row, ``None`` where it is gone."""

    chain: int
    damage: Damage
    seq: int
    id: int | None


@dataclass(slots=True)
class Walked:
    """How far a chain goes: rows seen, the last place and hash, hashes asked for."""

    rows: int
    seq: int
    hash: bytes


class ChainWalk:
    """One pass over one chain. ``damages`` may be read when ``run`` is through."""

    def __init__(self, chain: int, *, ask_for: Iterable[int] = ()) -> None:
        self.chain = chain
        self.walked = Walked(0, 0, first_hash(chain))
        self.found: dict[int, bytes] = {}  # place → hash, for the places asked for
        self.damages: list[DamagedRow] = []
        self._ask_for = frozenset(ask_for)
        self._past: deque[tuple[bytes, int, int]] = deque(maxlen=WINDOW)  # hash, seq, id
        self._past.append((self.walked.hash, 0, 0))
        self._named: set[int] = set()  # ids of rows with a damage
        self._awaited: set[bytes] = set()  # hashes that rows stood upon too early
        self._numbers_hashed = False  # from the first row whose hash holds its number

    def run(self, rows: Iterable[ChainRow]) -> Walked:
        """Walk rows in the order of ``seq`` (then ``id``)."""
        source = iter(rows)
        ahead: deque[ChainRow] = deque(islice(source, 1))
        while ahead:
            row = ahead.popleft()
            self._judge(row, ahead, source)
            if not ahead:
                ahead.extend(islice(source, 1))
        return self.walked

    def _judge(self, row: ChainRow, ahead: deque[ChainRow], source: Iterator[ChainRow]) -> None:
        walked = self.walked
        if not self._is_sound(row):
            self._note(Damage.ALTERED, row.seq, row.id)
        if row.previous_hash != walked.hash or row.seq != walked.seq + 1:
            ahead.extend(islice(source, WINDOW - len(ahead)))
            self._explain(row, ahead)
        walked.rows += 1
        walked.seq, walked.hash = row.seq, row.hash
        self._past.append((row.hash, row.seq, row.id))
        if row.seq in self._ask_for:
            self.found[row.seq] = row.hash

    def _is_sound(self, row: ChainRow) -> bool:
        """Whether the hash follows from the row; the number was not hashed at first."""
        if row_hash(row.previous_hash, numbered(row.content, row.id)) == row.hash:
            self._numbers_hashed = True
            return True
        return not self._numbers_hashed and row_hash(row.previous_hash, row.content) == row.hash

    def _explain(self, row: ChainRow, ahead: Iterable[ChainRow]) -> None:
        """Why this row does not follow the one before."""
        last = self.walked
        past = [known for known, _, _ in self._past]
        if row.previous_hash == last.hash or row.hash in self._awaited:
            self._note(Damage.REORDERED, row.seq, row.id)
        elif row.previous_hash in past:
            for _, seq, entry in list(self._past)[past.index(row.previous_hash) + 1 :]:
                if entry not in self._named:
                    self._note(Damage.INSERTED, seq, entry)
        elif any(other.hash == row.previous_hash for other in ahead):
            self._awaited.add(row.previous_hash)
            self._note(Damage.REORDERED, row.seq, row.id)
        elif row.seq > last.seq + 1:
            for seq in islice(range(last.seq + 1, row.seq), WINDOW):
                self._note(Damage.REMOVED, seq, None)
        elif self._past[-1][2] not in self._named:
            # its hash was made anew, or the row behind it was removed and the rest renumbered
            self._note(Damage.ALTERED, last.seq, self._past[-1][2])

    def _note(self, damage: Damage, seq: int, entry: int | None) -> None:
        self.damages.append(DamagedRow(self.chain, damage, seq, entry))
        if entry is not None:
            self._named.add(entry)
