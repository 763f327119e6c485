"""Dates and lengths of a guidance: early interview, three months, least interview.

Source: standards/guidance.md 3 and 3.1, rulings.md 3. Points are ``points.py``. Pure.
"""

from __future__ import annotations

import calendar
from datetime import date
from typing import Final

EVALUATION_MONTHS: Final = 3
"""An evaluation is at least so many calendar months after the first interview."""
SPLIT_MONTHS: Final = 3
"""The second half of a split interview is at most so many months after the first."""
_EARLY_DAYS: Final = 7
_LEAST_MINUTES: Final = {"1": 20, "2": 20, "3": 80, "4": 80}
"""Phase 4, a whole first interview by form of table 24010; remote as in person."""


def early_flag(checkup_on: date, interview_on: date) -> str:
    """Table 24070: 1 on the checkup day, 2 on days 1 to 7, else 0.

    >>> [early_flag(date(2026, 5, 1), date(2026, 5, day)) for day in (1, 2, 8, 9)]
    ['1', '2', '2', '0']
    """
    days = (interview_on - checkup_on).days
    if days == 0:
        return "1"
    return "2" if 0 < days <= _EARLY_DAYS else "0"


def least_interview_minutes(form: str) -> int | None:
    """Least minutes of a whole first interview; ``None`` for a form that has none.

    >>> least_interview_minutes("1"), least_interview_minutes("4"), least_interview_minutes("5")
    (20, 80, None)
    """
    return _LEAST_MINUTES.get(form)


def months_after(start: date, months: int) -> date:
    """The same day some calendar months later, or the last day of that month.

    >>> months_after(date(2024, 11, 30), 3), months_after(date(2026, 5, 12), 3)
    (datetime.date(2025, 2, 28), datetime.date(2026, 8, 12))
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))
