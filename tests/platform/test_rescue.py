"""Jobs of dead workers: given back once, even where the same work was ordered again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from daiko.platform.jobs import rescue

pytestmark = pytest.mark.django_db(transaction=True)


def dead_job(queueing_lock: str | None = None) -> int:
    """A job that a worker took and never finished; the worker sends no heartbeat."""
    job_id: int = app.configure_task("room.task", queueing_lock=queueing_lock).defer(number=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '1 hour') RETURNING id"
        )
        (worker_id,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s",
            [worker_id, job_id],
        )
    return job_id


def states() -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status FROM procrastinate_jobs")
        return dict(cursor.fetchall())


async def rescued(times: int = 1) -> list[int]:
    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with worker_app.open_async():
        manager: Any = worker_app.job_manager
        return list(await asyncio.gather(*(rescue(manager) for _ in range(times))))


def test_a_stalled_job_is_given_back() -> None:
    """Its worker is dead: it waits for another."""
    job_id = dead_job()
    assert asyncio.run(rescued()) == [1]
    assert states() == {job_id: "todo"}


def test_work_that_was_ordered_again_is_done_once() -> None:
    """The dead job yields to the one that waits with the same queueing lock."""
    dead = dead_job("check:1")
    waiting = app.configure_task("room.task", queueing_lock="check:1").defer(number=1)
    assert asyncio.run(rescued()) == [1]
    assert states() == {dead: "aborted", waiting: "todo"}


def test_two_rescuers_at_once_do_not_disturb_each_other() -> None:
    """Workers that start together find the same dead jobs."""
    jobs = [dead_job() for _ in range(5)]
    asyncio.run(rescued(3))
    assert states() == dict.fromkeys(jobs, "todo")
