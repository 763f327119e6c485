"""The chain: what was altered, removed, inserted or reordered is found and named."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection, transaction

from acting import as_owner
from daiko.audit import sealing
from daiko.audit.canonical import HASHED, first_hash, numbered, row_hash
from daiko.audit.chain_walk import ChainRow, ChainWalk, Damage
from daiko.audit.sealing import last_seal, seal
from daiko.audit.services import record
from daiko.audit.verification import Verification, verify
from daiko.platform.actors import SYSTEM
from daiko.platform.signing import SigningKey

AT = datetime(2026, 6, 5, 3, 0, tzinfo=UTC)


def a_chain(length: int) -> list[ChainRow]:
    rows, before = [], first_hash(3)
    for seq in range(1, length + 1):
        content = b"row %d" % seq
        rows.append(ChainRow(100 + seq, seq, before, row_hash(before, content), content))
        before = rows[-1].hash
    return rows


def damages(rows: list[ChainRow]) -> list[tuple[Damage, int, int | None]]:
    walk = ChainWalk(3)
    walk.run(sorted(rows, key=lambda row: (row.seq, row.id)))
    return [(damage.damage, damage.seq, damage.id) for damage in walk.damages]


def test_a_sound_chain_has_no_damage() -> None:
    assert damages(a_chain(50)) == []
    assert damages([]) == []


def test_an_altered_row_is_named_alone() -> None:
    """Its neighbours stay sound: they stand upon the hash that is written there."""
    rows = a_chain(9)
    rows[4] = replace(rows[4], content=b"another")
    assert damages(rows) == [(Damage.ALTERED, 5, 105)]


def test_an_altered_row_with_a_new_hash_is_named() -> None:
    """Whoever makes the hash anew breaks the link of the next row."""
    rows = a_chain(9)
    forged = b"another"
    rows[4] = replace(rows[4], content=forged, hash=row_hash(rows[4].previous_hash, forged))
    assert damages(rows) == [(Damage.ALTERED, 5, 105)]


def test_removed_rows_are_named_by_their_places() -> None:
    rows = a_chain(9)
    assert damages(rows[:3] + rows[5:]) == [(Damage.REMOVED, 4, None), (Damage.REMOVED, 5, None)]
    assert damages(rows[1:]) == [(Damage.REMOVED, 1, None)]


def test_an_inserted_row_is_named_alone() -> None:
    """A forged row that fits the chain before it is betrayed by the row after it."""
    rows = a_chain(9)
    content = b"forged"
    forged = ChainRow(900, 5, rows[3].hash, row_hash(rows[3].hash, content), content)
    later = [replace(row, seq=row.seq + 1) for row in rows[4:]]
    assert damages([*rows[:4], forged, *later]) == [(Damage.INSERTED, 5, 900)]
    assert (Damage.INSERTED, 5, 900) in damages([*rows, forged])  # beside the true row 5


def test_reordered_rows_are_both_named() -> None:
    rows = a_chain(9)
    swapped = [*rows[:4], replace(rows[5], seq=5), replace(rows[4], seq=6), *rows[6:]]
    assert damages(swapped) == [(Damage.REORDERED, 5, 106), (Damage.REORDERED, 6, 105)]


def test_several_damages_are_all_named() -> None:
    rows = a_chain(3_000)
    rows[10] = replace(rows[10], content=b"x")
    rows[2_500] = replace(rows[2_500], content=b"y")
    del rows[1_200]
    assert damages(rows) == [
        (Damage.ALTERED, 11, 111),
        (Damage.REMOVED, 1_201, None),
        (Damage.ALTERED, 2_501, 2_601),
    ]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copies of seals in a folder of this test."""
    monkeypatch.setattr(sealing, "copies", lambda: [tmp_path])
    monkeypatch.setattr("daiko.audit.verification.copies", lambda: [tmp_path])
    return tmp_path


Callbacks = Callable[..., AbstractContextManager[object]]


@pytest.fixture
def written(folder: Path, db: None, django_capture_on_commit_callbacks: Callbacks) -> None:
    """81 rows in a record of their own, sealed; rolled back with the test."""
    _owner("TRUNCATE audit_entry, audit_seal RESTART IDENTITY")
    for name in "abc":
        _write(name)
    with django_capture_on_commit_callbacks(execute=True):
        seal(at=AT)


