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
_LEAST_MINUTES: Final = {
    3: {"1": 20, "2": 80, "5": 30},
    4: {"1": 20, "2": 20, "3": 80, "4": 80},
}
"""A whole first interview, by phase and form. Phase 4, table 24010: remote as in person.
Phase 3, table 18140: 5 is remote, of which individually 30 and a group 90 are told; the
table has one code for both, so the lesser is the least."""


def early_flag(checkup_on: date, interview_on: date) -> str:
    """Table 24070: 1 on the checkup day, 2 on days 1 to 7, else 0.

    >>> [early_flag(date(2026, 5, 1), date(2026, 5, day)) for day in (1, 2, 8, 9)]
    ['1', '2', '2', '0']
    """
    days = (interview_on - checkup_on).days
    if days == 0:
        return "1"
    return "2" if 0 < days <= _EARLY_DAYS else "0"


def least_interview_minutes(phase: int, form: str) -> int | None:
    """Least minutes of a whole first interview; ``None`` for a form that has none.

    >>> [least_interview_minutes(4, form) for form in "145"]
    [20, 80, None]
    >>> [least_interview_minutes(3, form) for form in "125"]
    [20, 80, 30]
    """
    return _LEAST_MINUTES[phase].get(form)


def months_after(start: date, months: int) -> date:
    """The same day some calendar months later, or the last day of that month.

    >>> months_after(date(2024, 11, 30), 3), months_after(date(2026, 5, 12), 3)
    (datetime.date(2025, 2, 28), datetime.date(2026, 8, 12))
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))
