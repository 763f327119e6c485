"""Read claims and reversals as values."""

from __future__ import annotations

from daiko.money.calendar import ProcessingMonth
from daiko.settlement.models import Claim, Reversal
from daiko.settlement.rows import ClaimRow, ReversalRow


def claim_row(row: Claim) -> ClaimRow:
    """The value of one claim."""
    return ClaimRow(
        id=row.id,
        document_id=row.document_id,
        reference=row.entered_reference,
        kind=row.kind,
        month=ProcessingMonth.parse(row.processing_month),
        reception_order=row.reception_order,
        insurer_number=row.insurer_number,
        provider_number=row.provider_number,
        unit_total_yen=row.unit_total_yen,
        payment_yen=row.payment_yen,
        other_program_yen=row.other_program_yen,
        claim_yen=row.claim_yen,
        state=row.state,
        payment_run_id=row.payment_run_id,
    )


def reversal_row(row: Reversal) -> ReversalRow:
    """The value of one reversal request."""
    return ReversalRow(
        id=row.id,
        claim_id=row.claim_id,
        document_id=row.claim.document_id,
        reference=row.claim.entered_reference,
        insurer_number=row.insurer_number,
        provider_number=row.provider_number,
        amount_yen=row.amount_yen,
        reason=row.reason,
        note=row.note,
        requested_at=row.requested_at,
        state=str(row.state),
        kind=row.kind,
        settled_month=row.settled_month,
    )
