"""How documents are split into archives, and what these are called (ruling 44)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daiko.archive.names import ArchiveName, MemberName
from daiko.delivery.packing import (
    MOST_DOCUMENTS_PER_ARCHIVE,
    PlannedArchive,
    archive_size,
    member_names,
    plan_archives,
)

FRIDAY = date(2026, 7, 17)  # Monday the 20th is a holiday


def plan(count: int, used_today: int = 0) -> list[PlannedArchive]:
    return list(
        plan_archives(
            count,
            sender="94899010",
            receiver="06132013",
            on=FRIDAY,
            used_today=used_today,
            service_event_type="1",
        )
    )


@pytest.mark.parametrize(
    ("count", "free", "size"),
    [
        (1, 10, 5_000),
        (50_000, 10, 5_000),  # ten archives of five thousand just do
        (50_001, 10, 5_001),
        (200_000, 10, 20_000),
        (200_001, 10, 20_000),  # more than a day holds: the rest is dated later
        (12_000, 2, 6_000),
        (1, 0, 20_000),
    ],
)
def test_size_of_an_archive(count: int, free: int, size: int) -> None:
    """Five thousand, more only when the free names of the day would not do."""
    assert archive_size(count, free=free) == size


@given(st.integers(1, 500_000), st.integers(0, 10))
def test_every_document_is_in_one_archive(count: int, used_today: int) -> None:
    """No gap, no overlap, nothing too large, no name twice."""
    archives = plan(count, used_today)
    assert archives[0].first == 0
    assert [a.end for a in archives[:-1]] == [a.first for a in archives[1:]]
    assert archives[-1].end == count
    assert all(0 < a.end - a.first <= MOST_DOCUMENTS_PER_ARCHIVE for a in archives)
    assert len({a.name.root for a in archives}) == len(archives)


def test_the_eleventh_archive_is_dated_the_next_business_day() -> None:
    """N has one digit: after Friday's tenth comes Tuesday's first."""
    names = [archive.name for archive in plan(45_000, used_today=8)]
    assert [(n.submitted_on, n.sequence) for n in names] == [
        ("20260717", 8),
        ("20260717", 9),
        ("20260721", 0),
    ]


def test_names_of_members_agree_with_their_archive() -> None:
    """Date, sequence and class of a file are those of the archive, serials count up (X-ARC-018)."""
    archive = ArchiveName("94899010", "06132013", "20260710", 3, "1")
    first, second = member_names(archive, ["1319900013", "1319900021"])
    parsed = MemberName.parse(f"h{second}.xml")
    assert parsed == MemberName("h", "1319900021", "20260710", 3, "1", 1)
    assert first == "131990001320260710" + "3" + "1" + "000000"
