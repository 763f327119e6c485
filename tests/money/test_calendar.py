"""Business days, bank days, cutoff and the proposed calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daiko.money.calendar import (
    CLOSING_TIME,
    TOKYO,
    CalendarRow,
    PayRoll,
    ProcessingMonth,
    is_bank_day,
    is_business_day,
    processing_month_of,
    propose,
    transfer_cut,
)

MONTHS = st.builds(ProcessingMonth, st.integers(2020, 2060), st.integers(1, 12))


def test_worked_month_dates() -> None:
    """The dates of settlement.md 7: 20 July is a holiday, so money is due on the 17th."""
    row = propose(ProcessingMonth(2026, 6))
    assert row == CalendarRow(
        ProcessingMonth(2026, 6),
        date(2026, 6, 5),
        date(2026, 6, 30),
        date(2026, 7, 10),
        date(2026, 7, 17),
        date(2026, 7, 21),
    )


@pytest.mark.parametrize(
    ("day", "business", "bank"),
    [
        ("2026-06-05", True, True),
        ("2026-06-06", False, False),  # Saturday
        ("2026-07-20", False, False),  # Marine Day
        ("2026-05-06", False, False),  # substitute holiday
        ("2026-09-22", False, False),  # holiday between two holidays
        ("2026-12-28", True, True),
        ("2026-12-29", False, True),
        ("2026-12-30", False, True),
        ("2026-12-31", False, False),
        ("2027-01-01", False, False),
        ("2025-01-02", False, False),
        ("2025-01-03", False, False),
        ("2027-01-04", True, True),
    ],
)
def test_business_and_bank_days(day: str, business: bool, bank: bool) -> None:
    """The agency rests from 29 December to 3 January, banks from 31 December."""
    assert is_business_day(date.fromisoformat(day)) is business
    assert is_bank_day(date.fromisoformat(day)) is bank


@pytest.mark.parametrize(
    ("month", "pay_roll", "pay_on"),
    [
        ("2026-01", PayRoll.NEXT, "2026-02-24"),  # 21st Saturday, Monday is a holiday
        ("2026-01", PayRoll.PREVIOUS, "2026-02-20"),
        ("2026-01", PayRoll.SAT_PREVIOUS_SUN_NEXT, "2026-02-20"),
        ("2026-05", PayRoll.SAT_PREVIOUS_SUN_NEXT, "2026-06-22"),  # 21st is a Sunday
        ("2026-12", PayRoll.NEXT, "2027-01-21"),
    ],
)
def test_payment_day_rolls(month: str, pay_roll: PayRoll, pay_on: str) -> None:
    """A payment day that is no bank day moves as the setting says."""
    row = propose(ProcessingMonth.parse(month), pay_roll=pay_roll)
    assert row.pay_on == date.fromisoformat(pay_on)


@given(MONTHS, st.sampled_from(PayRoll))
def test_every_proposal_is_usable(month: ProcessingMonth, pay_roll: PayRoll) -> None:
    """Whatever the month, the proposed dates follow each other on open days."""
    assert propose(month, pay_roll=pay_roll).problems() == ()


@pytest.mark.parametrize(
    ("received_at", "closing", "month"),
    [
        ("2026-06-05T20:59:59+09:00", CLOSING_TIME, "2026-06"),
        ("2026-06-05T21:00:00+09:00", CLOSING_TIME, "2026-07"),
        ("2026-06-05T23:59:59+09:00", None, "2026-06"),  # the desk: 24:00
        ("2026-06-06T00:00:00+09:00", None, "2026-07"),
        ("2026-06-05T15:00:00+00:00", None, "2026-07"),  # midnight in Tokyo
        ("2026-12-31T12:00:00+09:00", None, "2027-01"),
    ],
)
def test_processing_month_of(received_at: str, closing: time | None, month: str) -> None:
    """What arrives after the cutoff belongs to the next month (ruling 52)."""
    found = processing_month_of(
        datetime.fromisoformat(received_at), lambda m: propose(m).cutoff_on, closing
    )
    assert str(found) == month


def test_reception_time_without_zone_is_refused() -> None:
    """A time without a zone never decides a month."""
    with pytest.raises(ValueError, match="zone"):
        processing_month_of(datetime(2026, 6, 5), lambda m: propose(m).cutoff_on)


def test_transfer_cut_is_noon_of_the_last_bank_day_before() -> None:
    """Money counts until 12:00 of the last bank day before the payment day (ruling 39)."""
    assert transfer_cut(date(2026, 7, 21)) == datetime(2026, 7, 17, 12, tzinfo=TOKYO)
    assert transfer_cut(date(2026, 7, 21)) == datetime(2026, 7, 17, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-6", "202606", "1999-01", "2026-06 ", "２０２６-06"]
)
def test_odd_months_are_refused(text: str) -> None:
    """A month is written YYYY-MM and nothing else."""
    with pytest.raises(ValueError, match="YYYY-MM"):
        ProcessingMonth.parse(text)


@given(MONTHS, st.integers(-30, 30))
def test_months_add_up(month: ProcessingMonth, step: int) -> None:
    """Going forth and back ends where it began, and text reads back."""
    assert month.plus(step).plus(-step) == month == ProcessingMonth.parse(str(month))


def test_calendar_rows_with_wrong_dates_say_so() -> None:
    """A row whose dates cannot work lists every reason."""
    good = propose(ProcessingMonth(2026, 6))
    swapped = CalendarRow(
        good.processing_month,
        date(2026, 7, 5),
        good.close_on,
        good.invoice_on,
        date(2026, 7, 20),
        date(2026, 7, 20),
    )
    assert len(swapped.problems()) == 5
