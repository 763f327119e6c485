"""Accounts, prices and calendars change by two persons; the database holds it by itself.

Tests commit: the first load of a registry is known by its transaction.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from daiko.audit.queries import entries
from daiko.money.calendar import ProcessingMonth
from daiko.people import services as people
from daiko.people.roles import Role
from daiko.people.services import Newcomer
from daiko.platform import trusted_time
from daiko.platform.actors import SYSTEM, Actor, ActorKind
from daiko.platform.errors import Refused
from daiko.platform.tenancy import AGENCY
from daiko.platform.trusted_time import ClockNotTrusted, ClockState, Trust
from daiko.registry import queries
from daiko.registry.errors import (
    ApproverNotAPerson,
    ApproverTooNew,
    PreviewChanged,
    ProposalByTheSame,
    ProposalDecided,
    ProposalExpired,
    ProposalNoLongerFits,
    ProposalNotThere,
)
from daiko.registry.history import row_history
from daiko.registry.proposals import digest, proposal, proposals
from daiko.registry.services import approve, load, preview, preview_proposal, reject
from registry_folder import PAYEE, PROVIDER, a_row, write_registry, write_table

pytestmark = pytest.mark.django_db(transaction=True)
HANA, TARO = (Actor(ActorKind.OPERATOR, name) for name in ("hana", "taro"))
AT = datetime(2026, 4, 1, 3, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


def a_registry(folder: Path) -> None:
    report = load(write_registry(folder), by=HANA, at=AT)
    assert (report.loaded, report.waiting, report.proposal) == (True, (), None)


def new_account(folder: Path, **more: list[dict[str, str]]) -> Path:
    """The payee moves to another account on the first of June."""
    rows = [
        a_row("payees", valid_to="2026-05-31"),
        a_row("payees", valid_from="2026-06-01", account_number="7654321"),
    ]
    for table, changed in ({"payees": rows} | more).items():
        write_table(folder, table, changed)
    return folder


def a_proposal(folder: Path) -> int:
    a_registry(folder / "a")
    made = load(new_account(folder / "b"), by=HANA, at=AT).proposal
    assert made is not None
    return made


def account(on: date = date(2026, 6, 1)) -> str | None:
    found = queries.payees_of([PROVIDER], on).get(PROVIDER)
    return found and found.account_number


def test_a_new_account_waits_and_pays_once_approved(tmp_path: Path) -> None:
    made = a_proposal(tmp_path)
    assert account() == "1234567"
    report = approve(made, by=TARO, at=LATER)
    assert [(t.table, t.added, t.ended) for t in report.tables] == [("payees", 1, 1)]
    assert (account(), account(date(2026, 5, 31))) == ("7654321", "1234567")
    row = proposal(made, at=LATER)
    assert (row.state, row.proposed_by, row.decided_by) == ("approved", "hana", "taro")
    assert row_history("payees", [PAYEE])[-1].changed_by == "hana / operator:taro"
    assert [entry.event for entry in entries(limit=2)] == [
        "registry.table.loaded",
        "registry.proposal.approved",
    ]


def test_nothing_is_approved_on_a_clock_that_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The term of a proposal is a time; rejecting stays possible (standards: A8)."""
    made = a_proposal(tmp_path)
    stopped = ClockState(Trust.STOPPED, "offset 60.0 s")
    monkeypatch.setattr(trusted_time, "clock_state", lambda: stopped)
    with pytest.raises(ClockNotTrusted):
        approve(made, by=TARO, at=LATER)
    assert (account(), proposal(made, at=LATER).state) == ("1234567", "pending")
    reject(made, by=TARO, at=LATER, reason="offset")
    assert proposal(made, at=LATER).state == "rejected"


def test_other_tables_of_the_same_folder_are_loaded_at_once(tmp_path: Path) -> None:
    """A provider that names a payee of the proposal is registered; the account waits."""
    a_registry(tmp_path / "a")
    payee = a_row("payees", payee_number="2710000005")
    clinic = a_row("providers", provider_number="2710000005", payee_number="2710000005")
    folder = new_account(tmp_path / "b", payees=[payee], providers=[clinic])
    report = load(folder, by=HANA, at=AT)
    assert report.waiting == ("payees",)
    assert "2710000005" in queries.providers()
    assert queries.payees_of(["2710000005"], date(2026, 6, 1)) == {}
    assert report.proposal is not None
    approve(report.proposal, by=TARO, at=LATER)
    assert "2710000005" in queries.payees_of(["2710000005"], date(2026, 6, 1))


def test_prices_and_calendars_wait_too(tmp_path: Path) -> None:
    a_registry(tmp_path / "a")
    write_table(tmp_path / "b", "contract_prices", [a_row("contract_prices", unit_price_yen="1")])
    write_table(tmp_path / "b", "calendar", [a_row("calendar", cutoff_on="2026-06-08")])
    seen = preview(tmp_path / "b", by=HANA, at=AT)
    assert (seen.waiting, seen.proposal) == (("contract_prices", "calendar"), None)
    made = load(tmp_path / "b", by=HANA, at=AT)
    june = ProcessingMonth(2026, 6)
    assert queries.cutoff_on(june) == date(2026, 6, 5)
    assert made.proposal is not None
    assert preview_proposal(made.proposal, by=TARO, at=LATER).changes == seen.changes
    approve(made.proposal, by=TARO, at=LATER)
    assert queries.cutoff_on(june) == date(2026, 6, 8)
    assert row_history("contract_prices", ["A-2026"])[-1].fields[0].new == "1"


