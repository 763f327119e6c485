"""The tenant wall: no tenant, no rows; another's rows are not there; the wall stays up."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from acting import as_owner
from building import INSURER, PROVIDER, another
from daiko.platform.postgres import APPLICATION, embedded_server
from daiko.platform.tenancy import (
    AGENCY,
    UnknownTenantError,
    as_tenant,
    checked,
    insurer,
    present_tenant,
    process_tenant,
    provider,
)
from daiko.platform.wall import Open, Rows, UnwalledTableError, lay_wall, wall_state, walls
from intake import SECOND_PROVIDER, a_registry, an_arrival
from intake import checked as received_and_checked
from servers import remove_server

WALLED = sorted(table for table, word in walls().items() if isinstance(word, Rows))


@pytest.fixture
def no_tenant() -> Iterator[None]:
    process_tenant("")
    yield
    process_tenant(AGENCY)


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        (number,) = cursor.fetchone()
    return int(number)


def test_every_table_is_walled_or_open_for_a_reason() -> None:
    """A table that no room speaks of would stop the start; open ones say why."""
    assert len(WALLED) >= 25
    assert all(word.why for word in walls().values() if isinstance(word, Open))


@pytest.mark.django_db
def test_a_new_table_cannot_be_forgotten() -> None:
    with as_owner(), transaction.atomic():
        connection.cursor().execute("CREATE TABLE forgotten (name text)")
        with pytest.raises(UnwalledTableError, match="forgotten"):
            lay_wall()
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_state_of_the_wall_is_told() -> None:
    """As the application it stands; as the owner, or with a policy off, it does not."""
    state = wall_state()
    assert (state.role, state.stands, list(state.walled)) == ("daiko_app", True, WALLED)
    with as_owner(), transaction.atomic():
        assert not wall_state().stands
        connection.cursor().execute("ALTER TABLE registry_card NO FORCE ROW LEVEL SECURITY")
        assert wall_state().unforced == ("registry_card",)
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("table", WALLED)
def test_policies_are_forced(table: str) -> None:
    """Row-level security binds the owner of the table as well."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s", [table]
        )
        assert cursor.fetchone() == (True, True)
        cursor.execute("SELECT count(*) FROM pg_policies WHERE tablename = %s", [table])
        assert cursor.fetchone() == (4,)


@pytest.fixture
def two_providers(tmp_path: Path, transactional_db: None) -> None:
    """An archive of a provider, and one that another organisation sends for it."""
    a_registry(tmp_path)
    received_and_checked(an_arrival([another(1)]))
    received_and_checked(an_arrival([another(2)], sender=SECOND_PROVIDER))


def test_without_a_tenant_there_are_no_rows(two_providers: None, no_tenant: None) -> None:
    """Every walled table is empty for code that forgot to say whose data it works on."""
    assert present_tenant() == ""
    assert {table: _count(table) for table in WALLED if table != "audit_entry"} == {
        table: 0 for table in WALLED if table != "audit_entry"
    }
    assert _count("audit_entry") == 0


def test_a_provider_sees_its_own(two_providers: None, no_tenant: None) -> None:
    """What it sent, and every document of its own, whoever sent it."""
    with as_tenant(provider(PROVIDER)), connection.cursor() as cursor:
        cursor.execute("SELECT sender FROM reception_submission")
        assert cursor.fetchall() == [(PROVIDER,)]
        assert _count("reception_document") == 2
        assert _count("registry_card") == 0
    with as_tenant(provider(SECOND_PROVIDER)), connection.cursor() as cursor:
        cursor.execute("SELECT sender FROM reception_submission")
        assert cursor.fetchall() == [(SECOND_PROVIDER,)]
        assert _count("reception_document") == 1
    assert _count("reception_submission") == 0  # the tenant ended with its transaction


def test_an_insurer_sees_what_was_accepted_for_it(two_providers: None, no_tenant: None) -> None:
    with as_tenant(insurer(INSURER)):
        assert _count("reception_document") == 2
        assert _count("reception_finding") == 0
        assert _count("reception_submission") == 0
    with as_tenant(insurer("01130012")):
        assert _count("reception_document") == 0


