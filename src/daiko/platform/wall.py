"""The tenant wall in the database: grants and row-level security for the application role.

The application signs in as a role that owns nothing. Every room says in its ``wall.py`` who
may see and write the rows of its tables; here that becomes grants and forced policies, laid
anew by the owner after migrations whenever a room's word has changed (a digest tells). A
table no room speaks of stops the start, so that a new one cannot be forgotten.

Predicates are SQL over the columns of the table; ``{tenant}`` is the tenant of the
transaction, evaluated once per statement. The agency sees and writes everything; without a
tenant there are no rows. A branch of the agency (``agency:13``) is a tenant of its own: what
no room lets it see it does not see; ``{office}`` is its number, "" for all others.
Source: standards/security-controls.md A3, TEC-05; tested-facts on row-level security.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

_TENANT: Final = "(SELECT current_setting('daiko.tenant', true))"
_OFFICE: Final = (
    "(SELECT CASE WHEN current_setting('daiko.tenant', true) LIKE 'agency:__'"
    " THEN right(current_setting('daiko.tenant', true), 2) ELSE '' END)"
)
_ALL: Final = ("SELECT", "INSERT", "UPDATE", "DELETE")
_NOBODY: Final = "false"


class UnwalledTableError(RuntimeError):
    """Tables that no room's wall speaks of; say in its wall.py who may see their rows."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Who sees and writes the rows of a table besides the head office of the agency.

    ``seen_by``, ``written_by``: predicates; nobody else by default. ``grants``: what the
    application may do at all; append-only tables leave out UPDATE and DELETE.
    """

    seen_by: str = _NOBODY
    written_by: str = _NOBODY
    grants: tuple[str, ...] = _ALL


def of_branch(*, provider: str = "", insurer: str = "") -> str:
    """Predicate: the number in this column is of an organisation of the branch's prefecture.

    A provider's number begins with its prefecture, an insurer's has it in places 3 and 4
    (standards/actors-and-contracts.md 2).
    """
    parts = [f"left({provider}, 2) = {{office}}"] if provider else []
    parts += [f"substr({insurer}, 3, 2) = {{office}}"] if insurer else []
    return f"({' OR '.join(parts)})"


@dataclass(frozen=True, slots=True)
class Open:
    """A table without anybody's data, open to every tenant and to none; ``why`` says so."""

    why: str
    grants: tuple[str, ...] = _ALL


Wall = Mapping[str, Rows | Open]


def walls() -> dict[str, Rows | Open]:
    """The word of every room, by table."""
    found: dict[str, Rows | Open] = dict(import_module("daiko.platform.wall_tables").WALL)
    for app in apps.get_app_configs():
        if app.name.startswith("daiko.") and find_spec(f"{app.name}.wall"):
            found.update(import_module(f"{app.name}.wall").WALL)
    return found


def lay_wall() -> bool:
    """Make grants and policies what the rooms say; returns whether anything was laid.

    Called as the owner of the tables. Where the application signs in as the owner itself
    (one ``DATABASE_URL`` for both), only policies are laid. Raises ``UnwalledTableError``.
    """
    wanted = walls()
    _refuse_unwalled(wanted)
    digest = _digest(wanted)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS daiko_wall (digest text NOT NULL)")
        cursor.execute("SELECT digest FROM daiko_wall")
        laid = cursor.fetchone()
        if laid is not None and laid[0] == digest:
            return False
        role = _application_role(cursor)
        if role is not None:
            _grant(cursor, role, wanted)
        for table, word in wanted.items():
            _lay(cursor, table, word)
        cursor.execute("DELETE FROM daiko_wall")
        cursor.execute("INSERT INTO daiko_wall VALUES (%s)", [digest])
    return True


@dataclass(frozen=True, slots=True)
class WallState:
    """How the wall stands in the database the product signs in to."""

    role: str
    owner: str
    walled: tuple[str, ...]
    open: tuple[str, ...]
    unforced: tuple[str, ...]  # should be walled and are not

    @property
    def stands(self) -> bool:
        return self.role != self.owner and not self.unforced


