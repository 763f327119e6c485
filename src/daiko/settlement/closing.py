"""Close of a processing month (締め): claims frozen, payables and receivables opened.

Source: standards/settlement.md 2, 3.2, 3.3, 4; rulings.md 15, 16, 36, 37, 38, 40, 41.
A few statements over the whole month, no loop over claims. The preview runs the very
same statements and takes them back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from procrastinate.contrib.django import app

from daiko.audit import services as audit
from daiko.money.calendar import CalendarRow, ProcessingMonth
from daiko.platform.actors import SYSTEM, Actor
from daiko.platform.clock import tokyo_date
from daiko.platform.trusted_time import require_trusted_clock
from daiko.reception import services as reception
from daiko.registry import queries as registry
from daiko.settlement import credits, ledger, reversing
from daiko.settlement.database import columns, execute, lock_settlement, row, rows
from daiko.settlement.errors import (
    CalendarNotConfirmed,
    CutoffNotReached,
    EarlierMonthOpen,
    LaterMonthClosed,
    MonthAlreadyClosed,
    ProofFails,
)
from daiko.settlement.fees import fee_on
from daiko.settlement.invoicing import draw_up_invoices
from daiko.settlement.ledger import Booking
from daiko.settlement.models import SettlementMonth
from daiko.settlement.proofs import prove_close
from daiko.settlement.reversing import SettledReversals
from daiko.settlement.rows import ClosedMonth

_LISTS_JOB: Final = "daiko.notices.jobs.list_month"  # 返戻一覧表, once, at close (ruling 51)
WORK_MEMORY: Final = "128MB"  # for one sort or hash of the close; a million claims stay in it


@transaction.atomic
def close_month(month: ProcessingMonth, *, by: Actor, at: datetime) -> ClosedMonth:
    """Freeze the month's accepted claims and open the payables and receivables.

    ``at`` is aware. Raises ``MonthAlreadyClosed``, ``EarlierMonthOpen``,
    ``LaterMonthClosed``, ``CalendarNotConfirmed``, ``CutoffNotReached``, ``ProofFails``,
    ``ClockNotTrusted`` and reception's ``SubmissionsUnchecked``; nothing is changed then.
    """
    require_trusted_clock()
    dates = _confirmed_dates(month)
    if tokyo_date(at) <= dates.cutoff_on:
        raise CutoffNotReached(month=month, cutoff_on=dates.cutoff_on)
    booking = Booking(month, by, at)
    closed = _close(booking, dates, is_preview=False)
    credits.record(booking)
    audit.record(
        "settlement.month.closed",
        str(month),
        by=by,
        at=at,
        claims=closed.claims,
        claim_yen=closed.claim_yen,
        reversed_yen=closed.reversed_yen,
        invoiced_yen=closed.invoiced_yen,
    )
    app.configure_task(_LISTS_JOB, queueing_lock=f"returns:{month}").defer(month=str(month))
    return closed


@transaction.atomic
def preview_close(month: ProcessingMonth, *, at: datetime) -> ClosedMonth:
    """What ``close_month`` would do now, cutoff or not; nothing is kept.

    Refused for the same reasons, except that the cutoff may still lie ahead.
    """
    dates = _confirmed_dates(month)
    with transaction.atomic():
        preview = _close(Booking(month, SYSTEM, at), dates, is_preview=True)
        transaction.set_rollback(True)
    return preview


def _confirmed_dates(month: ProcessingMonth) -> CalendarRow:
    dates = registry.calendar_row(month)
    if dates is None:
        raise CalendarNotConfirmed(month=month)
    return dates


def _close(booking: Booking, dates: CalendarRow, *, is_preview: bool) -> ClosedMonth:
    month = booking.month
    lock_settlement()
    execute("SELECT set_config('work_mem', %(size)s, true)", size=WORK_MEMORY)
    _refuse_out_of_order(month)
    reception.close_intake(month, by=booking.by, at=booking.at)
    successors = registry.successors(tokyo_date(booking.at))
    _take_claims(month, successors)
    fee = fee_on(dates.close_on)
    ledger.open_accounts("receivable", reversing.stand_in(successors))
    receivers = credits.pass_on(successors, booking)
    reversals = reversing.waiting(dates)
    _open_accounts(booking, reversals)
    ledger.post_confirmations(booking)
    ledger.post_fees(fee.unit_yen, booking)
    settled = reversing.settle(reversals, dates, booking)
    draw_up_invoices(dates, fee, settled.excess_yen, receivers)
    _mark_closed(booking, dates, fee.unit_yen, settled)
    return _closed_month(booking, is_preview=is_preview)


_TOTALS: Final = """
SELECT m.*, (SELECT count(*) FROM settlement_invoice
             WHERE processing_month = %(month)s AND claims > 0) AS insurers,
       (SELECT count(DISTINCT provider_number) FROM settlement_claim
        WHERE processing_month = %(month)s) AS providers,
       (SELECT coalesce(sum(total_yen), 0)::bigint FROM settlement_invoice
        WHERE processing_month = %(month)s) AS invoiced_yen
