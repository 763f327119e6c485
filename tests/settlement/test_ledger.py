"""The database keeps the ledger: whole, balanced, once, never changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from acting import as_owner
from daiko.settlement import services
from daiko.settlement.database import execute, row, yen
from settlement_world import HANA, I1, JUNE, P1, Accepted, load_world, received, tokyo

pytestmark = pytest.mark.django_db
_POSTING = (
    "INSERT INTO settlement_posting (key, event, processing_month, posted_at, posted_by)"
    " VALUES (%(key)s, 'fee', '2026-06', now(), 'operator:hana') RETURNING id"
)
_ENTRIES = (
    "INSERT INTO settlement_entry"
    " (posting_id, account_id, amount_yen, reason, source_kind, source_id)"
    " SELECT %(posting)s, id, unnest(%(amounts)s::bigint[]), 'fee', 'insurer',"
    " unnest(%(sources)s::bigint[]) FROM settlement_account WHERE code = 'FEE:rev'"
)


@pytest.fixture
def closed(tmp_path: Path) -> None:
    load_world(tmp_path)
    received(JUNE, [Accepted(P1, I1, 7_680)])
    services.close_month(JUNE, by=HANA, at=tokyo("2026-06-30"))


def posting(key: str) -> int:
    return int(row(_POSTING, key=key)["id"])


def book(posting_id: int, amounts: list[int], sources: list[int] | None = None) -> None:
    execute(_ENTRIES, posting=posting_id, amounts=amounts, sources=sources or [1] * len(amounts))


def test_unbalanced_entries_are_refused(closed: None) -> None:
    """One yen too many on one side: the statement fails."""
    with pytest.raises(IntegrityError, match="not balanced"), transaction.atomic():
        book(posting("x"), [154, -153])


def test_balance_holds_for_each_source(closed: None) -> None:
    """Debit of one claim against credit of another is no posting, though the sum is 0."""
    with pytest.raises(IntegrityError, match="not balanced"), transaction.atomic():
        book(posting("x"), [154, -154], [1, 2])


def test_a_posting_without_entries_cannot_commit(closed: None) -> None:
    """The deferred trigger counts the entries at the end of the transaction."""

    def book_nothing() -> None:
        with transaction.atomic():
            posting("x")
            execute("SET CONSTRAINTS settlement_posting_balanced IMMEDIATE")

    with pytest.raises(IntegrityError, match="0 entries"):
        book_nothing()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_added_to_a_posting_of_another_transaction(tmp_path: Path) -> None:
    """A committed posting is complete: even balanced entries come too late."""
    load_world(tmp_path)
    received(JUNE, [Accepted(P1, I1, 7_680)])
    services.close_month(JUNE, by=HANA, at=tokyo("2026-06-30"))
    committed = yen("SELECT min(id) FROM settlement_posting")
    with pytest.raises(IntegrityError, match="come with their posting"):
        book(committed, [154, -154])


def test_the_same_key_is_posted_once(closed: None) -> None:
    """A repeated booking is refused by its key, not doubled."""
    with pytest.raises(IntegrityError), transaction.atomic():
        book(posting(f"close:{JUNE}:{I1}"), [1, -1])


@pytest.mark.parametrize("table", ["account", "posting", "entry"])
@pytest.mark.parametrize(
    "change", ["UPDATE settlement_{} SET id = id", "DELETE FROM settlement_{}"]
)
def test_the_ledger_is_append_only(closed: None, table: str, change: str) -> None:
    """Neither changed nor deleted: the application may not, and the owner is refused too."""
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        execute(change.format(table))
    with as_owner(), pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        execute(change.format(table))


def test_every_entry_names_reason_and_source(closed: None) -> None:
    """The confirmation leads to its claim, the fee to its insurer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.code, e.amount_yen, e.reason, e.source_kind FROM settlement_entry e"
            " JOIN settlement_account a ON a.id = e.account_id ORDER BY e.id"
        )
        found = cursor.fetchall()
    assert sorted(found) == [
        (f"AP:prov:{P1}:{P1}", -7_680, "claim_confirmed", "claim"),
        (f"AR:ins:{I1}", 154, "fee", "insurer"),
        (f"AR:ins:{I1}", 7_680, "claim_confirmed", "claim"),
        ("FEE:rev", -154, "fee", "insurer"),
    ]
