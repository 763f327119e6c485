"""``daiko audit``: verify names what is wrong, exit codes are a contract."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from django.db import connection, transaction
from typer.testing import CliRunner, Result

from acting import as_owner
from daiko.audit.sealing import seal_key
from daiko.audit.services import record
from daiko.cli import audit
from daiko.platform.actors import Actor, ActorKind

pytestmark = pytest.mark.django_db(transaction=True)
CLERK = Actor(ActorKind.OPERATOR, "clerk-of-this-test", tenant="agency")


@pytest.fixture(autouse=True)
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seals of this database alone: other workers of the tests have databases of their own."""
    monkeypatch.setattr("daiko.audit.sealing.copies", lambda: [tmp_path])
    monkeypatch.setattr("daiko.audit.verification.copies", lambda: [tmp_path])


def run(*arguments: str) -> Result:
    root = typer.Typer()
    audit.add_to(root)
    root.callback()(lambda: None)
    return CliRunner().invoke(root, ["audit", *arguments])


def test_verify_seal_and_list() -> None:
    """A sound record exits with 0; an altered row is named and exits with 1."""
    with transaction.atomic():
        record("test.cli", "s-1", by=CLERK, at=datetime.now(UTC), persons=["p-9"])
    assert run("seal").exit_code == 0
    sound = run("verify", "--key", seal_key().public.hex())
    assert sound.exit_code == 0, sound.stdout
    assert "異常はありません" in sound.stdout
    listed = json.loads(run("list", "--actor", CLERK.name, "--json").stdout)
    assert [entry["subject"] for entry in listed["entries"]] == ["s-1"] * listed["total"]
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute("SELECT max(id) FROM audit_entry WHERE event = 'test.cli'")
        (entry,) = cursor.fetchone()
        cursor.execute("UPDATE audit_entry SET subject = 's-2' WHERE id = %s", [entry])
        try:
            broken = run("verify", "--json")
            told = run("verify")
        finally:
            transaction.set_rollback(True)
    assert broken.exit_code == 1
    value = json.loads(broken.stdout)
    assert not value["sound"]
    assert [(row["damage"], row["id"]) for row in value["damaged"]] == [("altered", entry)]
    assert f"書き換え  記録 {entry}" in told.stdout


def test_a_wrong_key_is_a_usage_error() -> None:
    answer = run("verify", "--key", "xyz")
    assert answer.exit_code == 2
    assert "64" in answer.output


def test_a_foreign_key_finds_foreign_seals() -> None:
    run("seal")
    assert run("verify", "--key", "00" * 31 + "01").exit_code == 1
