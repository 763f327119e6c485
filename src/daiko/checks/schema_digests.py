"""Digests of schemas an archive may enclose: the official set's and our own.

Source: rulings.md 31; checks.csv X-ARC-014. Only digests of the official files are kept
(``standard/data/official_schemas.csv``), not the files.
"""

from __future__ import annotations

from functools import cache

from daiko.standard.schemas import bundled_digests, known_official_digests


@cache
def trusted_digests() -> dict[str, frozenset[str]]:
    """Path in the archive → digests (``standard.schemas.normal_digest``) that are known."""
    official = known_official_digests()
    return {path: official[path] | {digest} for path, digest in bundled_digests().items()}
