"""Role × own, foreign and nobody's things × every page and operation, built from the product.

The addresses come from the table of the site (``portal.declared.views``), who may call them
from what they declare, who is there from the roles. Nothing here lists pages: a new one is
walked by everybody, and one with arguments needs a line in ``support/matrix_samples.py``.
Source: standards/security-controls.md A3, TEC-05.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from building import BuiltArchive
from daiko.audit import queries as audit
from daiko.cli.declared import commands
from daiko.cli.main import app
from daiko.people import services
from daiko.people.permissions import AT_BRANCHES, allowable, machine_permissions, permissions
from daiko.people.roles import Role, holdable
from daiko.people.services import Newcomer
from daiko.platform.acts import Requires
from daiko.platform.clock import now
from daiko.platform.jobs import jobs as known_jobs
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import AGENCY, process_tenant
from daiko.portal.declared import views
from matrix_acts import COMMANDS, JOBS, NOT_RUN, Things, run_command, run_job
from matrix_answers import Answer, read_of
from matrix_callers import NAMES, OFFICER, Caller, awake, everybody
from matrix_samples import NOBODY, Case, cases
from matrix_world import I1, I2, P1, World, a_month
from prechecking import checked
from programs import FRONT

pytestmark = pytest.mark.django_db  # within the transaction of the world
NOWHERE = "/nothing/at/all/"
ASKS_WHO = "/account/"
ASKS_WHO_API = "/api/v1/me"
TECHNICIANS = {Role.SYSADMIN, Role.VENDOR_OPERATOR, Role.VENDOR_MANAGER}
OF_PERSONS = {
    Permission.AGENCY_SUBMISSION_READ,
    Permission.AGENCY_SUBMISSION_CHECK,
    Permission.AGENCY_PAPER_MAKE,
    Permission.AGENCY_PACKAGE_BUILD,
    Permission.AGENCY_REGISTRY_READ,
}


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[tuple[World, dict[str, Caller]]]:
    """The month and everybody in it, in one transaction that is taken back at the end."""
    folder = tmp_path_factory.mktemp("matrix")
    patch = pytest.MonkeyPatch()
    patch.setattr(settings, "PROXIES", {FRONT})
    patch.setenv("DAIKO_CLIENT_CA", str(folder / "ca" / "certificate.pem"))
    patch.setenv("DAIKO_CLIENT_CRL", str(folder / "ca" / "crl.pem"))
    patch.setenv("DAIKO_PRECHECK_PER_ADDRESS", "100000")
    with django_db_blocker.unblock(), transaction.atomic():
        made = a_month(folder / "registry")
        callers = everybody(made, folder / "ca")
        newcomer = Newcomer(
            "invited@canary.example", "招待中", P1, frozenset({Role.PROVIDER_CLERK})
        )
        made.invitation = services.invite(newcomer, by=OFFICER, at=now()).token
        visitor = Caller("visitor", "stranger")
        made.check_id = checked(visitor.site(), BuiltArchive(*made.archives[P1])).id
        (made.audit_row,) = (row.id for row in audit.entries(limit=1))
        connection.check_constraints()  # while it is the agency's
        process_tenant("")  # as in the web process
        yield made, callers
        process_tenant(AGENCY)
        transaction.set_rollback(True)
    patch.undo()


@pytest.mark.parametrize("name", NAMES)
def test_nobody_gets_what_is_not_theirs(
    name: str, world: tuple[World, dict[str, Caller]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Every address, asked by one caller for each thing: who may sees it, who may not sees nothing.

    What is another's is answered byte for byte like what is not there, in body, status and
    headers; no answer and no line of a log holds a mark of another.
    """
    made, callers = world
    walk = Walk(made, callers[name])
    for group in cases(made, callers[name]):
        walk.go(group)
    logged = capsys.readouterr()
    for mark in made.marks:
        if mark.is_personal and mark.text in logged.out + logged.err:
            walk.faults.append(f"{mark.text} stands in the log")
    assert not walk.faults, "\n".join(walk.faults)


