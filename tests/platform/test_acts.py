"""Commands and jobs declare what they are; without, nothing starts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from procrastinate.contrib.django import app

from daiko.audit import queries as audit
from daiko.audit import services as auditing
from daiko.platform import jobs
from daiko.platform.actors import SYSTEM
from daiko.platform.acts import Requires, Whose, declared, present_act, public, requires
from daiko.platform.clock import now
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import AGENCY, as_tenant, present_tenant

SEAL = Permission.SYSTEM_AUDIT_SEAL


@pytest.fixture
def undeclared() -> Iterator[str]:
    def forgotten() -> None: ...

    task = app.task(name="tests.forgotten")(forgotten)
    yield task.name
    app.tasks.pop(task.name)


def test_every_job_declares_a_permission_and_whose_rows() -> None:
    known = jobs.jobs()
    assert [name for name, access in known.items() if access is None] == []
    assert "daiko.reception.jobs.check_submission" in known
    assert "daiko.audit.jobs.seal_chains" in known
    assert jobs.check_declared() == []


def test_no_worker_starts_with_an_undeclared_job(undeclared: str) -> None:
    (error,) = jobs.check_declared()
    assert undeclared in error.msg
    with pytest.raises(jobs.UndeclaredJobError, match=undeclared):
        jobs.run_worker(until_empty=True)


@pytest.mark.django_db
def test_audit_rows_of_an_act_say_its_permission() -> None:
    @requires(SEAL)
    def act() -> None:
        auditing.record("test.acted", "acts-1", by=SYSTEM, at=now(), size=1)

    with as_tenant(AGENCY):
        act()
        auditing.record("test.acted", "acts-2", by=SYSTEM, at=now(), size=1)
    (inside,) = audit.entries(subject="acts-1")
    (outside,) = audit.entries(subject="acts-2")
    assert inside.fields == {"size": 1, "permission": SEAL.value}
    assert outside.fields == {"size": 1}


@pytest.mark.django_db
def test_an_act_of_nobody_sees_nobodys_rows() -> None:
    """In a worker: the wall hides everything while it runs, and stands as before afterwards."""

    @requires(SEAL, whose=Whose.NONE)
    def job() -> str:
        return present_tenant()

    @requires(Permission.SYSTEM_MACHINE_MANAGE)
    def worker() -> tuple[str, str, str]:
        return present_tenant(), job(), present_tenant()

    assert worker() == (AGENCY, "", AGENCY)


def test_an_act_ends_with_its_function() -> None:
    @public("nothing in it")
    def act() -> str:
        inner = present_act()
        assert inner is not None
        return inner.permission

    assert act() == ""
    assert present_act() is None
    assert declared(requires(SEAL)(lambda: None)) == Requires(frozenset({SEAL}), whose=Whose.AGENCY)
