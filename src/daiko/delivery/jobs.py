"""Jobs of the delivery: thin, repeatable shells around the verbs.

Reception defers ``build_return`` by its name after a check that returned something.
"""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from daiko.delivery import services
from daiko.platform.actors import SYSTEM
from daiko.platform.acts import requires
from daiko.platform.clock import now
from daiko.platform.permissions import Permission


@app.task(
    name="daiko.delivery.jobs.build_return",
    queue="delivery",
    retry=RetryStrategy(max_attempts=3, wait=2),
)
@requires(Permission.AGENCY_PACKAGE_BUILD)
def build_return(submission_id: int) -> None:
    """Safe to repeat: a submission has one return archive."""
    services.build_return(submission_id, by=SYSTEM, at=now())