def _write(name: str) -> None:
    for number in range(20):
        record("test.row", f"{name}-{number}", by=SYSTEM, at=AT, number=number, 名="𠮷")
        if number % 3 == 0:
            record("test.again", f"{name}-{number}", by=SYSTEM, at=AT, persons=["p", name])


@pytest.mark.django_db(transaction=True)
def test_sessions_at_the_same_time_are_chained(folder: Path) -> None:
    """Six sessions commit row after row; every row is in a chain, and every chain is sound."""
    before = verify(at=AT).rows

    def work(name: str) -> None:
        try:
            for _ in range(5):
                with transaction.atomic():
                    _write(name)
        finally:
            connection.close()

    threads = [Thread(target=work, args=(name,)) for name in "abcdef"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcome = verify(at=AT)
    assert outcome.rows == before + 6 * 5 * 27
    assert outcome.damages == []
    assert _one("SELECT count(DISTINCT chain) > 1 FROM audit_entry") == (True,)


def _owner(statement: str) -> None:
    """What only the owner of the tables could do, the guards taken off for the moment."""
    tables = ("audit_entry", "audit_seal")
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _verified() -> Verification:
    return verify(at=AT + timedelta(minutes=5))


def _one(statement: str) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row: tuple[int, ...] = cursor.fetchone()
        return row


def test_what_was_written_is_sound(written: None) -> None:
    """All chained, all sealed."""
    outcome = _verified()
    assert outcome.is_sound, outcome.value()
    assert (outcome.rows, outcome.seals, outcome.unsealed_rows) == (81, 1, 0)


@pytest.mark.parametrize(
    "change",
    [
        "event = 'test.other'",
        "subject = 'x'",
        "at = at + interval '1 microsecond'",
        "written_at = written_at + interval '1 microsecond'",
        "actor_kind = 'x'",
        "actor_name = 'x'",
        "actor_role = 'x'",
        "tenant = 'x'",
        "session = 'x'",
        "source_address = 'x'",
        "certificate = 'x'",
        "persons = ARRAY['q']",
        "purpose = 'x'",
        "result = 'failed'",
        "clock = 'good'",
        "fields = fields || '{\"number\": 99}'",
    ],
)
def test_every_field_of_a_row_is_guarded(written: None, change: str) -> None:
    """One altered field is found, whichever it is, and the row is named."""
    (entry, seq) = _one("SELECT id, seq FROM audit_entry ORDER BY id OFFSET 30 LIMIT 1")
    _owner(f"UPDATE audit_entry SET {change} WHERE id = {entry}")
    (damage,) = _verified().damages
    assert (damage.damage, damage.id, damage.seq) == (Damage.ALTERED, entry, seq)


def test_rows_that_changed_numbers_are_both_named(written: None) -> None:
    """Lists and addresses name rows by number: the one stands in the other's place."""
    one, other = _one("SELECT min(id), max(id) FROM audit_entry")
    _owner("ALTER TABLE audit_entry ALTER COLUMN id SET GENERATED BY DEFAULT")
    for before, after in ((one, 0), (other, one), (0, other)):
        _owner(f"UPDATE audit_entry SET id = {after} WHERE id = {before}")
    found = _verified().damages
    assert {(damage.damage, damage.id) for damage in found} == {
        (Damage.ALTERED, one),
        (Damage.ALTERED, other),
    }


def test_rows_hashed_without_their_number_stand_before_those_with_it_only() -> None:
    """Nobody goes back to the way of before to keep a changed number."""
    rows, before = a_chain(3), first_hash(3)
    before = rows[-1].hash
    content = b"[4]"
    rows.append(ChainRow(104, 4, before, row_hash(before, numbered(content, 104)), content))
    assert damages(rows) == []
    before = rows[-1].hash
    rows.append(ChainRow(105, 5, before, row_hash(before, content), content))
    assert damages(rows) == [(Damage.ALTERED, 5, 105)]


def test_a_row_in_a_chain_of_its_own_is_named(written: None) -> None:
    """Past the last chain that anything of ours writes to."""
    _owner("ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_chain_check")
    (entry,) = _one("SELECT min(id) FROM audit_entry")
    _owner(f"UPDATE audit_entry SET chain = 64 WHERE id = {entry}")
    found = {(damage.damage, damage.chain, damage.id) for damage in _verified().damages}
    assert (Damage.INSERTED, 64, entry) in found


@pytest.mark.parametrize(
    "change", ["key_id = 'other'", "sealed_at = sealed_at + interval '1 hour'"]
)
def test_what_the_table_tells_of_a_seal_is_what_was_signed(written: None, change: str) -> None:
    _owner(f"UPDATE audit_seal SET {change}")
    assert {complaint.code for complaint in _verified().complaints} == {"seal-altered"}


def test_a_removed_row_is_named(written: None) -> None:
    (chain, seq) = _one("SELECT chain, seq FROM audit_entry WHERE seq = 3 LIMIT 1")
    _owner(f"DELETE FROM audit_entry WHERE chain = {chain} AND seq = {seq}")
    (damage,) = _verified().damages
    assert (damage.damage, damage.chain, damage.seq) == (Damage.REMOVED, chain, seq)


def test_rows_cut_off_behind_the_seal_are_found(written: None) -> None:
    """The chain itself looks whole; the seal knows how far it went."""
    (chain, seq) = _one("SELECT chain, max(seq) FROM audit_entry GROUP BY chain LIMIT 1")
    _owner(f"DELETE FROM audit_entry WHERE chain = {chain} AND seq = {seq}")
    outcome = _verified()
    assert [complaint.code for complaint in outcome.complaints] == ["rows-cut-off"]


def test_a_chain_rewritten_whole_is_betrayed_by_its_seal(written: None) -> None:
    """The owner of the database could make every hash anew; the signed seal says otherwise."""
    _owner(
        f"""DO $do$ DECLARE e record; before bytea; BEGIN
        UPDATE audit_entry SET subject = 'forged' WHERE id = (SELECT min(id) FROM audit_entry);
        FOR n IN 0..63 LOOP
            before := sha256(('daiko audit chain ' || n)::bytea);
            FOR e IN SELECT id, rtrim({HASHED}, ']') || ', ' || id || ']' AS content
                    FROM audit_entry
                    WHERE chain = n ORDER BY seq LOOP
                UPDATE audit_entry SET previous_hash = before,
                    hash = sha256(before || convert_to(e.content, 'UTF8'))
                    WHERE id = e.id RETURNING hash INTO before;
            END LOOP;
        END LOOP; END $do$"""
    )
    outcome = _verified()
    assert outcome.damages == []
    assert {complaint.code for complaint in outcome.complaints} == {"sealed-hash-differs"}


def test_seals_are_signed_linked_and_copied(
    written: None, folder: Path, django_capture_on_commit_callbacks: Callbacks
) -> None:
    """A forged seal, a removed one and a foreign key are each told."""
    _write("d")
    with django_capture_on_commit_callbacks(execute=True):
        assert seal(at=AT + timedelta(minutes=10)) is not None
    assert seal(at=AT + timedelta(minutes=20)) is None  # nothing new
    assert len(list(folder.glob("*.json"))) == 2
    assert _verified().is_sound
    foreign = SigningKey.kept("foreign", folder=folder).public
    codes = {c.code for c in verify(at=AT, public_key=foreign).complaints}
    assert codes == {"seal-signature"}
    _owner("DELETE FROM audit_seal WHERE id = 1")
    codes = {c.code for c in _verified().complaints}
    assert codes == {"seal-missing-before", "seal-removed"}


def test_a_forged_seal_is_told(written: None) -> None:
    made = last_seal()
    assert made is not None
    body = made.body.replace('"number":1', '"number":2')
    _owner(f"UPDATE audit_seal SET body = '{body}'")
    assert "seal-signature" in {complaint.code for complaint in _verified().complaints}


def test_an_overdue_seal_is_told(written: None) -> None:
    _write("late")
    outcome = verify(at=datetime.now(UTC) + timedelta(hours=1))
    assert outcome.unsealed_rows == 27
    assert [complaint.code for complaint in outcome.complaints] == ["seal-overdue"]


def test_seals_hold_no_content(written: None) -> None:
    """A copy on another host tells places and hashes, nothing of what was done."""
    made = last_seal()
    assert made is not None
    assert set(json.loads(made.body)) == {"sealed_at", "number", "previous", "heads"}