FROM settlement_month m WHERE processing_month = %(month)s
"""


def _closed_month(booking: Booking, *, is_preview: bool) -> ClosedMonth:
    """What the close did, with its proof. Raises ``ProofFails``."""
    month = booking.month
    proof = prove_close(month)
    if not proof.balanced:
        failing = ", ".join(line.name_ja for line in proof.failing)
        raise ProofFails(subject=month, lines=failing)
    sums = row(_TOTALS, month=str(month))
    return ClosedMonth(
        month=month,
        is_preview=is_preview,
        closed_at=booking.at,
        claims=sums["claims"],
        claim_yen=sums["claim_yen"],
        insurers=sums["insurers"],
        providers=sums["providers"],
        fee_yen=sums["fee_yen"],
        reversed_count=sums["reversed_count"],
        reversed_yen=sums["reversed_yen"],
        cancelled_count=sums["cancelled_count"],
        cancelled_yen=sums["cancelled_yen"],
        carried_count=sums["carried_count"],
        carried_yen=sums["carried_yen"],
        invoiced_yen=sums["invoiced_yen"],
        proof=proof,
    )


def _refuse_out_of_order(month: ProcessingMonth) -> None:
    """Months close once and in their order; an earlier one without claims may stay open."""
    SettlementMonth.objects.get_or_create(processing_month=str(month))
    closed = SettlementMonth.objects.filter(state=SettlementMonth.State.CLOSED)
    if closed.filter(processing_month=str(month)).exists():
        raise MonthAlreadyClosed(month=month)
    later = closed.filter(processing_month__gt=str(month)).first()
    if later is not None:
        raise LaterMonthClosed(month=month, later=later.processing_month)
    earlier = rows(
        """
        SELECT processing_month FROM reception_accepted_claim
        WHERE processing_month < %(month)s AND processing_month NOT IN
            (SELECT processing_month FROM settlement_month WHERE state = 'closed')
        UNION ALL
        SELECT processing_month FROM settlement_claim
        WHERE processing_month < %(month)s AND state = 'accepted'
        LIMIT 1
        """,
        month=str(month),
    )
    if earlier:
        raise EarlierMonthOpen(month=month, earlier=earlier[0]["processing_month"])


_TAKE_ARCHIVES: Final = """
INSERT INTO settlement_claim
    (document_id, kind, processing_month, reception_order, insurer_number,
     provider_number, unit_total_yen, payment_yen, other_program_yen, claim_yen, state)
SELECT document_id, kind, processing_month,
       row_number() OVER (ORDER BY submission_sequence, document_id),
       coalesce(s.successor, insurer_number),
       provider_number, unit_total_yen, payment_yen, other_program_yen, claim_yen, 'confirmed'
FROM reception_accepted_claim
LEFT JOIN unnest(%(dissolved)s::text[], %(successors)s::text[]) AS s(dissolved, successor)
    ON s.dissolved = insurer_number
WHERE processing_month = %(month)s
ORDER BY submission_sequence, document_id
"""
_TAKE_ENTERED: Final = """
UPDATE settlement_claim c
SET state = 'confirmed', reception_order = n.position, insurer_number = n.insurer
FROM (SELECT id, %(taken)s + row_number() OVER (ORDER BY id) AS position,
             coalesce(s.successor, insurer_number) AS insurer
      FROM settlement_claim
      LEFT JOIN unnest(%(dissolved)s::text[], %(successors)s::text[]) AS s(dissolved, successor)
          ON s.dissolved = insurer_number
      WHERE processing_month = %(month)s AND state = 'accepted') n
WHERE c.id = n.id
"""


def _take_claims(month: ProcessingMonth, standing: Mapping[str, str]) -> None:
    """Claims of the archives in the order of reception, then the entered records.

    A claim to an insurer that was merged into another is billed to the one that stands
    for it (``standing``) on the day of the close (standards/routing-and-delivery.md 3, rule 2).
    """
    dissolved, successors = columns(standing)
    given = {"month": str(month), "dissolved": dissolved, "successors": successors}
    taken = execute(_TAKE_ARCHIVES, **given)
    execute(_TAKE_ENTERED, taken=taken, **given)


def _open_accounts(booking: Booking, reversals: list[reversing.Queued]) -> None:
    parties = rows(
        "SELECT DISTINCT insurer_number, provider_number FROM settlement_claim"
        " WHERE processing_month = %(month)s",
        month=str(booking.month),
    )
    insurers = {party["insurer_number"] for party in parties}
    providers = {party["provider_number"] for party in parties}
    ledger.open_accounts("receivable", insurers | {r.insurer_number for r in reversals})
    ledger.stand_under_payees(
        providers | {r.provider_number for r in reversals}, f"close:{booking.month}", booking
    )


def _mark_closed(
    booking: Booking, dates: CalendarRow, fee_unit_yen: int, settled: SettledReversals
) -> None:
    sums = row(
        "SELECT count(*) AS claims, coalesce(sum(claim_yen), 0)::bigint AS claim_yen"
        " FROM settlement_claim WHERE processing_month = %(month)s",
        month=str(booking.month),
    )
    SettlementMonth.objects.filter(processing_month=str(booking.month)).update(
        state=SettlementMonth.State.CLOSED,
        closed_at=booking.at,
        closed_by=str(booking.by),
        close_on=dates.close_on,
        invoice_on=dates.invoice_on,
        due_on=dates.due_on,
        pay_on=dates.pay_on,
        claims=sums["claims"],
        claim_yen=sums["claim_yen"],
        fee_yen=fee_unit_yen * sums["claims"],
        reversed_count=settled.offset.count,
        reversed_yen=settled.offset.yen,
        cancelled_count=settled.held.count,
        cancelled_yen=settled.held.yen,
        excess_yen=sum(settled.excess_yen.values()),
        carried_count=settled.carried.count,
        carried_yen=settled.carried.yen,
    )