def test_the_same_rows_again_propose_nothing(tmp_path: Path) -> None:
    a_registry(tmp_path / "a")
    assert load(tmp_path / "a", by=HANA, at=AT).proposal is None
    assert proposals(at=AT) == []


def test_at_the_desk_the_second_person_approves_at_once(tmp_path: Path) -> None:
    a_registry(tmp_path / "a")
    folder = new_account(tmp_path / "b")
    with pytest.raises(ProposalByTheSame):
        load(folder, by=HANA, at=AT, approved_by=HANA)
    assert proposals(at=AT) == []
    report = load(folder, by=HANA, at=AT, approved_by=TARO)
    assert (report.waiting, account()) == ((), "7654321")
    assert [(row.state, row.decided_by) for row in proposals(at=AT)] == [("approved", "taro")]


_MAY_NOT: list[tuple[Actor, datetime, type[Refused]]] = [
    (HANA, LATER, ProposalByTheSame),
    (Actor(ActorKind.ACCOUNT, " Hana "), LATER, ProposalByTheSame),
    (SYSTEM, LATER, ApproverNotAPerson),
    (TARO, AT + timedelta(hours=24), ProposalExpired),
]


def test_who_may_not_approve(tmp_path: Path) -> None:
    """Not who proposed, not a job, not after 24 hours; nothing changes."""
    made = a_proposal(tmp_path)
    for by, at, refusal in _MAY_NOT:
        with pytest.raises(refusal):
            approve(made, by=by, at=at)
    assert (account(), proposal(made, at=LATER).state) == ("1234567", "pending")


@pytest.mark.parametrize("rejected", [True, False])
def test_a_proposal_is_decided_once(tmp_path: Path, rejected: bool) -> None:
    """After a rejection (here a withdrawal) or an approval there is no approval."""
    made = a_proposal(tmp_path)
    if rejected:
        reject(made, by=HANA, at=AT, reason="誤記")
    else:
        approve(made, by=TARO, at=AT)
    held = account()
    with pytest.raises(ProposalDecided):
        approve(made, by=TARO, at=LATER)
    assert account() == held


def test_the_last_second_counts(tmp_path: Path) -> None:
    made = a_proposal(tmp_path)
    last = AT + timedelta(hours=24, microseconds=-1)
    assert [row.state for row in proposals(at=last, pending_only=True)] == ["pending"]
    assert proposals(at=last + timedelta(microseconds=1), pending_only=True) == []
    approve(made, by=TARO, at=last)


def test_a_proposal_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProposalNotThere):
        approve(99, by=TARO, at=AT)
    with pytest.raises(ProposalNotThere):
        preview_proposal(99, by=TARO, at=AT)


def test_what_the_registry_has_overtaken_is_refused(tmp_path: Path) -> None:
    """Another account from May on leaves no room for the proposed one."""
    made = a_proposal(tmp_path)
    rows = [
        a_row("payees", valid_to="2026-05-14"),
        a_row("payees", valid_from="2026-05-15", account_number="1111111"),
    ]
    seen = digest(preview_proposal(made, by=TARO, at=AT).changes)
    load(new_account(tmp_path / "c", payees=rows), by=HANA, at=AT, approved_by=TARO)
    with pytest.raises(ProposalNoLongerFits):
        approve(made, by=TARO, at=LATER, seen=seen)
    assert (account(), proposal(made, at=LATER).state) == ("1111111", "pending")


def test_the_approver_approves_what_was_shown(tmp_path: Path) -> None:
    """The bank's name changed meanwhile: the preview is another one."""
    made = a_proposal(tmp_path)
    seen = digest(preview_proposal(made, by=TARO, at=AT).changes)
    moved = a_row("payees", bank_kana="ベツ")
    load(new_account(tmp_path / "c", payees=[moved]), by=HANA, at=AT, approved_by=TARO)
    with pytest.raises(PreviewChanged):
        approve(made, by=TARO, at=LATER, seen=seen)
    again = digest(preview_proposal(made, by=TARO, at=AT).changes)
    approve(made, by=TARO, at=LATER, seen=again)


_PROPOSE = (
    "INSERT INTO registry_proposal (rows, proposed_by, proposed_kind, proposed_at, expires_at)"
)
_DECIDE = (
    "INSERT INTO registry_decision (proposal_id, proposed_by, proposed_at, expires_at, verdict,"
    " decided_by, decided_kind, decided_at, reason, transaction)"
)
_APPROVED = "'2026-04-01 04:00+00', '2030-01-01', 'approved'"


