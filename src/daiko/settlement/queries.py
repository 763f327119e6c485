"""Read the settlement: months, proofs, invoices, money, payments, reversals. Writes nothing.

Source: rulings.md 41. Later rooms and front rooms use these functions, never the tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from daiko.money.calendar import ProcessingMonth
from daiko.settlement.agency_account import on as agency_account
from daiko.settlement.claim_rows import claim_row, reversal_row
from daiko.settlement.credits import transfers as credit_transfers
from daiko.settlement.credits import unclaimed as unclaimed_credits
from daiko.settlement.database import row, rows
from daiko.settlement.errors import MonthNotClosed, RunUnknown
from daiko.settlement.fees import fee_on
from daiko.settlement.invoice_rows import invoice_row, invoices
from daiko.settlement.models import (
    Claim,
    Invoice,
    Notice,
    PaymentLine,
    PaymentRun,
    Reversal,
    SettlementMonth,
)
from daiko.settlement.payment_rows import bank_file_row, line_row, run_row
from daiko.settlement.proofs import prove_close, prove_payment
from daiko.settlement.rows import (
    BankFile,
    ClaimRow,
    ConfirmedTotals,
    InvoiceRow,
    MonthRow,
    NoticeRow,
    Proof,
    ReversalRow,
)
from daiko.settlement.rows import PaymentLine as PaymentLineRow
from daiko.settlement.rows import PaymentRun as PaymentRunRow
from daiko.settlement.verification import verify_ledger

__all__ = [
    "agency_account",
    "bank_file",
    "claims",
    "close_proof",
    "confirmed_documents",
    "confirmed_totals",
    "credit_transfers",
    "fee_yen",
    "invoice",
    "invoices",
    "is_closed",
    "month",
    "months",
    "payment_proof",
    "payments",
    "reversals",
    "run",
    "runs",
    "suspense",
    "unclaimed_credits",
    "verify_ledger",
    "waiting_payments",
]


_MONTHS = """
SELECT m.*,
    coalesce(i.invoiced, 0)::bigint AS invoiced_yen, coalesce(i.paid, 0)::bigint AS collected_yen,
    coalesce(p.paid, 0)::bigint AS paid_yen
FROM settlement_month m
LEFT JOIN (SELECT processing_month, sum(total_yen) AS invoiced, sum(paid_yen) AS paid
           FROM settlement_invoice GROUP BY processing_month) i USING (processing_month)
LEFT JOIN (SELECT processing_month, sum(total_yen) AS paid FROM settlement_payment_run
           WHERE state = 'executed' GROUP BY processing_month) p USING (processing_month)
