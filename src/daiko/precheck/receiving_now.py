"""The profile of this moment, out of the agency's registers or, without them, as published.

The tables that are read hold facts about rules and are shown to everybody
(``registry/wall.py``), so no tenant is needed; nothing is written.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

import structlog
from django.conf import settings
from django.db import Error, connection

from daiko.checks.profile import FUND_RECEPTION
from daiko.platform.clock import tokyo_date
from daiko.precheck.receiving import Receiving
from daiko.registry.severities import reception_profile

log = structlog.get_logger()

_ATTEMPTS: Final = 2  # a connection that was kept open may have died with the server


def receiving_now(at: datetime) -> Receiving:
    """What reception would apply at this moment, else the plain profile of the fund.

    The check before sending goes on without the database and says so.
    """
    on = tokyo_date(at)
    for _ in range(_ATTEMPTS):
        try:
            return Receiving(reception_profile(on), on, is_known=True)
        except Error as error:
            log.warning("precheck.profile-unknown", error=type(error).__name__)
            if connection.in_atomic_block:
                break
            connection.close()
    plain = replace(FUND_RECEPTION, agency_number=settings.AGENCY_NUMBER)
    return Receiving(plain, on, is_known=False)