def test_rows_of_another_cannot_be_written(two_providers: None, no_tenant: None) -> None:
    """Neither forged under another's name nor taken over, nor changed or removed."""
    with as_tenant(provider(PROVIDER)):
        cursor = connection.cursor()
        cursor.execute(
            "UPDATE reception_submission SET received_by = 'x' WHERE sender = %s", [SECOND_PROVIDER]
        )
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM reception_document")
        assert cursor.rowcount == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            cursor.execute("UPDATE reception_submission SET sender = %s", [SECOND_PROVIDER])


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE reception_document DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE reception_document NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY tenant_sees ON reception_document",
        "CREATE POLICY mine ON reception_document USING (true)",
        "TRUNCATE reception_document",
        "UPDATE audit_entry SET subject = 'x'",
        "DELETE FROM audit_entry",
        "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_rows",
        "INSERT INTO audit_seal (sealed_at, body, key_id, signature) OVERRIDING SYSTEM VALUE"
        " VALUES (now(), '', '', '')",
        "CREATE TABLE mine (name text)",
        "CREATE OR REPLACE FUNCTION audit_chain_row() RETURNS trigger LANGUAGE sql AS ''",
        "SET ROLE daiko_owner",
    ],
)
@pytest.mark.own_server
def test_the_application_role_cannot_take_the_wall_down(own_address: str, statement: str) -> None:
    """As the role of the product, in a plain session like psql's."""
    with psycopg.connect(own_address) as session:
        session.execute("SELECT set_config('daiko.tenant', 'agency', false)")
        with pytest.raises(psycopg.Error):
            session.execute(statement)


@pytest.mark.own_server
@pytest.mark.parametrize("tenant", ["", "provider:1319900013", "agency:13"])
@pytest.mark.parametrize("named", ["", "insurer:06139999", "provider:1319900021"])
def test_an_audit_row_speaks_for_its_own_organisation(
    own_address: str, tenant: str, named: str
) -> None:
    """Nobody forges a row of another organisation's people, nor one of the machine's operator."""
    with psycopg.connect(own_address) as session:
        session.execute("SELECT set_config('daiko.tenant', %s, false)", [tenant])
        with pytest.raises(psycopg.Error, match="row-level security"):
            session.execute(
                "INSERT INTO audit_entry (at, event, subject, actor_kind, actor_name, tenant,"
                " fields) VALUES (now(), 'test.row', 'x', 'account', 'account-1', %s, '{}')",
                [named],
            )


@pytest.mark.own_server
def test_row_security_off_reads_nothing(own_address: str) -> None:
    with psycopg.connect(own_address) as session:
        session.execute("SET row_security = off")
        with pytest.raises(psycopg.Error, match="row-level security"):
            session.execute("SELECT * FROM reception_document")


@pytest.fixture(scope="module")
def own_address() -> Iterator[str]:
    """Address of a server of this module's own, as the application's role."""
    home = Path(tempfile.mkdtemp(prefix="daiko-wall-"))
    home.chmod(0o755)
    environment = {**os.environ, "DAIKO_HOME": str(home)}
    environment.pop("DATABASE_URL", None)
    environment["DJANGO_SETTINGS_MODULE"] = "daiko.platform.settings"
    program = [sys.executable, "-m", "daiko", "audit", "list"]
    made = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    yield embedded_server(home).url(role=APPLICATION)
    remove_server(home)
    shutil.rmtree(home)


@pytest.mark.parametrize("tenant", ["", "agency ", "provider:1", "insurer:x", "provider:*"])
def test_only_tenants_are_tenants(tenant: str) -> None:
    with pytest.raises(UnknownTenantError):
        checked(tenant)


@pytest.mark.django_db
def test_tenants_nest_and_end() -> None:
    """Inside another's transaction the inner one counts, and afterwards the outer one again."""
    with as_tenant(provider(PROVIDER)):
        with as_tenant(AGENCY):
            assert present_tenant() == AGENCY
        assert present_tenant() == f"provider:{PROVIDER}"
    assert present_tenant() == AGENCY  # the process's own
