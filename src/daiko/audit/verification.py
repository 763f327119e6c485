"""Proves the audit record: every chain row by row, every seal, and both against each other.

What is found is named: altered, removed, inserted and reordered rows; rows cut off behind
a seal; seals that are missing, altered or signed by another key. Rows stream
through COPY, so ten million need no more memory than ten.
Source: standards/security-controls.md A4, TEC-06.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from psycopg import sql

from daiko.audit import services as audit
from daiko.audit.canonical import HASHED
from daiko.audit.chain_walk import ChainRow, ChainWalk, Damage, DamagedRow
from daiko.audit.queries import VERIFIED
from daiko.audit.sealing import CHAINS_MAX, Seal, chain_heads, copies, seal_key, seals
from daiko.platform.actors import Actor
from daiko.platform.signing import is_signed_by, key_id

_ROWS: Final = sql.SQL(
    "COPY (SELECT id, seq, encode(previous_hash, 'hex'), encode(hash, 'hex'), {content}"
    " FROM audit_entry WHERE chain = {chain} ORDER BY seq, id) TO STDOUT"
)
_SEAL_OVERDUE: Final = timedelta(minutes=20)
_NAMED_MAX: Final = 1_000  # damages named one by one; beyond that they are counted


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something about seals, in words: ``code`` is the contract."""

    code: str
    detail: str


@dataclass(slots=True)
class Verification:
    """What was looked at and what was found; sound when both lists are empty."""

    rows: int = 0
    seals: int = 0
    damages: list[DamagedRow] = field(default_factory=list)
    damages_total: int = 0
    complaints: list[Complaint] = field(default_factory=list)
    unsealed_rows: int = 0

    @property
    def is_sound(self) -> bool:
        return not self.damages_total and not self.complaints

    def value(self) -> dict[str, Any]:
        """The object ``daiko audit verify --json`` prints."""
        return {
            "sound": self.is_sound,
            "rows": self.rows,
            "unsealed_rows": self.unsealed_rows,
            "seals": self.seals,
            "damaged": [asdict(damage) for damage in self.damages],
            "damaged_total": self.damages_total,
            "complaints": [asdict(complaint) for complaint in self.complaints],
        }


def verify(*, at: datetime, public_key: bytes | None = None) -> Verification:
    """Walk every chain and check every seal.

    ``public_key``: the key seals must be signed with (32 bytes), kept apart from this
    machine; by default that of the data folder.
    """
    outcome = Verification()
    kept = seals()
    outcome.seals = len(kept)
    _check_seals(kept, public_key or seal_key().public, outcome)
    _check_copies(kept, outcome)
    chains = {chain for seal in kept for chain in seal.heads} | set(chain_heads())
    for chain in sorted(chains):
        _check_chain(chain, kept, outcome)
    _check_beyond(outcome)
    if outcome.unsealed_rows and (not kept or _sealed_at(kept[-1]) < at - _SEAL_OVERDUE):
        first = _oldest_unsealed(kept)
        if first is not None and first < at - _SEAL_OVERDUE:
            _complain(outcome, "seal-overdue", f"{outcome.unsealed_rows} rows are not sealed")
    return outcome


@transaction.atomic
def record_verification(outcome: Verification, *, by: Actor, at: datetime) -> None:
    """Record what was found, so that auditors see when it was last done."""
    audit.record(
        VERIFIED,
        "audit trail",
        by=by,
        at=at,
        result="done" if outcome.is_sound else "failed",
        rows=outcome.rows,
        unsealed_rows=outcome.unsealed_rows,
        seals=outcome.seals,
        damaged=outcome.damages_total,
        complaints=" ".join(sorted({complaint.code for complaint in outcome.complaints})),
    )


def _check_chain(chain: int, kept: list[Seal], outcome: Verification) -> None:
    sealed = [seal.heads[chain] for seal in kept if chain in seal.heads]
    walk = ChainWalk(chain, ask_for=(seq for seq, _ in sealed))
    walked = walk.run(_rows(chain))
    outcome.rows += walked.rows
    outcome.damages_total += len(walk.damages)
    outcome.damages += walk.damages[: _NAMED_MAX - len(outcome.damages)]
    last_sealed = sealed[-1][0] if sealed else 0
    outcome.unsealed_rows += max(walked.seq - last_sealed, 0)
    if last_sealed > walked.seq:
        detail = f"chain {chain} ends at {walked.seq}, sealed up to {last_sealed}"
        _complain(outcome, "rows-cut-off", detail)
    for seq, digest in sealed:
        if seq and seq in walk.found and walk.found[seq].hex() != digest:
            _complain(outcome, "sealed-hash-differs", f"chain {chain}, row {seq}")


def _check_seals(kept: list[Seal], public: bytes, outcome: Verification) -> None:
    before: Seal | None = None
    for seal in kept:
        name = f"seal {seal.id}"
        if not is_signed_by(public, seal.signature, seal.body.encode()):
            _complain(outcome, "seal-signature", name)
        elif (seal.key_id, seal.kept_for) != (key_id(public), seal.sealed_at):
            _complain(outcome, "seal-altered", name)
        elif seal.content["previous"] != (before.digest if before else None):
            _complain(outcome, "seal-missing-before", name)
        before = seal


def _check_copies(kept: list[Seal], outcome: Verification) -> None:
    """A seal that lies in a copy but not in the table was removed from the table."""
    known = {seal.body for seal in kept}
    for folder in copies():
        for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
            if _body_of(path) not in known:
                _complain(outcome, "seal-removed", path.name)


def _body_of(path: Path) -> str | None:
    try:
        body: str = json.loads(path.read_text(encoding="utf-8"))["body"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return body


def _rows(chain: int) -> Iterator[ChainRow]:
    """Rows of one chain in order, one at a time."""
    statement = _ROWS.format(content=sql.SQL(HASHED), chain=sql.Literal(chain))
    connection.ensure_connection()
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        for row in copy.rows():
            number, seq, previous, own, content = row
            yield ChainRow(
                int(number),
                int(seq),
                bytes.fromhex(previous),
                bytes.fromhex(own),
                content.encode(),
            )


def _check_beyond(outcome: Verification) -> None:
    """Rows in chains that nothing of ours writes: every one was put there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT chain, seq, id FROM audit_entry WHERE chain < 0 OR chain >= %s"
            " ORDER BY chain, seq",
            [CHAINS_MAX],
        )
        for chain, seq, entry in cursor:
            outcome.rows += 1
            outcome.damages_total += 1
            if len(outcome.damages) < _NAMED_MAX:
                outcome.damages.append(DamagedRow(chain, Damage.INSERTED, seq, entry))


def _sealed_at(seal: Seal) -> datetime:
    return datetime.fromisoformat(seal.content["sealed_at"])


def _oldest_unsealed(kept: list[Seal]) -> datetime | None:
    heads = kept[-1].heads if kept else {}
    chains = list(range(CHAINS_MAX))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(written_at) FROM audit_entry e JOIN unnest(%s::int[], %s::bigint[])"
            " AS h(chain, seq) ON e.chain = h.chain AND e.seq > h.seq",
            [chains, [heads.get(chain, (0, ""))[0] for chain in chains]],
        )
        (oldest,) = cursor.fetchone()
    found: datetime | None = oldest
    return found


def _complain(outcome: Verification, code: str, detail: str) -> None:
    outcome.complaints.append(Complaint(code, detail))
