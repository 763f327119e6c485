"""Jobs of the audit room: the seal of every ten minutes (A4)."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from daiko.audit import sealing
from daiko.platform.acts import requires
from daiko.platform.clock import now
from daiko.platform.permissions import Permission
from daiko.platform.trusted_time import ClockNotTrusted

log = structlog.get_logger()


@app.periodic(cron="*/10 * * * *", periodic_id="audit-seal")
@app.task(queue="audit", queueing_lock="audit-seal")
@requires(Permission.SYSTEM_AUDIT_SEAL)
def seal_chains(timestamp: int) -> None:  # noqa: ARG001 - every periodic task is given it
    """Safe to repeat: nothing new, no seal. On an untrusted clock the next run tries again."""
    try:
        made = sealing.seal(at=now())
    except ClockNotTrusted as refusal:
        log.warning("audit.seal.refused", reason=refusal.fields["reason"])
        return
    if made is not None:
        log.info("audit.sealed", seal=made.id)
