"""Digests of schemas an archive may enclose: the official set's and our own.

Source: rulings.md 31; checks.csv X-ARC-014. Only digests of the official files are kept
(``standard/data/official_schemas.csv``), not the files.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from daiko.archive.members import Member, RawMember
from daiko.archive.reader import Archive
from daiko.standard.schemas import bundled_digests, known_official_digests, normal_digest


@cache
def trusted_digests() -> dict[str, frozenset[str]]:
    """Path in the archive → digests (``standard.schemas.normal_digest``) that are known."""
    official = known_official_digests()
    return {path: official[path] | {digest} for path, digest in bundled_digests().items()}


_MET: Final[dict[RawMember, str]] = {}
_MET_MAX: Final = 64  # eleven files, of a few editions
_MET_BYTES_MAX: Final = 64 * 1024


def digest_of_member(archive: Archive, member: Member) -> str:
    """``standard.schemas.normal_digest`` of an enclosed schema, whose content must be sound.

    Every archive encloses the same files: the same compressed bytes, size and CRC expand
    to the same content, so what was expanded once is not expanded again.
    Raises ``ArchiveDamaged``.
    """
    raw = archive.raw(member)
    digest = _MET.get(raw)
    if digest is None:
        digest = normal_digest(archive.read(member))
        if len(_MET) >= _MET_MAX:
            _MET.clear()
        if len(raw.data) <= _MET_BYTES_MAX:
            _MET[raw] = digest
    return digest
