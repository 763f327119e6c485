"""Who sees the audit record: auditors of the agency all of it, others their own organisation's.

Rows are added in every tenant's transactions and in those without one (a refused sign-in),
and never changed: the application has no grant for it.
Source: standards/security-controls.md A3, A4.
"""

from __future__ import annotations

from typing import Final

from daiko.platform.wall import Rows, Wall

WALL: Final[Wall] = {
    "audit_entry": Rows(
        seen_by="{tenant} = tenant AND tenant <> ''", written_by="true", grants=("SELECT", "INSERT")
    ),
    "audit_seal": Rows(grants=("SELECT", "INSERT")),
}
