"""What a row of the settlement calendar must be. Pure.

Source: settlement.md 2, rulings.md 16. Part of ``tables.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from daiko.money.calendar import CalendarRow, ProcessingMonth
from daiko.registry.shapes import Fault, Row
from daiko.registry.values import Words


def calendar_faults(row: Row) -> Iterator[Fault]:
    """Days in their order, bank days where money moves."""
    try:
        month = ProcessingMonth.parse(row["processing_month"])
    except ValueError as wrong:
        yield Fault("processing_month", Words("YYYY-MM", str(wrong)))
        return
    days = {name: day for name, day in row.items() if name != "processing_month"}
    for problem in CalendarRow(month, **days).problems():
        yield Fault("cutoff_on", Words(_CALENDAR_JA.get(problem, problem), problem))


_CALENDAR_JA: Final = {
    "cutoff, close, invoice, due and payment day must follow each other": (
        "締切日、確定日、請求日、払込期日、支払日の順"
    ),
    "the due day must lie before the payment day": "支払日より前の払込期日",
    "the cutoff must lie in the processing month": "処理月の中の締切日",
    "the payment day is no bank day": "銀行営業日の支払日",
    "the due day is no bank day": "銀行営業日の払込期日",
}
