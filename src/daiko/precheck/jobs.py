"""Erasing as a job: the third guard, after the visitor's end and the web process."""

from __future__ import annotations

from procrastinate.contrib.django import app

from daiko.platform.acts import Whose, requires
from daiko.platform.clock import now
from daiko.platform.permissions import Permission
from daiko.precheck import services


@app.periodic(cron="* * * * *", periodic_id="precheck-erase")
@app.task(queue="rescue", queueing_lock="precheck-erase")
@requires(Permission.SYSTEM_MACHINE_MANAGE, whose=Whose.NONE)
def erase_what_is_over(
    timestamp: int,  # noqa: ARG001 - every periodic task is given it
) -> None:
    """Erase checks whose time is over, once a minute; safe to repeat."""
    services.erase_what_is_over(at=now())
