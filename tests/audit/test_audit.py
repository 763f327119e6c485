"""The audit record: append-only, in the transaction of the change."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from acting import as_owner
from daiko.audit import queries
from daiko.audit.queries import Wanted
from daiko.audit.services import AuditOutsideTransactionError, record
from daiko.platform.actors import SYSTEM, Actor, ActorKind

AT = datetime(2026, 6, 5, 3, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_row_is_kept_with_its_fields() -> None:
    """What was recorded is read again as it was written."""
    record("reception.submission.received", "r-1", by=SYSTEM, at=AT, size=12, name="a.zip")
    (entry,) = queries.entries(subject="r-1")
    assert (entry.event, entry.actor, entry.at) == (
        "reception.submission.received",
        "system:daiko",
        AT,
    )
    assert entry.fields == {"size": 12, "name": "a.zip"}
    assert entry.result == "done"


@pytest.mark.django_db
def test_a_row_tells_who_saw_whose_data_from_where() -> None:
    """The auditor's question, by person, by organisation, by actor and by time."""
    clerk = Actor(
        ActorKind.ACCOUNT,
        "account-of-this-test",
        role="insurer_clerk",
        tenant="insurer:01130000",
        session="s-1",
        source_address="192.0.2.7",
        certificate="4f2a",
    )
    record("test.document.viewed", "seen-1", by=clerk, at=AT, persons=["ref-1", "ref-2"])
    record("test.document.viewed", "seen-2", by=clerk, at=AT.replace(hour=5), persons=["ref-2"])

    def subjects(**wanted: object) -> list[str]:
        return [e.subject for e in queries.search(Wanted(**wanted))]  # type: ignore[arg-type]

    assert subjects(person="ref-2") == ["seen-2", "seen-1"]
    assert subjects(person="ref-1") == ["seen-1"]
    assert subjects(tenant="insurer:01130000", since=AT.replace(hour=4)) == ["seen-2"]
    assert subjects(actor_name="account-of-this-test", until=AT.replace(hour=4)) == ["seen-1"]
    assert queries.count(Wanted(event="test.document")) == 2
    (entry,) = queries.entries(subject="seen-1")
    assert (entry.role, entry.source_address, entry.persons) == (
        "insurer_clerk",
        "192.0.2.7",
        ("ref-1", "ref-2"),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["audit_entry", "audit_seal"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = DEFAULT", "DELETE FROM {}", "TRUNCATE {}"])
def test_no_row_can_be_changed_or_removed(sql: str, table: str) -> None:
    """The application has no right to change the record, and its owner is refused too."""
    record("a.b", "kept", by=SYSTEM, at=AT)
    connection.cursor().execute(
        "INSERT INTO audit_seal (sealed_at, body, key_id, signature)"
        " VALUES (now(), 'x', 'x', decode(repeat('00', 64), 'hex'))"
    )
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(sql.format(table))
    with as_owner(), pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql.format(table))
    assert queries.entries(subject="kept")


@pytest.mark.django_db(transaction=True)
def test_a_row_needs_a_transaction() -> None:
    """A record that could commit without its change is refused, and rolls back with it."""
    with pytest.raises(AuditOutsideTransactionError):
        record("a.b", "alone", by=SYSTEM, at=AT)
    with transaction.atomic():
        record("a.b", "rolled-back", by=SYSTEM, at=AT)
        transaction.set_rollback(True)
    assert queries.entries(subject="rolled-back") == []


@pytest.mark.django_db
def test_a_naive_moment_is_refused() -> None:
    """A moment without its zone is a mistake of the caller."""
    with pytest.raises(ValueError, match="time zone"):
        record("a.b", "s", by=SYSTEM, at=AT.replace(tzinfo=None))
