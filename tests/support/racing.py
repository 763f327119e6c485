"""Threads that meet at one point, each on a database connection of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection, connections

Answer = TypeVar("Answer")


def at_once(tasks: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Run all tasks at the same moment; their answers in order, their errors raised."""
    return in_background(tasks)()


def in_background(tasks: Sequence[Callable[[], Answer]]) -> Callable[[], list[Answer]]:
    """Start all tasks at the same moment; call what is given back for their answers."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], Answer]) -> Answer:
        start.wait()
        try:
            return task()
        finally:
            connections.close_all()

    pool = ThreadPoolExecutor(len(tasks))
    answers = [pool.submit(run, task) for task in tasks]

    def join() -> list[Answer]:
        pool.shutdown(wait=True)
        return [answer.result() for answer in answers]

    return join


def waiting_for_a_lock() -> int:
    """How many sessions of this database wait for another one (a row, a table, a lock).

    ``pg_stat_activity`` would not do: within a transaction it stands still.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pid IN"
            " (SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            "  WHERE d.datname = current_database())"
        )
        return int(cursor.fetchone()[0])


def wait_until(is_so: Callable[[], bool]) -> None:
    """Poll until it is so. A test that waits for ever has found a deadlock."""
    while not is_so():
        time.sleep(0.02)
