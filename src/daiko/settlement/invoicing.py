"""Invoices: drawn up at the close, issued once, never changed (ruling 38).

Source: standards/settlement.md 1.3, 3.3 (insurer side), 3.4; rulings.md 15, 39.
``total = max(0, claims + fee - credits)``; an excess of credits goes to the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from daiko.audit import services as audit
from daiko.money.calendar import CalendarRow, ProcessingMonth
from daiko.platform.actors import Actor
from daiko.registry import queries as registry
from daiko.settlement.allocating import allocate_invoices
from daiko.settlement.database import columns, execute, lock_settlement, rows
from daiko.settlement.errors import EarlierMonthNotInvoiced, MonthNotClosed
from daiko.settlement.fees import Fee
from daiko.settlement.invoice_rows import invoices
from daiko.settlement.models import Invoice, SettlementMonth
from daiko.settlement.rows import InvoiceRow

_BILLED: Final = """
SELECT insurer_number FROM settlement_claim WHERE processing_month = %(month)s
UNION SELECT insurer_number FROM settlement_reversal
      WHERE settled_month = %(month)s AND kind IN ('offset', 'repayment')
UNION SELECT unnest(%(more)s::text[])
"""
_DRAFTS: Final = """
INSERT INTO settlement_invoice
    (number, processing_month, insurer_number, remitter_code, claims, claims_yen,
     fee_unit_yen, tax_rate_percent, fee_yen, credit_brought_yen, credit_new_yen,
     credit_applied_yen, credit_carried_yen, total_yen, issued_on, due_on, state,
     paid_yen, cancelled_yen)
SELECT replace(%(month)s, '-', '') || '-' || insurer_number, %(month)s, insurer_number,
       remitter, claims, claims_yen, %(unit)s, %(tax)s, fee, brought, new,
       least(brought + new, claims_yen + fee),
       brought + new - least(brought + new, claims_yen + fee),
       claims_yen + fee - least(brought + new, claims_yen + fee),
       %(issued_on)s, %(due_on)s, 'draft', 0, 0
FROM (
    SELECT w.insurer_number, w.remitter, coalesce(c.claims, 0) AS claims,
           coalesce(c.yen, 0) AS claims_yen, coalesce(c.claims, 0) * %(unit)s AS fee,
           coalesce(b.credit_carried_yen, 0) + coalesce(p.yen, 0) AS brought,
           coalesce(r.yen, 0) + coalesce(x.yen, 0) AS new
    FROM unnest(%(numbers)s::text[], %(remitters)s::text[]) AS w(insurer_number, remitter)
    LEFT JOIN (SELECT insurer_number, count(*) AS claims, sum(claim_yen)::bigint AS yen
               FROM settlement_claim WHERE processing_month = %(month)s
               GROUP BY insurer_number) c USING (insurer_number)
    LEFT JOIN (SELECT insurer_number, sum(amount_yen)::bigint AS yen
               FROM settlement_reversal
               WHERE settled_month = %(month)s AND kind IN ('offset', 'repayment')
               GROUP BY insurer_number) r USING (insurer_number)
    LEFT JOIN unnest(%(excess)s::text[], %(excess_yen)s::bigint[])
        AS x(insurer_number, yen) USING (insurer_number)
    LEFT JOIN (SELECT DISTINCT ON (insurer_number) id, insurer_number, credit_carried_yen
               FROM settlement_invoice WHERE processing_month < %(month)s
               ORDER BY insurer_number, processing_month DESC) b
        ON b.insurer_number = w.insurer_number AND NOT EXISTS
            (SELECT FROM settlement_credit_transfer t WHERE t.invoice_id = b.id)
    LEFT JOIN (SELECT to_insurer AS insurer_number, sum(amount_yen)::bigint AS yen
               FROM settlement_credit_transfer WHERE processing_month = %(month)s
               GROUP BY to_insurer) p ON p.insurer_number = w.insurer_number
) sums ORDER BY insurer_number
"""


def draw_up_invoices(
    dates: CalendarRow, fee: Fee, excess_yen: Mapping[str, int], receivers: Iterable[str] = ()
) -> None:
    """One draft for every insurer with claims or new credits of the month.

    ``excess_yen``: credits beside the month's offsets, by insurer. ``receivers``: insurers
    to which credits of dissolved ones passed (``credits.py``). Part of the close.
    """
    month = str(dates.processing_month)
    wanted = rows(
        _BILLED,
        month=month,
        more=[*excess_yen, *receivers],
    )
    codes = _remitter_codes([found["insurer_number"] for found in wanted])
    numbers, remitters = columns(codes)
    execute(
        _DRAFTS,
        month=month,
        unit=fee.unit_yen,
        tax=fee.tax_rate_percent,
        issued_on=dates.invoice_on,
        due_on=dates.due_on,
        numbers=numbers,
        remitters=remitters,
        excess=list(excess_yen),
        excess_yen=list(excess_yen.values()),
    )


def _remitter_codes(numbers: list[str]) -> dict[str, str]:
    """Code the insurer's bank sends, else one of ours: 00 and the insurer number."""
    known = registry.insurers(numbers)
    return {
        number: (known[number].remitter_code if number in known else "") or f"00{number}"
        for number in sorted(numbers)
    }


@transaction.atomic
def issue_invoices(month: ProcessingMonth, *, by: Actor, at: datetime) -> tuple[InvoiceRow, ...]:
    """Issue the invoices of a closed month, in its order; repeated, the same come back.

    Raises ``MonthNotClosed`` and ``EarlierMonthNotInvoiced``.
    """
    lock_settlement()
    closed = SettlementMonth.objects.filter(state=SettlementMonth.State.CLOSED)
    row = closed.filter(processing_month=str(month)).first()
    if row is None:
        raise MonthNotClosed(month=month)
    if row.invoiced_at is None:
        earlier = closed.filter(processing_month__lt=str(month), invoiced_at__isnull=True).first()
        if earlier is not None:
            raise EarlierMonthNotInvoiced(month=month, earlier=earlier.processing_month)
        _issue(month, at)
        issued = invoices(month)
        audit.record(
            "settlement.invoices.issued",
            str(month),
            by=by,
            at=at,
            invoices=len(issued),
            total_yen=sum(invoice.total_yen for invoice in issued),
        )
    return invoices(month)


def _issue(month: ProcessingMonth, at: datetime) -> None:
    execute(
        "UPDATE settlement_claim SET state = 'billed'"
        " WHERE processing_month = %(month)s AND state = 'confirmed'",
        month=str(month),
    )
    drafts = Invoice.objects.filter(processing_month=str(month))
    drafts.filter(total_yen=0).update(state=Invoice.State.PAID)
    drafts.filter(state=Invoice.State.DRAFT).update(state=Invoice.State.ISSUED)
    credited = drafts.filter(credit_applied_yen__gt=0) | drafts.filter(total_yen=0)
    allocate_invoices(list(credited.values_list("id", flat=True)))
    SettlementMonth.objects.filter(processing_month=str(month)).update(invoiced_at=at)