WHERE %(month)s = '' OR processing_month = %(month)s
ORDER BY processing_month DESC
"""


def months() -> list[MonthRow]:
    """Every month that settlement knows, newest first."""
    return _months("")


def month(month: ProcessingMonth) -> MonthRow | None:
    """One month, ``None`` while settlement does not know it."""
    return next(iter(_months(str(month))), None)


def _months(wanted: str) -> list[MonthRow]:
    return [
        MonthRow(
            month=ProcessingMonth.parse(m["processing_month"]),
            state=m["state"],
            closed_at=m["closed_at"],
            closed_by=m["closed_by"],
            close_on=m["close_on"],
            invoice_on=m["invoice_on"],
            due_on=m["due_on"],
            pay_on=m["pay_on"],
            invoices_issued=m["invoiced_at"] is not None,
            claims=m["claims"],
            claim_yen=m["claim_yen"],
            fee_yen=m["fee_yen"],
            reversed_count=m["reversed_count"],
            reversed_yen=m["reversed_yen"],
            cancelled_count=m["cancelled_count"],
            cancelled_yen=m["cancelled_yen"],
            carried_count=m["carried_count"],
            carried_yen=m["carried_yen"],
            invoiced_yen=m["invoiced_yen"],
            collected_yen=m["collected_yen"],
            paid_yen=m["paid_yen"],
        )
        for m in rows(_MONTHS, month=wanted)
    ]


def is_closed(month: ProcessingMonth) -> bool:
    """Whether a month was closed."""
    closed = SettlementMonth.objects.filter(state=SettlementMonth.State.CLOSED)
    return closed.filter(processing_month=str(month)).exists()


def close_proof(month: ProcessingMonth) -> Proof:
    """The proof of a closed month, computed anew. Raises ``MonthNotClosed``."""
    if not is_closed(month):
        raise MonthNotClosed(month=month)
    return prove_close(month)


def fee_yen(day: date) -> int:
    """Fee of one document, tax inside, for a month that closes on ``day``."""
    return fee_on(day).unit_yen


def confirmed_documents(month: ProcessingMonth) -> Iterator[tuple[str, int]]:
    """Insurer and document of every claim that came through reception, by insurer and then
    in the order of reception; claims reversed since stay in their month."""
    found = (
        Claim.objects.filter(processing_month=str(month), document_id__isnull=False)
        .exclude(state="accepted")
        .order_by("insurer_number", "reception_order")
        .values_list("insurer_number", "document_id")
    )
    for insurer, document in found.iterator(chunk_size=10_000):
        assert document is not None, "filtered above"
        yield insurer, document


def confirmed_totals(month: ProcessingMonth) -> ConfirmedTotals:
    """Count and yen of ``confirmed_documents``."""
    sums = row(
        "SELECT count(*) AS documents, coalesce(sum(claim_yen), 0)::bigint AS yen"
        " FROM settlement_claim WHERE processing_month = %(month)s"
        " AND document_id IS NOT NULL AND state <> 'accepted'",
        month=str(month),
    )
    return ConfirmedTotals(sums["documents"], sums["yen"])


def claims(
    month: ProcessingMonth,
    *,
    insurer: str | None = None,
    provider: str | None = None,
    offset: int = 0,
    limit: int = 100,
) -> list[ClaimRow]:
    """Claims of a month in the order of reception, of one insurer (an invoice's claims) or
    provider when asked."""
    wanted = Q(processing_month=str(month))
    if insurer is not None:
        wanted &= Q(insurer_number=insurer)
    if provider is not None:
        wanted &= Q(provider_number=provider)
    found = Claim.objects.filter(wanted).order_by("reception_order", "id")
    return [claim_row(claim) for claim in found[offset : offset + limit]]


def invoice(number: str) -> InvoiceRow | None:
    """One invoice by its number, e.g. 202606-06990014."""
    found = Invoice.objects.filter(number=number).first()
    return None if found is None else invoice_row(found)


def suspense() -> list[NoticeRow]:
    """Incoming money that waits for a clerk (仮受金)."""
    return [
        NoticeRow(
            id=notice.id,
            booked_on=notice.booked_on,
            inquiry_number=notice.inquiry_number,
            amount_yen=notice.amount_yen,
            remitter_code=notice.remitter_code,
            remitter_name=notice.remitter_name,
            is_cancel=notice.is_cancel,
            state=notice.state,
            suspense_yen=notice.suspense_yen,
        )
        for notice in Notice.objects.exclude(suspense_yen=0)
    ]


def runs(month: ProcessingMonth) -> list[PaymentRunRow]:
    """Payment runs of a month, oldest first, discarded ones too."""
    found = PaymentRun.objects.filter(processing_month=str(month)).prefetch_related("approvals")
    return [run_row(run) for run in found]


def run(run_id: int) -> PaymentRunRow:
    """One payment run. Raises ``RunUnknown``."""
    return run_row(_run(run_id))


def _run(run_id: int) -> PaymentRun:
    found = PaymentRun.objects.filter(id=run_id).first()
    if found is None:
        raise RunUnknown(run_id=run_id)
    return found


def payments(month: ProcessingMonth, *, provider: str | None = None) -> list[PaymentLineRow]:
    """Lines per provider of the month's runs: the values of 支払額決定通知書."""
    found = PaymentLine.objects.filter(run__processing_month=str(month)).exclude(
        run__state=PaymentRun.State.DISCARDED
    )
    if provider is not None:
        found = found.filter(provider_number=provider)
    return [line_row(line) for line in found]


def waiting_payments() -> list[PaymentLineRow]:
    """Providers of the latest run whose money waits for a payee or its verification."""
    latest = PaymentRun.objects.exclude(state=PaymentRun.State.DISCARDED).last()
    if latest is None:
        return []
    return [line_row(line) for line in latest.lines.exclude(waits_for="")]


def bank_file(run_id: int) -> BankFile | None:
    """The transfer file of a run, ``None`` before it is made. Raises ``RunUnknown``."""
    found = _run(run_id)
    return bank_file_row(found) if found.file_key else None


def payment_proof(run_id: int) -> Proof:
    """The proof of a payment run, computed anew. Raises ``RunUnknown``."""
    return prove_payment(_run(run_id))


def reversals(
    *, month: ProcessingMonth | None = None, state: str | None = None
) -> list[ReversalRow]:
    """Reversal requests, oldest first; of the month that settled them or by state."""
    found = Reversal.objects.select_related("claim")
    if month is not None:
        found = found.filter(settled_month=str(month))
    if state is not None:
        found = found.filter(state=state)
    return [reversal_row(reversal) for reversal in found]
