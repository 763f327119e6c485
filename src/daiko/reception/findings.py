"""Findings as reception keeps them, and as they stand under their causes.

Source: issue 3 (related findings grouped under their cause); checks/causes.py decides the
groups when an archive is checked, reception keeps them with each finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from daiko.checks.official_codes import official_code
from daiko.reception.models import Finding

ERRORS: Final = ("reject-archive", "reject-document")


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding. ``member`` is the file below the root folder, "" for the archive.

    ``cause_group`` names its cause (``checks.causes.group_id``), "" for what was checked
    before groups were kept; ``leader`` is the position of the finding it follows from.
    """

    position: int
    rule: str
    severity: str  # reject-archive | reject-document | warning | note
    becomes_error_on: date | None
    member: str
    path: str
    line: int | None
    found: str
    expected: str
    cause_group: str = ""
    leader: int | None = None

    @property
    def is_error(self) -> bool:
        return self.severity in ERRORS

    @property
    def official_code(self) -> str:
        """What an agency prints for the rule, "" where no sheet was seen."""
        return official_code(self.rule) or ""


@dataclass(frozen=True, slots=True)
class CauseRow:
    """One thing to mend: the finding that says it best, and those that follow from it."""

    main: FindingRow
    followers: tuple[FindingRow, ...] = ()

    @property
    def is_error(self) -> bool:
        return any(row.is_error for row in (self.main, *self.followers))


def finding_row(row: Finding) -> FindingRow:
    return FindingRow(
        row.position,
        row.rule,
        row.severity,
        row.becomes_error_on,
        row.member,
        row.path,
        row.line,
        row.found,
        row.expected,
        row.cause_group,
        row.leader,
    )


def under_causes(findings: Sequence[FindingRow]) -> tuple[CauseRow, ...]:
    """Findings of one pair or of the archive under their causes, in the order of the mains.

    A follower whose main finding is not among them stands by itself.
    """
    followers: dict[int, list[FindingRow]] = {row.position: [] for row in findings}
    mains = []
    for row in findings:
        if row.leader in followers:
            followers[row.leader].append(row)
        else:
            mains.append(row)
    return tuple(CauseRow(main, tuple(followers[main.position])) for main in mains)
