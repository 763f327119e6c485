"""From when until when an account may sign in, whether or not the nightly job came by.

Source: standards/security-controls.md A6 (last day; 90 days unused). The job writes the state;
a machine that was off for its night must not let in whom it would have suspended.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from daiko.people.models import Account
from daiko.platform.clock import tokyo_date

UNUSED_FOR: Final = timedelta(days=90)


def is_in_its_time(account: Account, *, at: datetime) -> bool:
    """Whether its first day has come, its last one is not over, and it was used lately.

    An emergency account is there not to be used: it opens by two persons only (openings.py).
    """
    today = tokyo_date(at)
    if account.starts_on > today or (account.ends_on is not None and account.ends_on < today):
        return False
    used_at = account.last_used_at or account.created_at
    return account.kind == Account.Kind.EMERGENCY or used_at >= at - UNUSED_FOR