_FORBIDDEN = [
    "UPDATE registry_payee_account SET account_number = '9999999'",
    "UPDATE registry_contract_price SET unit_price_yen = 1",
    "UPDATE registry_calendar SET cutoff_on = '2026-06-04'",
    "INSERT INTO registry_calendar SELECT '2026-07', cutoff_on, close_on, invoice_on, due_on,"
    " pay_on FROM registry_calendar",
    "UPDATE registry_proposal SET proposed_by = 'someone'",
    "DELETE FROM registry_proposal",
    f"{_PROPOSE} VALUES ('{{\"payees\": []}}', 'x', 'operator', now(), now() + '25 hours')",
    f"{_DECIDE} SELECT id, 'x', {_APPROVED}, 'hana', 'operator', '2026-04-01 04:00+00', '', 0"
    " FROM registry_proposal",
    f"{_DECIDE} SELECT id, 'x', {_APPROVED}, 'taro', 'operator', '2026-04-02 03:00+00', '', 0"
    " FROM registry_proposal",
    f"{_DECIDE} SELECT id, 'x', {_APPROVED}, 'taro', 'operator', '2026-03-31 03:00+00', '', 0"
    " FROM registry_proposal",
    f"{_DECIDE} SELECT id, 'x', {_APPROVED}, 'taro', 'system', '2026-04-01 04:00+00', '', 0"
    " FROM registry_proposal",
    f"{_DECIDE} SELECT id, 'x', {_APPROVED}, 'taro', 'operator', '2026-04-01 04:00+00', '', 0"
    " FROM registry_proposal; SELECT set_config('daiko.proposal', (SELECT id::text FROM"
    " registry_proposal), true); UPDATE registry_payee_account SET account_number = '9999999'",
    f"{_DECIDE} SELECT id, 'x', {_APPROVED}, 'taro', 'operator', '2026-04-01 04:00+00', '', 0"
    " FROM registry_proposal; SELECT set_config('daiko.proposal', (SELECT id::text FROM"
    " registry_proposal), true); UPDATE registry_calendar SET cutoff_on = '2026-06-04'",
    "CREATE TEMPORARY TABLE registry_change (LIKE public.registry_change);"
    " UPDATE registry_calendar SET cutoff_on = '2026-06-04'",
]


def test_the_database_holds_four_eyes_by_itself(tmp_path: Path) -> None:
    """Whoever writes past the code: no approval, one's own, too late, or other rows."""
    a_proposal(tmp_path)
    for statement in _FORBIDDEN:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_an_approval_serves_its_own_transaction_only(tmp_path: Path) -> None:
    """The rows of an approved proposal cannot be written a second time with it."""
    made = a_proposal(tmp_path)
    approve(made, by=TARO, at=LATER)
    back = "UPDATE registry_payee_account SET verified_by = 'y' WHERE valid_to IS NULL"
    with pytest.raises(DatabaseError, match="second person"), transaction.atomic():
        connection.cursor().execute(f"SELECT set_config('daiko.proposal', '{made}', true); {back}")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("UPDATE registry_decision SET transaction = transaction")


def an_approver(login: str, *, at: datetime, kind: str = "staff") -> Actor:
    """A person of the agency who became an approver then."""
    roles = frozenset({Role.AGENCY_APPROVER})
    newcomer = Newcomer(login, "承認 する人", AGENCY, roles, kind=kind)
    made = people.invite(newcomer, by=HANA, at=at)
    return Actor(ActorKind.ACCOUNT, people.actor_name(made.account_id), tenant=AGENCY)


@pytest.mark.parametrize("way", ["made", "invited anew", "made an approver", "unknown"])
def test_nobody_approves_who_came_within_a_day(tmp_path: Path, way: str) -> None:
    """A5: whoever hands out an invitation could use it as a second name of the own."""
    made = a_proposal(tmp_path)
    came = LATER - timedelta(hours=23, minutes=59)
    login = f"{way.replace(' ', '-')}-{tmp_path.name}@agency.example".lower()
    long_ago = AT - timedelta(days=30)
    approver = an_approver(login, at=came if way == "made" else long_ago)
    number = int(approver.name.removeprefix("account-"))
    if way == "invited anew":
        people.invite_again(number, by=HANA, at=came)
    if way == "made an approver":
        people.revoke(number, Role.AGENCY_APPROVER, by=HANA, at=came)
        people.grant(number, Role.AGENCY_APPROVER, by=HANA, at=came)
    if way == "unknown":
        approver = replace(approver, name="account-987654321")
    with pytest.raises(ApproverTooNew):
        approve(made, by=approver, at=LATER)
    assert account() != "7654321"
    reject(made, by=approver, at=LATER, reason="拒むことはできる")


@pytest.mark.parametrize(("kind", "days"), [("staff", 2), ("desk", 0)])
def test_who_came_before_approves(tmp_path: Path, kind: str, days: int) -> None:
    """Also from a branch, which sees no accounts; the desk's ready accounts are always young."""
    made = a_proposal(tmp_path)
    login = f"{kind}-{tmp_path.name}@agency.example".lower()
    approver = an_approver(login, at=LATER - timedelta(days=days), kind=kind)
    approve(made, by=approver, at=LATER)
    assert account() == "7654321"
