"""Mergers that cannot be: into itself, in a circle, into an insurer that is not there.

A merger takes effect on the day after the dissolved insurer's last one; on that day the
other one must exist. An insurer that ends later may be merged on (A into B, later B into
C), and since every successor outlives the one before, no circle passes either; it is
named because "ended" would not tell the clerk what is wrong.
Source: standards/routing-and-delivery.md 3 (rule 2: the successor valid on the day). Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from daiko.registry.problems import BadRow
from daiko.registry.shapes import Row
from daiko.registry.values import Words

_CHECK = Words(
    "合併先と終了日を合併の届出で確かめてください。",
    "Check successor and last day against the notice of the merger.",
)


@dataclass(frozen=True, slots=True)
class Insurer:
    """What counts of an insurer; ``row`` in the file, ``None`` if only registered."""

    number: str
    start_on: date
    end_on: date | None
    merged_into: str | None
    row: int | None


def as_insurer(row: Row, number: int) -> Insurer:
    """From a good row of the file."""
    days = row["start_on"], row["end_on"]
    return Insurer(row["insurer_number"], *days, row["merged_into"], number)


def fits(dissolved: Insurer, successor: Insurer) -> bool:
    """Whether the successor exists on the day of the merger."""
    assert dissolved.end_on is not None  # asked of every row that names a successor
    begins_in_time = successor.start_on <= dissolved.end_on + timedelta(days=1)
    return begins_in_time and (successor.end_on is None or successor.end_on > dissolved.end_on)


def bad_mergers(file: str, insurers: Iterable[Insurer]) -> Iterator[BadRow]:
    """A bad row for each merger that cannot be, at a row of the file."""
    known = {insurer.number: insurer for insurer in insurers}
    for dissolved in known.values():
        successor = known.get(dissolved.merged_into or "")
        if successor is None or successor is dissolved or fits(dissolved, successor):
            continue  # a number nobody has, and one's own, are told elsewhere
        if dissolved.row is not None:
            yield _at_the_dissolved(file, dissolved, successor, known)
        elif successor.row is not None:
            yield _at_the_successor(file, dissolved, successor)


def _at_the_dissolved(
    file: str, dissolved: Insurer, successor: Insurer, known: Mapping[str, Insurer]
) -> BadRow:
    on = _day_of(dissolved)
    if _leads_back(dissolved, known):
        expected = Words(
            "循環しない合併先(合併先をたどるとこの保険者に戻ります)",
            "a successor that does not lead back to this insurer (the mergers form a circle)",
        )
    else:
        life = f"{successor.start_on} – {successor.end_on or ''}"
        expected = Words(
            f"合併日 {on} に存続している保険者({successor.number} の期間は {life})",
            f"an insurer that exists on the day of the merger, {on} ({successor.number}: {life})",
        )
    return BadRow(file, dissolved.row or 0, "merged_into", successor.number, expected, _CHECK)


def _at_the_successor(file: str, dissolved: Insurer, successor: Insurer) -> BadRow:
    """The merger is registered, and the row of the file would take its successor away."""
    on = _day_of(dissolved)
    is_early = successor.end_on is not None and successor.end_on < on
    column, found = ("end_on", successor.end_on) if is_early else ("start_on", successor.start_on)
    expected = Words(
        f"合併日 {on} を含む期間({dissolved.number} の合併先として登録済み)",
        f"a period with {on} in it (registered as the successor of {dissolved.number})",
    )
    return BadRow(file, successor.row or 0, column, f"{found}", expected, _CHECK)


def _day_of(dissolved: Insurer) -> date:
    """The day a merger takes effect."""
    assert dissolved.end_on is not None
    return dissolved.end_on + timedelta(days=1)


def _leads_back(dissolved: Insurer, known: Mapping[str, Insurer]) -> bool:
    seen = {dissolved.number}
    at = known.get(dissolved.merged_into or "")
    while at is not None and at.number not in seen:
        seen.add(at.number)
        at = known.get(at.merged_into or "")
    return at is dissolved
