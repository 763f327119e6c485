"""Findings: what a rule found, as plain values.

A finding names the rule, the place and the two values that disagree; the
sentence, severity, return reason and remedy are data of the rule
(``rulebook.py``). Source: standards/administrative-checks.md 1 and 2,
rulings.md 11 and 28.
Pure: no database, no clock, no settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Severity(StrEnum):
    """What a finding refuses (ruling 28)."""

    REJECT_ARCHIVE = "reject-archive"
    REJECT_DOCUMENT = "reject-document"
    WARNING = "warning"
    NOTE = "note"

    @property
    def is_error(self) -> bool:
        return self in (Severity.REJECT_ARCHIVE, Severity.REJECT_DOCUMENT)


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement between a file and a rule.

    ``at`` is a path inside the document (or inside the archive for S0);
    ``document`` is the member name and ``line`` the line in it, both filled by
    the engine. ``severity`` is set only where a ruling lets one rule be softer.
    ``becomes_error_on``: the day from which this warning will be an error for the
    receiver, filled by the engine (receiver profiles), ``None`` for none announced.
    """

    rule: str
    at: str = ""
    found: str = ""
    expected: str = ""
    severity: Severity | None = None
    document: str = ""
    line: int | None = None
    becomes_error_on: date | None = None
