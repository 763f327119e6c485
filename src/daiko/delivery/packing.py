"""Plan of the archives that carry a set of documents to one receiver.

Source: standards/routing-and-delivery.md 3; rulings.md 44 (5,000 documents an
archive, up to 20,000 when ten archives of a day would not do; the rest is dated
the next business day). Pure: no database, no clock, no files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from daiko.archive.names import ArchiveName
from daiko.money.calendar import next_business_day

DOCUMENTS_PER_ARCHIVE: Final = 5_000
MOST_DOCUMENTS_PER_ARCHIVE: Final = 20_000
ARCHIVES_PER_DAY: Final = 10  # N has one digit


@dataclass(frozen=True, slots=True)
class PlannedArchive:
    """Name of one archive and the slice of the documents it carries."""

    name: ArchiveName
    first: int
    end: int  # exclusive


def plan_archives(
    count: int,
    *,
    sender: str,
    receiver: str,
    on: date,
    used_today: int,
    service_event_type: str,
) -> Iterator[PlannedArchive]:
    """Split ``count`` documents; ``used_today`` archives of this day already exist."""
    size = archive_size(count, free=ARCHIVES_PER_DAY - used_today)
    sequence, day, first = used_today, on, 0
    while first < count:
        if sequence >= ARCHIVES_PER_DAY:
            day, sequence = next_business_day(day), 0
        name = ArchiveName(
            sender=sender,
            receiver=receiver,
            submitted_on=f"{day:%Y%m%d}",
            sequence=sequence,
            service_event_type=service_event_type,
        )
        yield PlannedArchive(name, first, min(first + size, count))
        first, sequence = first + size, sequence + 1


def archive_size(count: int, *, free: int) -> int:
    """Documents per archive so that a day's free names do where they can.

    >>> archive_size(12_000, free=10), archive_size(80_000, free=10), archive_size(10**6, free=3)
    (5000, 8000, 20000)
    """
    if free <= 0 or count > MOST_DOCUMENTS_PER_ARCHIVE * free:
        return MOST_DOCUMENTS_PER_ARCHIVE
    return max(DOCUMENTS_PER_ARCHIVE, -(-count // free))


def member_names(archive: ArchiveName, providers: Sequence[str]) -> list[str]:
    """Pair names (no prefix, no ``.xml``) for documents of these providers, in order."""
    stem = f"{archive.submitted_on}{archive.sequence}{archive.service_event_type}"
    return [f"{provider}{stem}{serial:06d}" for serial, provider in enumerate(providers)]
