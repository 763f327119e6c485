"""The history of the registry: written by the database for every change, kept for good."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from acting import as_owner
from daiko.platform.actors import Actor, ActorKind
from daiko.registry.history import organisation_history, row_history
from daiko.registry.models import Change
from daiko.registry.services import load
from daiko.registry.staging import TARGETS
from registry_folder import INSURER, PROVIDER, a_row, write_registry, write_table

HANA, TARO = (Actor(ActorKind.OPERATOR, name) for name in ("hana", "taro"))
NOT_IN_THE_FOLDER = {
    "registry_receiver_severity",
    "registry_agency",
    "registry_office",
    "registry_entry_agent",
    "registry_entry_appointment",
}
APRIL, MAY = (datetime(2026, month, 1, 3, tzinfo=UTC) for month in (4, 5))
pytestmark = pytest.mark.django_db


def a_loaded_registry(folder: Path) -> None:
    people = [a_row("insured_persons")]
    assert load(write_registry(folder, insured_persons=people), by=HANA, at=APRIL).loaded


def test_every_change_is_told_with_who_and_when(tmp_path: Path) -> None:
    a_loaded_registry(tmp_path / "a")
    folder = tmp_path / "b"
    write_table(folder, "insurers", [a_row("insurers", name="新名称", end_on="2027-03-31")])
    assert load(folder, by=TARO, at=MAY).loaded
    first, second = row_history("insurers", [INSURER])
    assert (first.action, first.changed_by, first.changed_at) == ("added", "operator:hana", APRIL)
    assert (second.action, second.changed_by, second.changed_at) == ("ended", "operator:taro", MAY)
    assert [(f.column, f.old, f.new) for f in second.fields] == [
        ("name", "架空健康保険組合", "新名称"),
        ("end_on", "", "2027-03-31"),
    ]


def test_every_register_has_a_history(tmp_path: Path) -> None:
    """One row added to each table, one entry for each; loading again adds none."""
    a_loaded_registry(tmp_path)
    a_loaded_registry(tmp_path)
    found = list(Change.objects.values_list("table_name", flat=True))
    expected = {*TARGETS.values(), "registry_payee"} - NOT_IN_THE_FOLDER
    assert sorted(found) == sorted(expected)


def test_a_new_card_is_not_copied_a_changed_one_keeps_what_it_was(tmp_path: Path) -> None:
    a_loaded_registry(tmp_path / "a")
    write_table(tmp_path / "b", "cards", [a_row("cards", name_kana="テスト　タロウ")])
    assert load(tmp_path / "b", by=TARO, at=MAY).loaded
    added, changed = Change.objects.filter(table_name="registry_card").order_by("id")
    assert added.row_key == [INSURER, "26100000001"]
    assert (added.old, added.new) == (None, None)
    assert changed.old["name_kana"] == "テスト　ハナコ"
    assert changed.new["name_kana"] == "テスト　タロウ"
    (_, told) = row_history("cards", [INSURER, "26100000001"])
    assert "テスト" not in str(told)


def test_a_change_past_the_loader_is_kept_too(tmp_path: Path) -> None:
    a_loaded_registry(tmp_path)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('daiko.actor', '', true), set_config('daiko.at', '', true)"
        )
        cursor.execute("UPDATE registry_insurer SET name = '直接'")
        cursor.execute("SELECT session_user")
        (user,) = cursor.fetchone()
    last = row_history("insurers", [INSURER])[-1]
    assert (last.changed_by, last.fields[0].new) == (user, "直接")


@pytest.mark.parametrize("table", [*TARGETS.values(), "registry_payee", "registry_change"])
@pytest.mark.parametrize("owner", [False, True])
def test_no_row_is_ever_deleted(tmp_path: Path, table: str, owner: bool) -> None:
    """Neither by the application, which has no right to, nor by the owner of the table."""
    a_loaded_registry(tmp_path)
    acting = as_owner() if owner else nullcontext()
    with (
        pytest.raises(DatabaseError, match="stay" if owner else "permission denied"),
        acting,
        transaction.atomic(),
    ):
        connection.cursor().execute(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registry_change SET changed_by = 'operator:someone'",
        "INSERT INTO registry_change (table_name, row_key, action, changed_by, changed_at,"
        " recorded_at, transaction) VALUES ('registry_insurer', '{1}', 'added', 'x', now(),"
        " now(), 1)",
        "TRUNCATE registry_change",
        "ALTER TABLE registry_insurer DISABLE TRIGGER ALL",
        "UPDATE registry_insurer SET insurer_number = '06132021'",
    ],
)
def test_the_application_cannot_write_history_nor_escape_it(tmp_path: Path, statement: str) -> None:
    a_loaded_registry(tmp_path)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_temporary_table_of_the_same_name_writes_no_history(tmp_path: Path) -> None:
    """Anybody may make temporary tables and put a trigger on them."""
    a_loaded_registry(tmp_path)
    connection.cursor().execute(
        "CREATE TEMPORARY TABLE registry_insurer (insurer_number text);"
        "CREATE TRIGGER forged AFTER INSERT ON pg_temp.registry_insurer"
        " REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT"
        " EXECUTE FUNCTION registry_record_change('whole', 'insurer_number')"
    )
    with pytest.raises(DatabaseError, match="history"), transaction.atomic():
        connection.cursor().execute("INSERT INTO pg_temp.registry_insurer VALUES ('06132013')")


def test_the_history_of_an_organisation(tmp_path: Path) -> None:
    """Itself and its memberships, the latest first; nobody else's."""
    a_loaded_registry(tmp_path)
    assert {row.table for row in organisation_history("insurer", INSURER, 10)} == {
        "insurers",
        "contract_insurers",
    }
    assert [row.table for row in organisation_history("provider", PROVIDER, 10)] == [
        "contract_providers",
        "providers",
    ]
    assert organisation_history("provider", "1310000001", 10) == []
