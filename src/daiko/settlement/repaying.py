"""Repayment demands (返還請求): the provider pays a reversal back that no claims could offset.

Source: standards/settlement.md 3.3, 4. The money lies in suspense, as its sender is no
insurer; a clerk says which demand it pays. The insurer's credit stands on the invoice
of the month that is open then.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from daiko.audit import services as audit
from daiko.money.calendar import ProcessingMonth
from daiko.platform.actors import Actor
from daiko.platform.clock import tokyo_date
from daiko.reception import services as reception
from daiko.settlement import ledger
from daiko.settlement.claim_rows import reversal_row
from daiko.settlement.database import lock_settlement
from daiko.settlement.errors import RepaymentNotApplicable
from daiko.settlement.ledger import Booking, Line
from daiko.settlement.models import ClaimState, Notice, Reversal, SettlementMonth
from daiko.settlement.rows import ReversalRow


@transaction.atomic
def record_repayment(reversal_id: int, notice_id: int, *, by: Actor, at: datetime) -> ReversalRow:
    """Settle a repayment demand with money in suspense. Raises ``RepaymentNotApplicable``."""
    lock_settlement()
    reversal = Reversal.objects.select_related("claim").filter(
        id=reversal_id, state=Reversal.State.DEMANDED
    )
    demanded, notice = reversal.first(), Notice.objects.filter(id=notice_id).first()
    if demanded is None or notice is None or notice.suspense_yen < demanded.amount_yen:
        raise RepaymentNotApplicable(reversal=reversal_id, notice=notice_id)
    month = _open_month(at)
    ledger.post(
        f"repayment:{demanded.id}",
        "repayment",
        [
            Line("SUSP:in", demanded.amount_yen, "reversal", demanded.id),
            Line(
                f"AR:ins:{demanded.insurer_number}", -demanded.amount_yen, "reversal", demanded.id
            ),
        ],
        Booking(month, by, at),
    )
    notice.suspense_yen -= demanded.amount_yen
    notice.state = Notice.State.MATCHED
    notice.save(update_fields=["suspense_yen", "state"])
    demanded.state, demanded.kind = Reversal.State.SETTLED, "repayment"
    demanded.settled_month = str(month)
    demanded.save(update_fields=["state", "kind", "settled_month"])
    demanded.claim.state = ClaimState.REVERSED
    demanded.claim.save(update_fields=["state"])
    if demanded.claim.document_id is not None:
        reception.reverse([demanded.claim.document_id], by=by, at=at)
    audit.record(
        "settlement.reversal.repaid",
        str(demanded.claim_id),
        by=by,
        at=at,
        amount_yen=demanded.amount_yen,
    )
    return reversal_row(demanded)


def _open_month(at: datetime) -> ProcessingMonth:
    """The month after the last closed one, not before the present."""
    now = ProcessingMonth.of(tokyo_date(at))
    last = SettlementMonth.objects.filter(state=SettlementMonth.State.CLOSED).last()
    if last is None:
        return now
    return max(now, ProcessingMonth.parse(last.processing_month).next())
