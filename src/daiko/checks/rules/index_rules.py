"""Rules of the index: X-IX-001 to 010, and its organisations X-REF-001, X-REF-010.

Source: checks.csv; archive-and-xml.md 1.5, 2; rulings.md 9. The receiver stands in
the archive's name, in the index and in the agency register: one cause is shown once,
in that order (administrative-checks.md 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from daiko.checks.bilingual import both, digits
from daiko.checks.findings import Finding
from daiko.checks.layout import INDEX_FILE
from daiko.checks.rulebook import Source, rule
from daiko.checks.subjects import ArchiveSubject
from daiko.checks.values import day
from daiko.documents.records import Identifier
from daiko.standard.identifiers import AGENCY_NUMBERS, is_agency_number
from daiko.standard.oids import PROVIDER

_ORDER: Final = (
    "interactionType",
    "creationTime",
    "sender",
    "receiver",
    "serviceEventType",
    "totalRecordCount",
)


def _finding(rule_id: str, at: str, found: str | None, expected: str) -> Finding:
    return Finding(rule_id, at=at, found=found or "", expected=expected, document=INDEX_FILE)


def _is_number(text: str | None, digits: int) -> bool:
    return text is not None and len(text) == digits and text.isascii() and text.isdigit()


@rule("X-IX-001")
def interaction_type_fits(archive: ArchiveSubject) -> Iterator[Finding]:
    """The kind of exchange is the one this receiver takes in (1: provider to agency)."""
    index, wanted = archive.index, archive.profile.interaction_type
    if index is not None and index.interaction_type != wanted:
        yield _finding("X-IX-001", "index/interactionType/@code", index.interaction_type, wanted)


@rule("X-IX-002")
def creation_date_is_possible(archive: ArchiveSubject) -> Iterator[Finding]:
    """The index was made on a real day, not after the archive's date or the reception."""
    if archive.index is None:
        return
    created_on = day(archive.index.created_on)
    submitted_on = day(archive.parsed_name.submitted_on) if archive.parsed_name else None
    latest = min(archive.received_on, submitted_on or archive.received_on)
    if created_on is None or created_on > latest:
        yield _finding(
            "X-IX-002", "index/creationTime/@value", archive.index.created_on, f"≤ {latest:%Y%m%d}"
        )


@rule("X-IX-003")
def sender_is_of_the_right_kind(archive: ArchiveSubject) -> Iterator[Finding]:
    """OID and length of the sender's number belong together and to the exchange."""
    index, profile = archive.index, archive.profile
    if index is None:
        return
    sender = index.sender or Identifier()
    if sender.root != profile.sender_root:
        yield _finding("X-IX-003", "index/sender/id/@root", sender.root, profile.sender_root)
    elif not _is_number(sender.extension, profile.sender_length):
        yield _finding(
            "X-IX-003",
            "index/sender/id/@extension",
            sender.extension,
            digits(profile.sender_length),
        )


@rule("X-IX-004")
def sender_is_that_of_the_name(archive: ArchiveSubject) -> Iterator[Finding]:
    """The sender in the index is the one in the archive's name (a warning: ruling 9)."""
    name, number = archive.parsed_name, _sender_number(archive)
    if name is not None and number is not None and number != name.sender:
        yield _finding("X-IX-004", "index/sender/id/@extension", number, name.sender)


def _sender_number(archive: ArchiveSubject) -> str | None:
    """The sender's number if its form is right."""
    sender = archive.index.sender if archive.index else None
    number = sender.extension if sender else None
    return number if _is_number(number, archive.profile.sender_length) else None


@rule("X-IX-005")
def receiver_is_named(archive: ArchiveSubject) -> Iterator[Finding]:
    """The index names a receiver."""
    if archive.index is not None and archive.index.receiver is None:
        yield _finding("X-IX-005", "index/receiver", None, archive.profile.receiver_root)


@rule("X-IX-006")
def receiver_is_of_the_right_kind(archive: ArchiveSubject) -> Iterator[Finding]:
    """The receiver's OID fits the exchange (an agency for type 1)."""
    receiver = archive.index.receiver if archive.index else None
    wanted = archive.profile.receiver_root
    if receiver is not None and receiver.root != wanted:
        yield _finding("X-IX-006", "index/receiver/id/@root", receiver.root, wanted)


