"""The clock of the shells. Pure rooms and services take the time as an argument."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """Present time, aware, UTC."""
    return datetime.now(UTC)


def tokyo_date(at: datetime) -> date:
    """The calendar day in Japan at an aware moment.

    >>> tokyo_date(datetime(2026, 6, 5, 15, 30, tzinfo=UTC))
    datetime.date(2026, 6, 6)
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(TOKYO).date()
