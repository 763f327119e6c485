"""Dates of a guidance (standards/guidance.md 3)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daiko.guidance.schedule import early_flag, months_after


@pytest.mark.parametrize(
    ("day", "flag"), [("0501", "1"), ("0502", "2"), ("0508", "2"), ("0509", "0"), ("0430", "0")]
)
def test_early_flag(day: str, flag: str) -> None:
    """The checkup day itself, the seven days after it, and no early interview."""
    interview_on = date(2026, int(day[:2]), int(day[2:]))
    assert flag == early_flag(date(2026, 5, 1), interview_on)


@given(st.dates(date(2008, 4, 1), date(2030, 3, 31)), st.integers(0, 24))
def test_months_after_stays_in_its_month(start: date, months: int) -> None:
    """The month is always the one counted to; the day is the same or the month's last."""
    end = months_after(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end.day < start.day and months_after(end, 1) > end)