@rule("X-IX-007")
def receiver_is_this_agency(archive: ArchiveSubject) -> Iterator[Finding]:
    """The receiver's number is well formed, this agency's, and that of the name."""
    receiver = archive.index.receiver if archive.index else None
    if receiver is None or _receiver_fits(archive, receiver.extension):
        return
    profile, name = archive.profile, archive.parsed_name
    wanted = profile.agency_number if profile.receiver_is_agency else name.receiver if name else ""
    yield _finding("X-IX-007", "index/receiver/id/@extension", receiver.extension, wanted)


def _receiver_fits(archive: ArchiveSubject, number: str | None) -> bool:
    """Right, or wrong only together with the name, which X-ARC-024 says already."""
    profile, name = archive.profile, archive.parsed_name
    if not _is_number(number, profile.receiver_length):
        return False
    is_of_name = name is not None and number == name.receiver
    if profile.receiver_is_agency:
        return is_of_name or number == profile.agency_number
    return is_of_name or name is None


@rule("X-IX-008")
def class_is_that_of_the_name(archive: ArchiveSubject) -> Iterator[Finding]:
    """The service class is that of the name; summary: X-SU-001, claims: X-XF-014."""
    index, name = archive.index, archive.parsed_name
    if index is None:
        return
    found = index.service_event_type
    if name is not None and found != name.service_event_type:
        wanted = name.service_event_type
    elif name is None and found not in archive.profile.service_event_types:
        wanted = " / ".join(sorted(archive.profile.service_event_types))
    else:
        return
    yield _finding("X-IX-008", "index/serviceEventType/@code", found, wanted)


@rule("X-IX-009")
def file_count_is_right(archive: ArchiveSubject) -> Iterator[Finding]:
    """The index counts the files that lie in DATA and CLAIMS."""
    if archive.index is None:
        return
    text = archive.index.total_record_count
    counted = len(archive.layout.data) + len(archive.layout.claims)
    if text is None or not text.isascii() or not text.isdigit() or _number(text) != counted:
        yield _finding("X-IX-009", "index/totalRecordCount/@value", text, str(counted))


def _number(text: str) -> int:
    return int(text) if len(text) <= 20 else -1  # longer ones are no count of anything


@rule("X-IX-010")
def children_are_in_order(archive: ArchiveSubject) -> Iterator[Finding]:
    """The elements of the index stand in the order of the standard."""
    if archive.index_root is None:
        return
    names = [str(child.tag).rpartition("}")[2] for child in archive.index_root.iterchildren("*")]
    known = [_ORDER.index(name) for name in names if name in _ORDER]
    if known != sorted(known):
        yield _finding("X-IX-010", "index", ", ".join(names)[:200], ", ".join(_ORDER))


@rule("X-REF-001", requires=Source.PROVIDERS)
def sender_is_registered(archive: ArchiveSubject) -> Iterator[Finding]:
    """The sender is in the provider register and active on the day of reception."""
    number, registers = _sender_number(archive), archive.registers
    if number is None or registers is None or archive.profile.sender_root != PROVIDER:
        return
    entry = registers.provider(number)
    on = archive.received_on
    if entry is None:
        found, expected = number, both("登録のある機関", "a registered provider")
    elif entry.registered_on > on:
        found, expected = (
            number,
            both(f"{entry.registered_on} から登録", f"registered on {entry.registered_on}"),
        )
    elif entry.abolished_on is not None and entry.abolished_on < on:
        found, expected = (
            number,
            both(f"{entry.abolished_on} に廃止", f"abolished on {entry.abolished_on}"),
        )
    else:
        return
    yield _finding("X-REF-001", "index/sender/id/@extension", found, expected)


@rule("X-REF-010")
def receiver_is_a_known_agency(archive: ArchiveSubject) -> Iterator[Finding]:
    """The receiver is one of the agencies; after X-ARC-024 and X-IX-007 (one cause once)."""
    profile = archive.profile
    receiver = archive.index.receiver if archive.index else None
    if receiver is None or not profile.receiver_is_agency:
        return
    number = receiver.extension or ""
    if number != profile.agency_number:
        return  # X-ARC-024 or X-IX-007 says so
    if not is_agency_number(number) or number not in AGENCY_NUMBERS:
        yield _finding(
            "X-REF-010",
            "index/receiver/id/@extension",
            number,
            both("登録のある代行機関", "a known agency"),
        )
