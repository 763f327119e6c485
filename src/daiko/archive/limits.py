"""How much an archive may hold. Source: rulings.md 10, security-controls.md part D.

The 50,000 members of ruling 10 are read as documents: a checkup centre's 25,000 pairs are
exactly that, and index, summary, eleven schemas and folders lie around them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one archive; sizes in bytes."""

    archive_bytes: int = 200 * MEBIBYTE
    members: int = 50_000 + 64  # documents, and what lies around them
    member_bytes: int = 10 * MEBIBYTE  # one member, expanded
    expanded_bytes: int = 2048 * MEBIBYTE  # all members together
    ratio: int = 50  # expanded : compressed over the whole archive …
    ratio_from_bytes: int = 64 * MEBIBYTE  # … once this much is expanded
    member_ratio: int = 1032  # what deflate can reach at most
    directory_bytes: int = 32 * MEBIBYTE  # central directory
    name_characters: int = 255  # one part of a path
    path_characters: int = 400
    path_depth: int = 8  # parts of a path; the standard needs 4
