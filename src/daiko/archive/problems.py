"""What can be wrong with a ZIP archive, as plain values.

Source: archive-and-xml.md 1.1, security-controls.md part D, APPNOTE 4.3.
Which rule a kind belongs to and how severe it is, ``checks/`` decides.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ProblemKind(StrEnum):
    """One word for each way an archive departs from a plain, honest ZIP."""

    # the container
    EMPTY = "empty"
    NOT_ZIP = "not-zip"
    NO_MEMBERS = "no-members"
    TRUNCATED = "truncated"
    PREFIX = "prefix"  # bytes before the first member
    SUFFIX = "suffix"  # bytes after the end record
    COMMENT = "comment"
    TWO_END_RECORDS = "two-end-records"
    MULTI_DISK = "multi-disk"
    ZIP64 = "zip64"  # zip64 records that contradict the plain ones or each other
    END_RECORD = "end-record"  # end record and central directory disagree
    ENCRYPTED_DIRECTORY = "encrypted-directory"
    # members
    ENCRYPTED = "encrypted"
    METHOD = "method"
    FLAGS = "flags"
    LOCAL_MISSING = "local-missing"
    CENTRAL_MISSING = "central-missing"
    DISAGREEMENT = "disagreement"  # local header and central directory differ
    DUPLICATE = "duplicate"
    OVERLAP = "overlap"
    GAP = "gap"
    DESCRIPTOR = "descriptor"
    EXTRA_FIELD = "extra-field"
    DATA = "data"  # the compressed data cannot be expanded
    CRC = "crc"
    SIZE = "size"
    NESTED = "nested"
    # limits
    ARCHIVE_TOO_LARGE = "archive-too-large"
    TOO_MANY_MEMBERS = "too-many-members"
    MEMBER_TOO_LARGE = "member-too-large"
    EXPANDED_TOO_LARGE = "expanded-too-large"
    RATIO = "ratio"
    # names
    BACKSLASH = "backslash"
    ABSOLUTE = "absolute"
    PARENT = "parent"
    DRIVE = "drive"
    UNC = "unc"
    CHARACTER = "character"  # NUL, control, bidirectional marks
    RESERVED = "reserved"  # names Windows keeps for devices
    TRAILING = "trailing"  # dot or blank at the end of a part
    EMPTY_PART = "empty-part"
    NAME_TOO_LONG = "name-too-long"
    TOO_DEEP = "too-deep"
    NAME_ENCODING = "name-encoding"
    LINK = "link"
    DEVICE = "device"


BENIGN: Final = frozenset({ProblemKind.BACKSLASH, ProblemKind.EXTRA_FIELD})
"""Harmless by themselves; reported so that a rule may say so."""

LIMIT_KINDS: Final = frozenset(
    {
        ProblemKind.ARCHIVE_TOO_LARGE,
        ProblemKind.TOO_MANY_MEMBERS,
        ProblemKind.MEMBER_TOO_LARGE,
        ProblemKind.EXPANDED_TOO_LARGE,
        ProblemKind.RATIO,
    }
)
PATH_KINDS: Final = frozenset(
    {
        ProblemKind.BACKSLASH,
        ProblemKind.ABSOLUTE,
        ProblemKind.PARENT,
        ProblemKind.DRIVE,
        ProblemKind.UNC,
        ProblemKind.CHARACTER,
        ProblemKind.RESERVED,
        ProblemKind.TRAILING,
        ProblemKind.EMPTY_PART,
        ProblemKind.NAME_TOO_LONG,
        ProblemKind.TOO_DEEP,
        ProblemKind.NAME_ENCODING,
        ProblemKind.LINK,
        ProblemKind.DEVICE,
        ProblemKind.DUPLICATE,
    }
)
ENCRYPTION_KINDS: Final = frozenset(
    {ProblemKind.ENCRYPTED, ProblemKind.ENCRYPTED_DIRECTORY, ProblemKind.METHOD}
)


@dataclass(frozen=True, slots=True)
class ArchiveProblem:
    """One departure. ``member`` is a name made safe to print, "" for the container.

    ``detail`` is one plain English sentence part without a final full stop.
    """

    kind: ProblemKind
    member: str
    detail: str


class ArchiveDamaged(Exception):
    """A member cannot be read; ``problem`` says why."""

    def __init__(self, problem: ArchiveProblem) -> None:
        super().__init__(f"{problem.member}: {problem.detail}")
        self.problem = problem


_SHOWN_MAX: Final = 300


def shown(name: str) -> str:
    """A name as it may be printed: nothing invisible, nothing that turns the line round.

    >>> shown("a\\u202eb")
    'a\\\\u202eb'
    """
    if name.isascii() and name.isprintable() and len(name) <= _SHOWN_MAX:
        return name
    kept = "".join(
        f"\\u{ord(c):04x}" if unicodedata.category(c)[0] in "CZ" and c not in " \u3000" else c
        for c in name[:_SHOWN_MAX]
    )
    return kept if len(name) <= _SHOWN_MAX else kept + "…"
