"""Read invoices as values."""

from __future__ import annotations

from daiko.money.calendar import ProcessingMonth
from daiko.settlement.fees import tax_inside_yen
from daiko.settlement.models import Invoice
from daiko.settlement.rows import InvoiceRow


def invoices(month: ProcessingMonth) -> tuple[InvoiceRow, ...]:
    """Invoices of a month by insurer; drafts too, from the close on."""
    return tuple(map(invoice_row, Invoice.objects.filter(processing_month=str(month))))


def invoice_row(row: Invoice) -> InvoiceRow:
    """The value of one invoice."""
    return InvoiceRow(
        id=row.id,
        number=row.number,
        month=ProcessingMonth.parse(row.processing_month),
        insurer_number=row.insurer_number,
        remitter_code=row.remitter_code,
        claims=row.claims,
        claims_yen=row.claims_yen,
        fee_unit_yen=row.fee_unit_yen,
        tax_rate_percent=row.tax_rate_percent,
        fee_yen=row.fee_yen,
        tax_inside_yen=tax_inside_yen(row.fee_yen, row.tax_rate_percent),
        credit_brought_yen=row.credit_brought_yen,
        credit_new_yen=row.credit_new_yen,
        credit_applied_yen=row.credit_applied_yen,
        credit_carried_yen=row.credit_carried_yen,
        total_yen=row.total_yen,
        issued_on=row.issued_on,
        due_on=row.due_on,
        state=row.state,
        paid_yen=row.paid_yen,
        cancelled_yen=row.cancelled_yen,
    )
