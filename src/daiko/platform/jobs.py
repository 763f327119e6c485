"""Jobs of the agency, kept by procrastinate in the same database.

Enqueueing commits with the business row. A worker may die anywhere: its jobs
are found by the missing heartbeat and run again, so every job is repeatable.
Source: design decision 3; tested-facts on stalled jobs.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any, Final

import structlog
from asgiref.sync import sync_to_async
from django.core import checks
from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

from daiko.platform.acts import Access, Public, Whose, declared, requires
from daiko.platform.permissions import Permission

log = structlog.get_logger()

HEARTBEAT_SECONDS: Final = float(os.environ.get("DAIKO_HEARTBEAT_SECONDS", "2"))
STALLED_AFTER_SECONDS: Final = 5 * HEARTBEAT_SECONDS
FRAMEWORK: Final[dict[str, Access]] = {
    "remove_old_jobs": Public("procrastinate's own, never ordered here"),
}
"""Jobs that procrastinate brings itself, by their functions."""


class UndeclaredJobError(RuntimeError):
    """A job says neither what it is allowed by nor whose rows it sees; no worker starts."""


def jobs() -> dict[str, Access | None]:
    """Every job by its name with what it declares."""
    return {task.name: _declared(task.func) for task in app.tasks.values()}


def _declared(job: Any) -> Access | None:
    own = job.__module__.startswith("procrastinate.")
    return FRAMEWORK.get(job.__name__) if own else declared(job)


def check_declared(**_: Any) -> list[checks.CheckMessage]:
    """Django system check: an error for every job without a declaration."""
    return [
        checks.Error(
            f"job {name} declares no permission",
            hint="Put @requires(Permission...) of platform/acts.py below @app.task.",
            id="platform.E001",
        )
        for name, access in jobs().items()
        if access is None
    ]


checks.register(check_declared)


@app.periodic(cron="* * * * *", periodic_id="rescue")
@app.task(queue="rescue", queueing_lock="rescue", pass_context=True)
@requires(Permission.SYSTEM_MACHINE_MANAGE, whose=Whose.NONE)
async def rescue_stalled_jobs(
    context: Any,
    timestamp: int,  # noqa: ARG001 - every periodic task is given it
) -> None:
    """Give the jobs of dead workers back to the queue, once a minute."""
    await rescue(context.app.job_manager)


async def rescue(manager: Any) -> int:
    """Retry every job whose worker sends no heartbeat any more; says how many."""
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS))
    for job in stalled:
        log.warning("job.rescued", job=job.id, task=job.task_name)
        try:
            await _give_back(manager, job)
        except ConnectorException:
            if await manager.list_jobs_async(id=job.id, status=Status.DOING.value):
                raise  # else another worker was quicker to rescue it
    return len(stalled)


async def _give_back(manager: Any, job: Job) -> None:
    try:
        await manager.retry_job(job)
    except UniqueViolation:  # the same work was ordered again meanwhile: that job does it
        await manager.finish_job(job, Status.ABORTED, delete_job=False)


def run_worker(*, concurrency: int = 1, until_empty: bool = False) -> None:
    """Work off jobs; for ever, or until nothing is left to do.

    Raises ``UndeclaredJobError`` while a job declares no permission.
    """
    if undeclared := check_declared():
        raise UndeclaredJobError("\n".join(str(error) for error in undeclared))
    from procrastinate.contrib.django import app as ready_app

    connector = ready_app.connector
    assert isinstance(connector, DjangoConnector)
    worker_app = ready_app.with_connector(connector.get_worker_connector())
    asyncio.run(_work(worker_app, concurrency=concurrency, until_empty=until_empty))


async def _work(worker_app: Any, *, concurrency: int, until_empty: bool) -> None:
    try:
        await _work_off(worker_app, concurrency=concurrency, until_empty=until_empty)
    finally:  # periodic jobs are deferred by Django's connection, in a thread of the loop
        await sync_to_async(connections.close_all)()


async def _work_off(worker_app: Any, *, concurrency: int, until_empty: bool) -> None:
    async with worker_app.open_async():
        while True:
            await rescue(worker_app.job_manager)
            await worker_app.run_worker_async(
                concurrency=concurrency,
                wait=not until_empty,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_AFTER_SECONDS,
                install_signal_handlers=True,
                shutdown_graceful_timeout=30,
                delete_jobs="never",
            )
            if not until_empty or not await _unfinished(worker_app.job_manager):
                return
            await asyncio.sleep(HEARTBEAT_SECONDS / 4)


async def _unfinished(manager: Any) -> int:
    """Jobs still to do or held by another (perhaps dead) worker."""
    waiting = await manager.list_jobs_async(status="todo")
    running = await manager.list_jobs_async(status="doing")
    return sum(job.queue != "rescue" for job in [*waiting, *running])
