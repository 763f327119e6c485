"""Jobs of the people room: each night, who left, who was long away, who holds too much."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from daiko.people import directory, openings, services
from daiko.platform.actors import SYSTEM
from daiko.platform.acts import requires
from daiko.platform.clock import now
from daiko.platform.permissions import Permission

log = structlog.get_logger()


@app.periodic(cron="10 18 * * *", periodic_id="people-nightly")  # 03:10 in Japan
@app.task(queue="people", queueing_lock="people-nightly")
@requires(Permission.AGENCY_ACCOUNT_MANAGE)
def nightly(timestamp: int) -> None:  # noqa: ARG001 - every periodic task is given it
    """Safe to repeat: whoever is suspended or ended already is left alone."""
    changed = services.suspend_unused(by=SYSTEM, at=now())
    clashes = directory.clashes()
    for row, pair in clashes:
        log.error("people.roles.clash", account=row.account_id, roles=sorted(pair))
    log.info("people.nightly", changed=changed, clashes=len(clashes))


@app.periodic(cron="*/5 * * * *", periodic_id="people-openings")
@app.task(queue="people", queueing_lock="people-openings")
@requires(Permission.AGENCY_OPENING_APPROVE)
def close_openings(timestamp: int) -> None:  # noqa: ARG001 - every periodic task is given it
    """Safe to repeat. Nobody works on after the end of an opening, closed or not."""
    closed = openings.close_ended(by=SYSTEM, at=now())
    if closed:
        log.info("people.openings.closed", closed=closed)
