"""What is hashed of an audit row: the hash before it, then its fields and number as one JSON array.

The trigger that chains rows (``migrations/0006_numbered.py``) hashes the same text; JSON keeps
the fields apart, so that none can borrow from its neighbour. Moments are microseconds
since 1970. Source: standards/security-controls.md A4. Pure.
"""

from __future__ import annotations

import hashlib
from typing import Final

HASHED: Final = (
    "json_build_array((extract(epoch FROM written_at) * 1000000)::bigint,"
    " (extract(epoch FROM at) * 1000000)::bigint, event, subject, actor_kind, actor_name,"
    " actor_role, tenant, session, source_address, certificate, persons, purpose, result,"
    " clock, fields)::text"
)
"""SQL of the fields that are hashed, for a row of ``audit_entry``."""


def numbered(content: bytes, number: int) -> bytes:
    """The fields and, last, the number of the row: what is hashed.

    >>> numbered(b'["seen", {}]', 7)
    b'["seen", {}, 7]'
    """
    return content.removesuffix(b"]") + b", %d]" % number


def first_hash(chain: int) -> bytes:
    """What the first row of a chain stands upon."""
    return hashlib.sha256(f"daiko audit chain {chain}".encode()).digest()


def row_hash(previous: bytes, content: bytes) -> bytes:
    """Hash of a row from the hash before it and its fields as UTF-8 JSON."""
    return hashlib.sha256(previous + content).digest()
