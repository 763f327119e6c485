"""Days of the settlement: business days, bank days, processing months, the proposed calendar.

Source: standards/settlement.md 2 (calendar, cutoff, payment day), rulings.md 16, 19, 39, 52.
Pure: the day is an argument. The dates that count stand in the registry's calendar
table, confirmed by an operator; ``propose`` only fills its draft.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

import holidays

TOKYO: Final = ZoneInfo("Asia/Tokyo")
CUTOFF_DAY: Final = 5
INVOICE_DAY: Final = 10
PAYMENT_DAY: Final = 21
TRANSFER_CUT: Final = time(12, 0)  # ruling 39: the bank's deadline for files
CLOSING_TIME: Final = time(21, 0)  # ruling 52: end of the service hours

_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class ProcessingMonth:
    """A processing month (処理月).

    >>> str(ProcessingMonth.parse("2026-12").next())
    '2027-01'
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 2000 <= self.year <= 2099):
            raise ValueError("a processing month is YYYY-MM from 2000-01 to 2099-12")

    @classmethod
    def parse(cls, text: str) -> ProcessingMonth:
        """Read ``YYYY-MM``; ValueError for anything else."""
        if not re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", text):
            raise ValueError("a processing month is written YYYY-MM, e.g. 2026-06")
        return cls(int(text[:4]), int(text[5:]))

    @classmethod
    def of(cls, day: date) -> ProcessingMonth:
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def plus(self, months: int) -> ProcessingMonth:
        year, month0 = divmod(self.year * 12 + self.month - 1 + months, 12)
        return ProcessingMonth(year, month0 + 1)

    def next(self) -> ProcessingMonth:
        return self.plus(1)

    def day(self, number: int) -> date:
        return date(self.year, self.month, number)

    def last_day(self) -> date:
        following = self.year * 12 + self.month
        return date(following // 12, following % 12 + 1, 1) - _ONE_DAY


@lru_cache(maxsize=256)
def _national_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("JP", years=year))


def is_national_holiday(day: date) -> bool:
    """国民の祝日, substitute holidays included."""
    return day in _national_holidays(day.year)


def is_business_day(day: date) -> bool:
    """A day on which the agency works: Monday to Friday, no holiday, not 12/29–1/3.

    >>> is_business_day(date(2026, 12, 29)), is_bank_day(date(2026, 12, 29))
    (False, True)
    """
    closed = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < 5 and not closed and not is_national_holiday(day)


def is_bank_day(day: date) -> bool:
    """A day on which banks transfer: Monday to Friday, no holiday, not 12/31–1/3."""
    closed = (day.month, day.day) == (12, 31) or (day.month, day.day) <= (1, 3)
    return day.weekday() < 5 and not closed and not is_national_holiday(day)


def roll_forward(day: date, is_open: Callable[[date], bool]) -> date:
    """``day`` itself if open, else the next open day."""
    while not is_open(day):
        day += _ONE_DAY
    return day


def roll_back(day: date, is_open: Callable[[date], bool]) -> date:
    """``day`` itself if open, else the last open day before."""
    while not is_open(day):
        day -= _ONE_DAY
    return day


def next_business_day(day: date) -> date:
    """The first business day after ``day``.

    >>> next_business_day(date(2026, 7, 17))
    datetime.date(2026, 7, 21)
    """
    return roll_forward(day + _ONE_DAY, is_business_day)


class PayRoll(StrEnum):
    """Where a payment day goes that is no bank day (``pay_roll``)."""

    NEXT = "next"
    PREVIOUS = "previous"
    SAT_PREVIOUS_SUN_NEXT = "sat_previous_sun_next"


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """The dates of one processing month, as published once a year."""

    processing_month: ProcessingMonth
    cutoff_on: date
    close_on: date
    invoice_on: date
    due_on: date
    pay_on: date

    def problems(self) -> tuple[str, ...]:
        """What is wrong with the row, in words; empty when it can be used."""
        found = []
        order = (
            self.cutoff_on,
            self.close_on,
            self.invoice_on,
            self.due_on,
            self.pay_on,
        )
        if any(earlier > later for earlier, later in pairwise(order)):
            found.append("cutoff, close, invoice, due and payment day must follow each other")
        if self.due_on == self.pay_on:
            found.append("the due day must lie before the payment day")
        if ProcessingMonth.of(self.cutoff_on) != self.processing_month:
            found.append("the cutoff must lie in the processing month")
        if not is_bank_day(self.pay_on):
            found.append("the payment day is no bank day")
        if not is_bank_day(self.due_on):
            found.append("the due day is no bank day")
        return tuple(found)


def propose(
    month: ProcessingMonth,
    *,
    pay_roll: PayRoll = PayRoll.NEXT,
    cutoff_rolls: bool = True,
) -> CalendarRow:
    """Draft of a month's dates for an operator to confirm (ruling 16).

    >>> row = propose(ProcessingMonth(2026, 6))
    >>> [str(d) for d in (row.cutoff_on, row.close_on, row.invoice_on, row.due_on, row.pay_on)]
    ['2026-06-05', '2026-06-30', '2026-07-10', '2026-07-17', '2026-07-21']
    """
    fifth, payment_month = month.day(CUTOFF_DAY), month.next()
    pay_on = _payment_day(payment_month.day(PAYMENT_DAY), pay_roll)
    return CalendarRow(
        processing_month=month,
        cutoff_on=roll_forward(fifth, is_business_day) if cutoff_rolls else fifth,
        close_on=roll_back(month.last_day(), is_business_day),
        invoice_on=roll_forward(payment_month.day(INVOICE_DAY), is_business_day),
        due_on=roll_back(pay_on - _ONE_DAY, lambda d: is_business_day(d) and is_bank_day(d)),
        pay_on=pay_on,
    )


def _payment_day(day: date, pay_roll: PayRoll) -> date:
    back = pay_roll is PayRoll.PREVIOUS or (
        pay_roll is PayRoll.SAT_PREVIOUS_SUN_NEXT and day.weekday() == 5
    )
    return roll_back(day, is_bank_day) if back else roll_forward(day, is_bank_day)


def processing_month_of(
    received_at: datetime,
    cutoff_on: Callable[[ProcessingMonth], date],
    closing: time | None = None,
) -> ProcessingMonth:
    """The month in which something received at ``received_at`` is processed.

    ``cutoff_on`` answers from the calendar table. ``closing`` is the hour of the
    cutoff day at which it ends (ruling 52: 21:00), ``None`` for 24:00 (the desk).
    ``received_at`` must carry its zone; ValueError otherwise.
    """
    if received_at.tzinfo is None:
        raise ValueError("a reception time carries its zone")
    local = received_at.astimezone(TOKYO)
    month = ProcessingMonth.of(local.date())
    cutoff = cutoff_on(month)
    late = local.date() > cutoff or (
        closing is not None and local.date() == cutoff and local.time() >= closing
    )
    return month.next() if late else month


def transfer_cut(pay_on: date, hour: time = TRANSFER_CUT) -> datetime:
    """Until when money counts for a payment run: 12:00 of the last bank day before.

    >>> transfer_cut(date(2026, 7, 21)).isoformat()
    '2026-07-17T12:00:00+09:00'
    """
    return datetime.combine(roll_back(pay_on - _ONE_DAY, is_bank_day), hour, TOKYO)
