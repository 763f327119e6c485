"""What is to be simulated, and the days that follow from it.

Source: standards/settlement.md 2 (cutoff); administrative-checks.md 9 (phase 4 begins
with services of 2024-04-01 and ends with those of 2030-03-31); archive-and-xml.md 9 (the
branch code, which every document here has, came during 2021 on a day no source tells: the
first services are of fiscal 2022, in phase 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from daiko.checks.values import fiscal_year
from daiko.money.calendar import ProcessingMonth, is_business_day, propose

FIRST_MONTH: Final = ProcessingMonth(2022, 6)
LAST_MONTH: Final = ProcessingMonth(2030, 4)
INSURERS_MAX: Final = 500
PROVIDERS_MAX: Final = 90_000  # their numbers have five free digits
PAIRS_MAX: Final = 50_000_000  # persons on cards have eight digits
_OLDEST_SERVICE: Final = timedelta(days=60)  # before the cutoff
_NEWEST_SERVICE: Final = timedelta(days=14)
_SENDING_DAYS: Final = 6
_NEWEST_GUIDANCE: Final = timedelta(days=26)  # the last act of a guidance, before the cutoff
_GUIDANCE_SENT: Final = (timedelta(days=22), timedelta(days=14))  # before all checkups
_LONGEST_GUIDANCE: Final = timedelta(days=160)  # from the first interview to the last act


@dataclass(frozen=True)
class SimulationPlan:
    """A month to be made. ``faults`` is the share of pairs with a fault, 0 to 1.

    ``guidance``: people guided beside the ``pairs`` examined; each has one or two
    documents in the month (beginning; beginning and end).
    """

    seed: int
    insurers: int
    providers: int
    pairs: int
    month: ProcessingMonth
    faults: float = 0.0
    guidance: int = 0

    def problems(self) -> tuple[str, ...]:
        """Why the plan cannot be carried out, in words; empty when it can."""
        found = []
        for name, value, most in (
            ("insurers", self.insurers, INSURERS_MAX),
            ("providers", self.providers, PROVIDERS_MAX),
            ("pairs", self.pairs, PAIRS_MAX),
        ):
            if not 1 <= value <= most:
                found.append(f"{name}: 1 to {most:,}")
        if self.pairs < self.providers:
            found.append("pairs: at least one for each provider")
        if not 0 <= self.guidance <= PAIRS_MAX:
            found.append(f"guidance: 0 to {PAIRS_MAX:,}")
        if not 0 <= self.faults <= 1:
            found.append("faults: a share from 0 to 1")
        if not FIRST_MONTH <= self.month <= LAST_MONTH:
            found.append(
                f"month: {FIRST_MONTH} to {LAST_MONTH} (phase 3 from fiscal 2022, phase 4)"
            )
        return tuple(found)

    @cached_property
    def cutoff_on(self) -> date:
        return propose(self.month).cutoff_on

    @cached_property
    def service_days(self) -> tuple[date, ...]:
        """Business days on which people of this month were examined, oldest first."""
        return _business_days(self.cutoff_on - _OLDEST_SERVICE, self.cutoff_on - _NEWEST_SERVICE)

    @cached_property
    def sending_days(self) -> tuple[date, ...]:
        """Business days on which archives of this month are sent, the cutoff last."""
        days = _business_days(self.cutoff_on - timedelta(days=12), self.cutoff_on)
        return days[-_SENDING_DAYS:]

    @cached_property
    def fiscal_years(self) -> tuple[int, ...]:
        """Fiscal years of the service days; two in spring, and where guidance began before."""
        days = [*self.service_days]
        if self.guidance:
            days.append(self.service_days[0] - _LONGEST_GUIDANCE)
        return tuple(range(min(map(fiscal_year, days)), max(map(fiscal_year, days)) + 1))

    @cached_property
    def guidance_days(self) -> tuple[date, ...]:
        """Business days of the last act of a guidance (interview, evaluation, contact)."""
        return _business_days(self.cutoff_on - _OLDEST_SERVICE, self.cutoff_on - _NEWEST_GUIDANCE)

    @cached_property
    def guidance_sending_days(self) -> tuple[date, ...]:
        """Business days on which guidance is sent: before those of the checkups."""
        first, last = (self.cutoff_on - days for days in _GUIDANCE_SENT)
        return _business_days(first, last)


def _business_days(first: date, last: date) -> tuple[date, ...]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in days if is_business_day(day))
