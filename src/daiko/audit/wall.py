"""Who sees the audit record: auditors of the agency all of it, others their own organisation's.

A transaction adds rows of its own organisation alone, so that none can speak for another;
they are never changed: the application has no grant for it.
Source: standards/security-controls.md A3, A4.
"""

from __future__ import annotations

from typing import Final

from daiko.platform.wall import Rows, Wall

WALL: Final[Wall] = {
    "audit_entry": Rows(
        seen_by="{tenant} = tenant AND tenant <> ''",
        written_by="{tenant} = tenant AND tenant <> ''"
        " OR ({tenant} LIKE 'agency:__' AND tenant = 'agency')",
        grants=("SELECT", "INSERT"),
    ),
    "audit_seal": Rows(grants=("SELECT", "INSERT")),
}
