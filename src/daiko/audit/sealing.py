"""Seals: the heads of all chains, signed every ten minutes and copied out of the database.

A chain alone does not help against somebody who may rewrite all of it. A seal names how
far every chain went and with which hash, and the digest of the seal before it; it is
signed with an Ed25519 key that lies in the data folder (mode 0600), and written to the
table and as a file to ``seals/`` of the data folder (``DAIKO_SEAL_COPIES`` names further
folders, e.g. a second host's or a write-once medium).
Source: standards/security-controls.md A4, A8 (no seal on a clock that is not trusted).
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction

from daiko.platform.home import home
from daiko.platform.locks import hold
from daiko.platform.signing import SigningKey
from daiko.platform.trusted_time import require_trusted_clock

KEY: Final = "audit-seal-key"
CHAINS_MAX: Final = 64
_LOCK: Final = 0x7365616C  # "seal"


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal. ``body`` is the signed JSON text; ``heads``: chain → (place, hash in hex)."""

    id: int
    body: str
    key_id: str
    signature: bytes
    kept_for: datetime  # the moment as the table tells it, beside the signed one

    @property
    def content(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.body)
        return value

    @property
    def heads(self) -> dict[int, tuple[int, str]]:
        return {int(chain): (seq, digest) for chain, seq, digest in self.content["heads"]}

    @property
    def sealed_at(self) -> datetime:
        return datetime.fromisoformat(self.content["sealed_at"])

    @property
    def rows(self) -> int:
        """How many rows of all chains it stands for."""
        return sum(place for place, _ in self.heads.values())

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.body.encode()).hexdigest()


def seal_key() -> SigningKey:
    """The key of this installation, made at first use."""
    return SigningKey.kept(KEY)


@transaction.atomic
def seal(*, at: datetime) -> Seal | None:
    """Seal the chains as they stand; ``None`` when nothing was written since the last seal.

    Raises ``ClockNotTrusted``.
    """
    require_trusted_clock()
    hold(_LOCK)
    with connection.cursor() as cursor:
        heads = [[chain, seq, digest.hex()] for chain, (seq, digest) in chain_heads().items()]
        before = last_seal()
        if before is not None and before.content["heads"] == heads:
            return None
        body = json.dumps(
            {
                "sealed_at": at.isoformat(),
                "number": before.id + 1 if before else 1,
                "previous": before.digest if before else None,
                "heads": heads,
            },
            separators=(",", ":"),
        )
        key = seal_key()
        signature = key.sign(body.encode())
        cursor.execute(
            "INSERT INTO audit_seal (sealed_at, body, key_id, signature)"
            " VALUES (%s, %s, %s, %s) RETURNING id",
            [at, body, key.id, signature],
        )
        (number,) = cursor.fetchone()
    made = Seal(number, body, key.id, signature, at)
    transaction.on_commit(lambda: _copy_out(made))
    return made


def chain_heads() -> dict[int, tuple[int, bytes]]:
    """Last place and hash of every chain that has rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n, last.seq, last.hash FROM generate_series(0, %s) n, LATERAL"
            " (SELECT seq, hash FROM audit_entry WHERE chain = n ORDER BY seq DESC LIMIT 1) last"
            " ORDER BY n",
            [CHAINS_MAX - 1],
        )
        return {chain: (seq, bytes(digest)) for chain, seq, digest in cursor.fetchall()}


def last_seal() -> Seal | None:
    """The newest seal."""
    found = _seals(newest_only=True)
    return found[0] if found else None


def seals() -> list[Seal]:
    """Every seal, oldest first: one in ten minutes, so fifty thousand a year."""
    return _seals(newest_only=False)


def latest_seals(*, offset: int, limit: int) -> tuple[list[Seal], int]:
    """Some seals, the newest first, and how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, body, key_id, signature, sealed_at FROM audit_seal"
            " ORDER BY id DESC OFFSET %s LIMIT %s",
            [offset, limit],
        )
        rows = [_seal(row) for row in cursor]
        cursor.execute("SELECT count(*) FROM audit_seal")
        (total,) = cursor.fetchone()
    return rows, total


def _seals(*, newest_only: bool) -> list[Seal]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, body, key_id, signature, sealed_at FROM audit_seal"
            " ORDER BY id DESC LIMIT %s",
            [1 if newest_only else None],
        )
        rows = reversed(cursor.fetchall())
    return [_seal(row) for row in rows]


def _seal(row: tuple[int, str, str, bytes, datetime]) -> Seal:
    number, body, key_id, signature, sealed_at = row
    return Seal(number, body, key_id, bytes(signature), sealed_at)


def copies() -> list[Path]:
    """Folders that seals are copied to."""
    more = os.environ.get("DAIKO_SEAL_COPIES", "")
    return [home() / "seals", *(Path(folder) for folder in more.split(os.pathsep) if folder)]


def _copy_out(made: Seal) -> None:
    value = {"body": made.body, "key_id": made.key_id, "signature": made.signature.hex()}
    for folder in copies():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"{made.content['number']:08d}.json"
        unfinished = path.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(value), encoding="utf-8")
        unfinished.replace(path)
