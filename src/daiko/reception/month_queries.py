"""What came in for a month, counted by one query, or for every month by one query.

Later rooms use these functions, never the tables. Writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, Sum

from daiko.money.calendar import ProcessingMonth
from daiko.reception.models import Submission

_UNCHECKED: Final = (Submission.State.RECEIVED, Submission.State.CHECKING)
_COUNTED: Final = {
    "all_submissions": Count("id"),
    "all_pairs": Sum("pairs"),
    "all_accepted": Sum("accepted"),
    "all_returned": Sum("returned"),
    "all_refused": Count("id", filter=Q(state=Submission.State.REFUSED)),
    "all_unchecked": Count("id", filter=Q(state__in=_UNCHECKED)),
    "all_claim_yen": Sum("claim_yen"),
}
_COUNTS: Final = [name.removeprefix("all_") for name in _COUNTED]


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """What came in for a month. Pairs and yen count checked submissions only."""

    submissions: int = 0
    pairs: int = 0
    accepted: int = 0
    returned: int = 0
    refused: int = 0  # submissions refused as a whole
    unchecked: int = 0  # submissions
    claim_yen: int = 0


def month_counts(month: ProcessingMonth | str) -> MonthCounts:
    """Counts of a month by one query over its submissions."""
    counted = Submission.objects.filter(month_id=str(month)).aggregate(**_COUNTED)
    return MonthCounts(**{name: int(counted[f"all_{name}"] or 0) for name in _COUNTS})


def all_month_counts() -> dict[str, MonthCounts]:
    """Counts of every month that has a submission (YYYY-MM), by one query."""
    months = Submission.objects.order_by().values("month_id").annotate(**_COUNTED)
    return {
        row["month_id"]: MonthCounts(**{name: int(row[f"all_{name}"] or 0) for name in _COUNTS})
        for row in months
    }
