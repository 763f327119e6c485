"""Staff belong to one of 48 offices, and rights follow it: in the roles, pages and the database."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from acting import as_owner
from building import INSURER, PROVIDER, another
from daiko.people import directory, services
from daiko.people.errors import OfficeUnknown, RoleNotOfOffice
from daiko.people.models import Account
from daiko.people.permissions import AT_BRANCHES as DONE_AT_BRANCHES
from daiko.people.permissions import permissions
from daiko.people.roles import AT_BRANCHES, Role, holdable, of_kind
from daiko.people.services import Newcomer
from daiko.people.web import COOKIE
from daiko.platform.actors import Actor, ActorKind
from daiko.platform.clock import now
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import AGENCY, UnknownTenantError, as_tenant, at_office, present_office
from daiko.registry import services as registry
from daiko.registry.models import Provider
from intake import SECOND_PROVIDER, a_registry, an_arrival, checked
from signed_in import OFFICER, client

HOME = PROVIDER[:2]  # the branch of the first provider of the tests
ELSEWHERE = "47"
CHECKER = frozenset({Role.AGENCY_CHECKER})


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        (number,) = cursor.fetchone()
    return int(number)


def _invite(login: str, office: str, roles: frozenset[Role] = CHECKER) -> int:
    newcomer = Newcomer(login, "支部 職員", AGENCY, roles, office=office)
    return services.invite(newcomer, by=OFFICER, at=now()).account_id


def _events(account_id: int, event: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT fields FROM audit_entry WHERE subject = %s AND event = %s ORDER BY id",
            [f"account {account_id}", event],
        )
        return [json.loads(fields) for (fields,) in cursor.fetchall()]


@pytest.mark.parametrize("office", ["48", "1", "99", "x1", "１３"])
@pytest.mark.django_db
def test_there_are_48_offices(office: str) -> None:
    """The words of a refusal, and the database behind it."""
    with pytest.raises(OfficeUnknown):
        _invite("clerk@offices.example", office)
    account_id = _invite("another@offices.example", "13")
    with pytest.raises(DatabaseError), transaction.atomic():
        Account.objects.filter(id=account_id).update(office=office)


@pytest.mark.django_db
def test_what_is_of_the_whole_nation_is_done_at_the_head_office() -> None:
    """The same roles, at a branch: no months, no close, no audit, no accounts, no machine."""
    everything = frozenset(Role)
    assert permissions(everything, "13") == DONE_AT_BRANCHES
    assert permissions(everything, "00") == permissions(everything)
    assert Permission.AGENCY_MONTH_CLOSE in permissions(everything, "00") - DONE_AT_BRANCHES
    assert permissions(frozenset(), "13") == frozenset()


@pytest.mark.parametrize("role", sorted(holdable(AGENCY)))
@pytest.mark.django_db
def test_roles_of_the_head_office_are_not_held_at_a_branch(role: Role) -> None:
    """Refused in words at the grant and at the move; the database refuses both by itself."""
    ends = (now() + timedelta(days=30)).date()
    kind = next(kind for kind in ("staff", "emergency", "maintenance") if role in of_kind(kind))
    at_head = Newcomer(
        f"head-{role}@offices.example".replace("_", "-"), "本部", AGENCY, frozenset({role}),
        kind=kind, ends_on=ends,
    )  # fmt: skip
    mover = services.invite(at_head, by=OFFICER, at=now()).account_id
    branch = _invite(f"branch-{role}@offices.example".replace("_", "-"), "13", frozenset())
    if role in AT_BRANCHES:
        services.grant(branch, role, by=OFFICER, at=now())
        services.move(mover, "13", by=OFFICER, at=now())
        return
    with pytest.raises(RoleNotOfOffice):
        services.grant(branch, role, by=OFFICER, at=now())
    with pytest.raises(RoleNotOfOffice):
        services.move(mover, "13", by=OFFICER, at=now())
    with pytest.raises(DatabaseError, match="people of a branch"), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO people_role_grant (account_id, role, granted_at, granted_by, revoked_by)"
            " VALUES (%s, %s, now(), 'x', '')",
            [branch, role.value],
        )
    with pytest.raises(DatabaseError, match="role of the head office"), transaction.atomic():
        Account.objects.filter(id=mover).update(office="13")


@pytest.mark.django_db
def test_a_move_is_on_record_and_nothing_moves_twice() -> None:
    account_id = _invite("moves@offices.example", "13")
    services.move(account_id, "27", by=OFFICER, at=now())
    services.move(account_id, "27", by=OFFICER, at=now())
    row = directory.account(account_id, AGENCY)
    assert row is not None
    assert row.office == "27"
    assert _events(account_id, "people.account.moved") == [{"before": "13", "office": "27"}]


def test_only_offices_are_told_to_the_database() -> None:
    """Nobody sees more because an office is missing or strange."""
    assert at_office(AGENCY, "00") == AGENCY
    assert at_office(f"provider:{PROVIDER}", "13") == f"provider:{PROVIDER}"
    for office in ("", "48", "1", "13 "):
        with pytest.raises(UnknownTenantError):
            at_office(AGENCY, office)


@pytest.fixture
def two_prefectures(tmp_path: Path, transactional_db: None) -> None:
    """A registry and an archive of the first provider."""
    a_registry(tmp_path)
    checked(an_arrival([another(1)]))


def test_a_branch_sees_the_rows_of_its_prefecture(two_prefectures: None) -> None:
    """Submissions, documents and findings by the sender; cards by the insurer; else nothing."""
    with as_tenant(at_office(AGENCY, HOME)):
        assert present_office() == HOME
        assert _count("reception_submission") == 1
        assert _count("reception_document") == 1
    seen_at_insurers = {
        office: _count_at(office, "registry_card") for office in (INSURER[2:4], ELSEWHERE)
    }
    assert seen_at_insurers[INSURER[2:4]] == _count("registry_card") > 0
    assert seen_at_insurers[ELSEWHERE] == 0
    with as_tenant(at_office(AGENCY, ELSEWHERE)):
        assert _count("reception_submission") == _count("reception_finding") == 0
        assert _count("reception_document") == 0
        assert _count("registry_payee_account") == 0
        assert _count("people_account") == _count("people_session") == 0
        assert _count("settlement_entry") == _count("registry_proposal") == 0
        assert _count("registry_provider") > 0  # who there is, everybody may know
    assert present_office() == ""


def _count_at(office: str, table: str) -> int:
    with as_tenant(at_office(AGENCY, office)):
        return _count(table)


def test_a_branch_writes_no_rows_of_another(two_prefectures: None) -> None:
    """The database itself refuses; a row that is not seen is not changed."""
    with as_tenant(at_office(AGENCY, ELSEWHERE)):
        provider = Provider.objects.get(provider_number=PROVIDER)
        assert Provider.objects.filter(provider_number=PROVIDER).update(name="別") == 0
        provider.provider_number = f"13{PROVIDER[2:-1]}9"
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            provider.save(force_insert=True)


def _move_all(site: Client, office: str) -> None:
    from daiko.people.factors import fingerprint
    from daiko.people.models import Session

    token = site.cookies[COOKIE].value
    account = Session.objects.get(token_hash=fingerprint(token)).account_id
    services.move(account, office, by=OFFICER, at=now())


def test_pages_follow_the_office_at_once(two_prefectures: None) -> None:
    """The same session: what it saw before the move is not there after it, and back again."""
    site = client(Role.AGENCY_CHECKER)
    page = site.get("/submissions/").content.decode()
    receipt = page.split('href="/submissions/2', 1)[1].split("/", 1)[0]
    address = f"/submissions/2{receipt}/"
    assert site.get(address).status_code == 200
    assert site.get("/months/2026-06/").status_code == 200
    _move_all(site, HOME)
    assert site.get(address).status_code == 200
    assert site.get("/audit/").status_code == 404
    _move_all(site, ELSEWHERE)
    assert site.get(address).status_code == 404
    assert site.get("/months/2026-06/").status_code == 404
    assert receipt not in site.get("/submissions/").content.decode()
    _move_all(site, "00")
    assert site.get(address).status_code == 200


@pytest.mark.parametrize(
    ("office", "bad"), [(HOME, set()), (ELSEWHERE, {"providers.csv"}), ("00", set())]
)
def test_a_branch_loads_its_own_organisations(
    two_prefectures: None, tmp_path: Path, office: str, bad: set[str]
) -> None:
    """Rows of another prefecture are bad rows, told in words; nothing of the file is taken."""
    from daiko.registry.exporting import export

    folder = tmp_path / "of_branch"
    folder.mkdir()
    by = Actor(ActorKind.ACCOUNT, "account-1", tenant=AGENCY)
    export(folder, by=by, at=now(), tables=["providers"])
    path = folder / "providers.csv"
    rows = path.read_text(encoding="utf-8-sig").splitlines()
    only = [rows[0], *(row for row in rows[1:] if PROVIDER in row.split(",")[0])]
    assert len(only) == 2
    old = Provider.objects.get(provider_number=PROVIDER).name
    path.write_text("\n".join(only).replace(old, "改称クリニック") + "\n", encoding="utf-8")
    with as_tenant(at_office(AGENCY, office)):
        report = registry.load(folder, by=by, at=now())
    assert {row.file for row in report.bad_rows} == bad
    assert (Provider.objects.get(provider_number=PROVIDER).name == old) == bool(bad)
    assert SECOND_PROVIDER != PROVIDER


def test_a_register_of_the_nation_is_loaded_at_the_head_office(
    two_prefectures: None, tmp_path: Path
) -> None:
    from daiko.registry.exporting import export

    folder = tmp_path / "nation"
    folder.mkdir()
    by = Actor(ActorKind.ACCOUNT, "account-1", tenant=AGENCY)
    export(folder, by=by, at=now(), tables=["contracts"])
    with as_tenant(at_office(AGENCY, HOME)):
        report = registry.preview(folder, by=by, at=now())
    assert [row.row for row in report.bad_rows] == [0]
    assert "本部" in report.bad_rows[0].expected.ja


def test_a_branch_does_not_take_the_registry_for_empty(two_prefectures: None) -> None:
    """Else its first load of accounts would need nobody's approval."""
    with as_tenant(at_office(AGENCY, ELSEWHERE)), connection.cursor() as cursor:
        cursor.execute("SELECT registry_first_load()")
        assert cursor.fetchone() == (False,)
        assert present_office() == ELSEWHERE  # the function gives back what it borrowed
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT people_at_branch(r) FROM unnest(%s::text[]) r", [sorted(Role)])
        in_database = {
            role for role, (fits,) in zip(sorted(Role), cursor.fetchall(), strict=True) if fits
        }
    assert in_database == set(AT_BRANCHES)
