"""Jobs of the reception: thin, repeatable shells around its verbs.

Source: design decision 3. ``services.receive`` orders them within its transaction.
"""

from __future__ import annotations

from typing import Final

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from daiko.platform.acts import requires
from daiko.platform.clock import now
from daiko.platform.permissions import Permission
from daiko.reception import services

TRANSIENT: Final = RetryStrategy(
    max_attempts=8,
    exponential_wait=2,
    retry_exceptions=(OperationalError, InterfaceError, OSError),
)


@app.task(queue="checks", retry=TRANSIENT)
@requires(Permission.AGENCY_SUBMISSION_CHECK)
def check_submission(submission_id: int) -> None:
    """Check one submission; a second run after a finished one changes nothing."""
    services.check_submission(submission_id, at=now())
