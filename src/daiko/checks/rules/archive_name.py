"""Rules of the archive's name and way: X-ARC-003 to 006, 021, 023, 024.

Source: checks.csv; archive-and-xml.md 1.2; rulings.md 6, 32. A name that is not of
the form gives X-ARC-003 only: its parts are unknown then.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from daiko.archive.names import ArchiveName
from daiko.checks.findings import Finding
from daiko.checks.rulebook import Source, rule
from daiko.checks.subjects import ArchiveSubject
from daiko.checks.values import day
from daiko.standard.programme import FIRST_DAY

_LAST_SEQUENCE: Final = 9


def name_fits(archive: ArchiveSubject) -> bool:
    """Whether the name has the form and the widths this exchange wants."""
    name, profile = archive.parsed_name, archive.profile
    return (
        name is not None
        and archive.name.endswith(".zip")
        and len(name.sender) == profile.sender_length
        and len(name.receiver) == profile.receiver_length
    )


@rule("X-ARC-003")
def name_follows_the_form(archive: ArchiveSubject) -> Iterator[Finding]:
    """Sender, receiver, date and sequence, class: <10>_<8>_<YYYYMMDD><N>_<X>.zip."""
    if not name_fits(archive):
        profile = archive.profile
        yield Finding(
            "X-ARC-003",
            at=archive.name,
            found=archive.name,
            expected=(
                f"<{profile.sender_length}>_<{profile.receiver_length}>_<YYYYMMDD><0-9>_<1-9>.zip"
            ),
        )


@rule("X-ARC-004")
def submission_date_is_possible(archive: ArchiveSubject) -> Iterator[Finding]:
    """The date in the name is a day from 2008-04-01 to the reception."""
    name = archive.parsed_name
    if name is None:
        return
    submitted_on = day(name.submitted_on)
    if submitted_on is None or not FIRST_DAY <= submitted_on <= archive.received_on:
        yield Finding(
            "X-ARC-004",
            at=archive.name,
            found=name.submitted_on,
            expected=f"{FIRST_DAY:%Y%m%d}–{archive.received_on:%Y%m%d}",
        )


@rule("X-ARC-005", requires=Source.HISTORY)
def sequence_of_the_day(archive: ArchiveSubject) -> Iterator[Finding]:
    """N counts from 0 without gaps; the eleventh archive of a day has no number left."""
    name, history = archive.parsed_name, archive.history
    if name is None or history is None:
        return
    received = history.sequences_of_day(name.sender, name.receiver, name.submitted_on)
    if not received and not history.is_complete():
        return  # nobody knows what was sent before this one
    expected = min(max(received, default=-1) + 1, _LAST_SEQUENCE)
    if name.sequence != expected and name.sequence not in received:
        yield Finding(
            "X-ARC-005", at=archive.name, found=str(name.sequence), expected=str(expected)
        )


@rule("X-ARC-006")
def class_is_taken_in(archive: ArchiveSubject) -> Iterator[Finding]:
    """The class digit is one this receiver takes in (1 checkups)."""
    name, profile = archive.parsed_name, archive.profile
    if name is not None and name.service_event_type not in profile.service_event_types:
        yield Finding(
            "X-ARC-006",
            at=archive.name,
            found=name.service_event_type,
            expected=" / ".join(sorted(profile.service_event_types)),
        )


@rule("X-ARC-021", requires=Source.HISTORY)
def name_was_not_used(archive: ArchiveSubject) -> Iterator[Finding]:
    """No other bytes came under this name; the same bytes again are no finding."""
    name, history = archive.parsed_name, archive.history
    if name is None or history is None:
        return
    known = history.archive_digest(name.zip_name)
    if known is not None and known != archive.sha256:
        yield Finding(
            "X-ARC-021",
            at=archive.name,
            found=archive.sha256,
            expected=_free_name(archive, name),
        )


def _free_name(archive: ArchiveSubject, name: ArchiveName) -> str:
    """The next name that is free that day, or that none is (ruling 32)."""
    assert archive.history is not None
    received = archive.history.sequences_of_day(name.sender, name.receiver, name.submitted_on)
    used = {name.sequence, *received}
    for sequence in range(_LAST_SEQUENCE + 1):
        if sequence not in used:
            free = ArchiveName(
                name.sender, name.receiver, name.submitted_on, sequence, name.service_event_type
            )
            return free.zip_name
    return "another day: ten archives a day (0-9) are used up"


@rule("X-ARC-023", requires=Source.TRANSPORT)
def sender_is_who_signed_in(archive: ArchiveSubject) -> Iterator[Finding]:
    """The organisation that brought the archive is its sender, or may send for it."""
    name, transport = archive.parsed_name, archive.transport
    if name is None or transport is None:
        return
    if name.sender == transport.sender or name.sender in transport.may_send_for:
        return
    entry = archive.registers.provider(name.sender) if archive.registers else None
    if entry is None or transport.sender not in (entry.claimant, entry.reclaimant):
        yield Finding("X-ARC-023", at=archive.name, found=name.sender, expected=transport.sender)


@rule("X-ARC-024")
def addressed_to_this_agency(archive: ArchiveSubject) -> Iterator[Finding]:
    """The receiver in the name is this agency (only where an agency receives)."""
    name, profile = archive.parsed_name, archive.profile
    if name is None or not profile.receiver_is_agency:
        return
    if name.receiver != profile.agency_number:
        yield Finding(
            "X-ARC-024", at=archive.name, found=name.receiver, expected=profile.agency_number
        )
