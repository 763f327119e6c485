"""Credits that an invoice carried over, when the insurer is no more.

They pass whole to the insurer in its place at the next close after its last day, by a
posting of their own and onto the next invoice; issued invoices stay as they are (ruling
38). Where nobody took its place they stay an open item of the agency (``unclaimed``), to
be paid out by hand: who is entitled no registry says.
Source: standards/settlement.md 3.3, routing-and-delivery.md 3 (rule 2).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from daiko.audit import services as audit
from daiko.money.calendar import ProcessingMonth
from daiko.registry import queries as registry
from daiko.settlement import ledger
from daiko.settlement.database import rows
from daiko.settlement.ledger import Booking, Line, SmallPosting
from daiko.settlement.models import CreditTransfer
from daiko.settlement.rows import CreditTransferRow, OpenCredit

_OPEN: Final = """
SELECT * FROM (
    SELECT DISTINCT ON (insurer_number) id AS invoice_id, number, insurer_number,
           credit_carried_yen AS amount_yen
    FROM settlement_invoice WHERE processing_month < %(before)s
    ORDER BY insurer_number, processing_month DESC
) latest
WHERE amount_yen > 0
  AND NOT EXISTS (SELECT FROM settlement_credit_transfer t WHERE t.invoice_id = latest.invoice_id)
ORDER BY insurer_number
"""
_AFTER_ALL_MONTHS: Final = "9999-12"


def pass_on(successors: Mapping[str, str], booking: Booking) -> list[str]:
    """Give credits of dissolved insurers to those in their place; says to whom.

    ``successors``: dissolved → in its place on the day of the close. Part of the close,
    before its invoices are drawn up.
    """
    month = str(booking.month)
    passing = [
        CreditTransfer(
            processing_month=month,
            from_insurer=credit["insurer_number"],
            to_insurer=successors[credit["insurer_number"]],
            invoice_id=credit["invoice_id"],
            invoice_number=credit["number"],
            amount_yen=credit["amount_yen"],
        )
        for credit in rows(_OPEN, before=month)
        if credit["insurer_number"] in successors
    ]
    receivers = [credit.to_insurer for credit in passing]
    if passing:
        ledger.open_accounts("receivable", receivers)
        CreditTransfer.objects.bulk_create(passing)
        ledger.post_all(map(_posting, passing), booking)
    return receivers


def _posting(credit: CreditTransfer) -> SmallPosting:
    source = ("insurer", int(credit.from_insurer))
    lines = (
        Line(f"AR:ins:{credit.from_insurer}", credit.amount_yen, *source),
        Line(f"AR:ins:{credit.to_insurer}", -credit.amount_yen, *source),
    )
    return SmallPosting(f"credit:{credit.invoice_id}", "credit_passed_on", lines)


def record(booking: Booking) -> None:
    """One audit row for each credit that this close passed on."""
    for row in transfers(booking.month):
        audit.record(
            "settlement.credit.passed_on",
            row.from_insurer,
            by=booking.by,
            at=booking.at,
            month=str(booking.month),
            to=row.to_insurer,
            yen=row.amount_yen,
        )


def transfers(month: ProcessingMonth, *, to: str | None = None) -> list[CreditTransferRow]:
    """Credits that the close of a month passed on, of one receiver where asked."""
    found = CreditTransfer.objects.filter(processing_month=str(month))
    if to is not None:
        found = found.filter(to_insurer=to)
    return [
        CreditTransferRow(row.from_insurer, row.to_insurer, row.invoice_number, row.amount_yen)
        for row in found
    ]


def unclaimed(on: date) -> list[OpenCredit]:
    """Credits of insurers that had ended before a day and in whose place nobody stands."""
    carried = rows(_OPEN, before=_AFTER_ALL_MONTHS)
    known = registry.insurers([credit["insurer_number"] for credit in carried]) if carried else {}
    found = []
    for credit in carried:
        insurer = known.get(credit["insurer_number"])
        if insurer is None or insurer.end_on is None or insurer.merged_into is not None:
            continue
        if insurer.end_on < on:
            found.append(
                OpenCredit(
                    insurer_number=insurer.insurer_number,
                    name=insurer.name,
                    ended_on=insurer.end_on,
                    invoice_number=credit["number"],
                    amount_yen=credit["amount_yen"],
                )
            )
    return found