@pytest.mark.parametrize("sees", ["", P1, I2])
def test_no_command_or_job_reaches_through_the_wall(
    sees: str,
    world: tuple[World, dict[str, Caller]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Run for another than the agency, it says and changes nothing of whom it does not see."""
    made, _ = world
    monkeypatch.setenv("DATABASE_URL", "the server of the tests is up")
    things = Things(made, sees, tmp_path)
    done = {
        words: run_command(words, things, sees, monkeypatch)
        for words in (command.words for command in commands(app))
        if words not in NOT_RUN
    }
    done |= {name: run_job(name, things, sees) for name in known_jobs() if name in JOBS}
    faults = []
    for name, (said, changed) in done.items():
        asked = f"{things.said(name)}".encode()
        shown = read_of(Answer(0, (), said.encode()), made.hidden_from(sees), asked=asked)
        faults += [f"{name} is called wrongly: {said}"] if "Usage: " in said else []
        faults += [f"{name} for {sees or 'nobody'} shows {text}" for text in shown]
        faults += [f"{name} for {sees or 'nobody'} changes {changed}"] if changed else []
    assert not faults, "\n".join(faults)


def test_every_command_and_job_is_walked() -> None:
    """One without arguments here, or with a reason that is gone, is told by its name."""
    words = {command.words for command in commands(app)}
    own = {name for name in known_jobs() if name.startswith("daiko.")}
    assert words | own == {f"daiko {one}" for one in COMMANDS} | JOBS.keys() | NOT_RUN.keys()


@pytest.mark.parametrize("role", sorted(Role))
def test_roles_hold_what_fits_them(role: Role) -> None:
    """No party holds an act of the agency, and no technician one on persons' data."""
    acts = [(command.words, command.access) for command in commands(app)]
    acts += list(known_jobs().items())
    for office in ("00", "13") if role in holdable(AGENCY) else ("",):
        held = permissions(frozenset({role}), office)
        for name, access in acts:
            if isinstance(access, Requires) and access.any_of & held:
                assert role in holdable(AGENCY), f"{name}: {role}"
                assert office != "13" or access.any_of <= AT_BRANCHES, f"{name}: {role}"
                assert role not in TECHNICIANS or access.any_of.isdisjoint(OF_PERSONS), name


@pytest.mark.parametrize("tenant", [P1, I1])
def test_programs_hold_no_act_of_the_agency(tenant: str) -> None:
    held = machine_permissions(allowable(tenant))
    for access in (*(command.access for command in commands(app)), *known_jobs().values()):
        assert not isinstance(access, Requires) or access.any_of.isdisjoint(held)


def test_there_are_enough_cases(world: tuple[World, dict[str, Caller]]) -> None:
    made, callers = world
    walked = sum(len(group) for caller in callers.values() for group in cases(made, caller))
    walked += (len(list(commands(app))) + len(known_jobs())) * 3

    assert walked >= 5_000
    assert {case.view for group in cases(made, callers["stranger"]) for case in group} == set(
        views()
    )


class Walk:
    """One caller on the way through all cases; what is wrong is kept, not raised."""

    def __init__(self, world: World, caller: Caller) -> None:
        self.world, self.caller = world, caller
        self.faults: list[str] = []
        self.hidden = world.hidden_from(caller.sees)
        if caller.sees == AGENCY:  # sees everybody's rows; persons only for the work on them
            works = bool(OF_PERSONS & caller.held)
            self.hidden = [mark for mark in world.marks if mark.is_personal and not works]
        awake()
        page = NOWHERE if caller.is_known(to_api=False) else ASKS_WHO
        self.page = (page, self.asked("GET", page))
        self.operation = (ASKS_WHO_API, self.asked("GET", ASKS_WHO_API))

    def asked(self, verb: str, path: str, case: Case | None = None) -> Answer:
        """The answer; whatever the request changed is taken back."""
        more = dict(case.sample.headers) if case else {}
        body, kind = case.content if case else (b"", "")
        with transaction.atomic():
            answer = Answer.of(self.caller.ask(verb, path, body, kind, **more))
            transaction.set_rollback(True)
        return answer

    def go(self, group: list[Case]) -> None:
        """All things of one address and verb."""
        answers = [(case, self.asked(case.verb, case.path, case)) for case in group]
        for case, answer in answers:
            asked = (case.path + str(case.sample.query)).encode() + case.sample.body
            for text in read_of(answer, self.hidden, asked=asked):
                self.fault(case, answer, f"shows {text}")
            if answer.status >= 500:
                self.fault(case, answer, "is broken")
            missing = next((pair for pair in answers if pair[0].sample.owner == NOBODY), None)
            self.judge(case, answer, missing)

    def judge(self, case: Case, answer: Answer, missing: tuple[Case, Answer] | None) -> None:
        access, to_api = case.view.access, case.view.is_api
        assert access is not None
        if not self.caller.is_admitted(access, to_api=to_api):
            self.judge_turned_away(case, answer, missing)
        elif self.caller.owns(case.sample.owner):
            if answer.status == 404:
                self.fault(case, answer, "is there and was not shown")
        else:
            self.same(case, answer, missing)
            if isinstance(access, Requires) and answer.status not in (404, 405, 422):
                self.fault(case, answer, "is not theirs and was answered")

    def judge_turned_away(
        self, case: Case, answer: Answer, missing: tuple[Case, Answer] | None
    ) -> None:
        """Who may not ask is told what everybody is told who asks for nothing that is."""
        to_api = case.view.is_api
        if to_api and self.caller.is_known(to_api=True):
            self.same(case, answer, missing)
            wanted = 403  # says which permission, of no thing at all
        else:
            path, usual = self.operation if to_api else self.page
            wanted = usual.status
            if answer.anywhere != usual.anywhere:
                self.fault(case, answer, f"differs from {path} ({usual.status})")
        if answer.status != wanted:
            self.fault(case, answer, f"and not {wanted}")

    def same(self, case: Case, answer: Answer, other: tuple[Case, Answer] | None) -> None:
        """What is not yours and what is not there read the same, but for what was asked."""
        if other is None or other[1] is answer:
            return
        values = [str(v) for one in (case, other[0]) for v in one.said]
        if answer.without(values) != other[1].without(values):
            self.fault(case, answer, f"differs from what is not there ({other[1].status})")

    def fault(self, case: Case, answer: Answer, what: str) -> None:
        self.faults.append(f"{case.verb} {case.path} ({case.sample.owner}): {answer.status} {what}")