def wall_state() -> WallState:
    """Read what is laid, as the role of the product."""
    wanted = walls()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_get_userbyid(relowner), relrowsecurity AND relforcerowsecurity"
            " FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        )
        tables = {name: (owner, forced) for name, owner, forced in cursor.fetchall()}
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchone()
    walled = tuple(sorted(name for name, word in wanted.items() if isinstance(word, Rows)))
    owners = {owner for owner, _ in tables.values()}
    return WallState(
        role=role,
        owner=role if role in owners else ", ".join(sorted(owners)),
        walled=walled,
        open=tuple(sorted(set(wanted) - set(walled))),
        unforced=tuple(name for name in walled if not tables.get(name, ("", False))[1]),
    )


def _refuse_unwalled(wanted: Mapping[str, Rows | Open]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> %s",
            ["daiko_wall"],
        )
        tables = {table for (table,) in cursor.fetchall()}
    unwalled = sorted(tables - set(wanted))
    if unwalled:
        raise UnwalledTableError(", ".join(unwalled))


def _digest(wanted: Mapping[str, Rows | Open]) -> str:
    value = {table: [type(word).__name__, asdict(word)] for table, word in wanted.items()}
    with connection.cursor() as cursor:  # tables made anew have no policies yet
        cursor.execute(
            "SELECT string_agg(oid::text, ' ' ORDER BY oid) FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')"
            " AND relname <> 'daiko_wall'"
        )
        (tables,) = cursor.fetchone()
    text = json.dumps([value, _TENANT, _OFFICE, tables], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _application_role(cursor: Any) -> str | None:
    """The role the product signs in as; ``None`` where it is the owner."""
    from daiko.platform.settings import database, database_url

    role = database(database_url())["USER"]
    cursor.execute("SELECT current_user")
    return None if role in ("", cursor.fetchone()[0]) else str(role)


def _grant(cursor: Any, role: str, wanted: Mapping[str, Rows | Open]) -> None:
    """What the application may do at all: rows as the rooms say, never the tables themselves."""
    name = sql.Identifier(role)
    for statement in (
        "GRANT USAGE ON SCHEMA public TO {role}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
    ):
        cursor.execute(sql.SQL(statement).format(role=name))
    cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'public'")
    readable = {view: ("SELECT",) for (view,) in cursor.fetchall()}
    for table, grants in {**readable, **{t: word.grants for t, word in wanted.items()}}.items():
        rights = sql.SQL(", ").join(map(sql.SQL, grants))
        grant = sql.SQL("GRANT {rights} ON {table} TO {role}")
        cursor.execute(grant.format(rights=rights, table=sql.Identifier(table), role=name))


def _lay(cursor: Any, table: str, word: Rows | Open) -> None:
    names = {"table": sql.Identifier(table)}
    cursor.execute("SELECT policyname FROM pg_policies WHERE tablename = %s", [table])
    for (policy,) in cursor.fetchall():
        drop = sql.SQL("DROP POLICY {policy} ON {table}")
        cursor.execute(drop.format(policy=sql.Identifier(policy), **names))
    if isinstance(word, Open):
        for state in ("NO FORCE", "DISABLE"):
            cursor.execute(
                sql.SQL(f"ALTER TABLE {{table}} {state} ROW LEVEL SECURITY").format(**names)
            )
        return
    for state in ("ENABLE", "FORCE"):
        cursor.execute(sql.SQL(f"ALTER TABLE {{table}} {state} ROW LEVEL SECURITY").format(**names))
    seen, written = _condition(word.seen_by), _condition(word.written_by)
    for statement in (
        f"CREATE POLICY tenant_sees ON {{table}} FOR SELECT USING ({seen})",
        f"CREATE POLICY tenant_adds ON {{table}} FOR INSERT WITH CHECK ({written})",
        f"CREATE POLICY tenant_changes ON {{table}} FOR UPDATE"
        f" USING ({written}) WITH CHECK ({written})",
        f"CREATE POLICY tenant_removes ON {{table}} FOR DELETE USING ({written})",
    ):
        cursor.execute(sql.SQL(statement).format(**names))


def _condition(predicate: str) -> str:
    told = predicate.format(tenant=_TENANT, office=_OFFICE)
    told = told.replace("{", "{{").replace("}", "}}")  # it becomes part of a template again
    others = "" if predicate == _NOBODY else f" OR ({told})"
    return f"{_TENANT} = 'agency'{others}"
