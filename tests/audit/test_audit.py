"""The audit record: append-only, in the transaction of the change."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from daiko.audit import queries
from daiko.audit.services import AuditOutsideTransactionError, record
from daiko.platform.actors import SYSTEM

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


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET subject = 'other'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
    ],
)
def test_no_row_can_be_changed_or_removed(sql: str) -> None:
    """The database refuses every change of the record, whoever asks."""
    record("a.b", "subject", by=SYSTEM, at=AT)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql)
    assert [e.subject for e in queries.entries(subject="subject")] == ["subject"]


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
