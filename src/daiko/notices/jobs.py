"""Jobs of the notices: thin, repeatable shells around the verbs."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from daiko.notices import services
from daiko.platform.actors import SYSTEM
from daiko.platform.acts import requires
from daiko.platform.clock import now
from daiko.platform.permissions import Permission


@app.task(
    name="daiko.notices.jobs.list_month",
    queue="papers",
    retry=RetryStrategy(max_attempts=3, wait=2),
)
@requires(Permission.AGENCY_PAPER_MAKE)
def list_month(month: str) -> None:
    """Safe to repeat: each list is ordered once. Ordered by the close of a month."""
    services.list_month(month, by=SYSTEM, at=now())


@app.task(
    name="daiko.notices.jobs.make_paper",
    queue="papers",
    retry=RetryStrategy(max_attempts=3, wait=2),
)
@requires(Permission.AGENCY_PAPER_MAKE)
def make_paper(paper_id: int) -> None:
    """Safe to repeat: a paper that is made stays as it is."""
    services.make(paper_id, at=now())
