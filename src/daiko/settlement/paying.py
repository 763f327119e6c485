"""Payment runs: planned, approved by two persons, written as a bank file, executed.

Source: standards/settlement.md 3.5, 6; rulings.md 39, 40, 41. The file goes to the
object store; its digest stands with the approvals.
"""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from daiko.audit import services as audit
from daiko.money.calendar import ProcessingMonth, is_bank_day, roll_forward, transfer_cut
from daiko.money.zengin import Remitter, TransferFile, write_transfers
from daiko.platform import objects
from daiko.platform.actors import Actor, ActorKind
from daiko.platform.trusted_time import require_trusted_clock
from daiko.settlement import agency_account, ledger
from daiko.settlement.bank_accounts import account_of
from daiko.settlement.database import execute, lock_settlement
from daiko.settlement.errors import (
    ApprovedBefore,
    InvoicesNotIssued,
    LaterMonthClosed,
    MonthNotClosed,
    NothingToPay,
    PersonsApprove,
    ProofFails,
    RunInOtherState,
    RunUnderWay,
    RunUnknown,
    TransferCutPassed,
)
from daiko.settlement.ledger import Booking
from daiko.settlement.models import Approval, Payable, PaymentRun, SettlementMonth
from daiko.settlement.payment_rows import bank_file_row, run_row
from daiko.settlement.planning import due, plan_lines, zengin_transfer
from daiko.settlement.proofs import prove_payment
from daiko.settlement.rows import BankFile
from daiko.settlement.rows import PaymentRun as PaymentRunRow

APPROVALS_NEEDED: Final = 2
_UNDER_WAY: Final = (
    PaymentRun.State.PLANNED,
    PaymentRun.State.APPROVED,
    PaymentRun.State.FILE_MADE,
)


@transaction.atomic
def plan_payment(month: ProcessingMonth, *, by: Actor, at: datetime) -> PaymentRunRow:
    """Plan the payment of everything that is covered by money now.

    Claims whose invoice did not bring the money are held from here on (ruling 39).
    Planned after the bank's deadline for the month's payment day, the run pays on the
    next bank day that can still be met. Raises ``MonthNotClosed``, ``LaterMonthClosed``,
    ``InvoicesNotIssued``, ``RunUnderWay`` and ``NothingToPay``.
    """
    lock_settlement()
    closed = _payable_month(month)
    execute(
        "UPDATE settlement_claim SET state = 'held'"
        " WHERE state = 'billed' AND processing_month <= %(month)s",
        month=str(month),
    )
    assert closed.pay_on is not None, "a closed month has its dates"
    run = PaymentRun.objects.create(
        processing_month=str(month),
        pay_on=_pay_on(closed.pay_on, at),
        state=PaymentRun.State.PLANNED,
        planned_by=by.name,
        planned_at=at,
        transfers=0,
        total_yen=0,
    )
    _fill(run, Booking(month, by, at))
    audit.record(
        "settlement.payment.planned",
        str(month),
        by=by,
        at=at,
        run=run.id,
        transfers=run.transfers,
        total_yen=run.total_yen,
    )
    return run_row(run)


def _fill(run: PaymentRun, booking: Booking) -> None:
    """Lines and transfers of a new run, proven. Raises ``NothingToPay``."""
    providers = list(Payable.objects.values_list("provider_number", flat=True))
    ledger.stand_under_payees(providers, f"run:{run.id}", booking)
    executed = PaymentRun.objects.filter(
        processing_month=run.processing_month, state=PaymentRun.State.EXECUTED
    )
    dues = due(booking.month, is_first=not executed.exists())
    if not dues:
        raise NothingToPay(month=booking.month)
    plan_lines(run, dues)
    _take_into(run)
    _refuse_unproven(run)


def _payable_month(month: ProcessingMonth) -> SettlementMonth:
    closed = SettlementMonth.objects.filter(state=SettlementMonth.State.CLOSED)
    row = closed.filter(processing_month=str(month)).first()
    if row is None:
        raise MonthNotClosed(month=month)
    later = closed.filter(processing_month__gt=str(month)).order_by("processing_month").last()
    if later is not None:
        raise LaterMonthClosed(month=month, later=later.processing_month)
    if row.invoiced_at is None:
        raise InvoicesNotIssued(month=month)
    under_way = PaymentRun.objects.filter(state__in=_UNDER_WAY).first()
    if under_way is not None:
        raise RunUnderWay(run_id=under_way.id, month=under_way.processing_month)
    return row


def _pay_on(planned: date, at: datetime) -> date:
    """The month's payment day, or the first bank day after it that the file can still reach."""
    day = planned
    while transfer_cut(day) < at:
        day = roll_forward(day + timedelta(days=1), is_bank_day)
    return day


def _take_into(run: PaymentRun) -> None:
    """Claims and offsets of the lines that go out belong to this run now."""
    for table, condition in (
        ("settlement_claim", "state = 'collected'"),
        ("settlement_reversal", "kind = 'offset'"),
    ):
        execute(
            f"""
            UPDATE {table} t SET payment_run_id = %(run)s
            FROM settlement_payment_line l
            WHERE l.run_id = %(run)s AND l.waits_for = ''
              AND t.provider_number = l.provider_number
              AND t.payment_run_id IS NULL AND t.{condition}
            """,  # noqa: S608 - constant text
            run=run.id,
        )


def _refuse_unproven(run: PaymentRun) -> None:
    proof = prove_payment(run)
    if not proof.balanced:
        failing = ", ".join(line.name_ja for line in proof.failing)
        raise ProofFails(subject=proof.subject, lines=failing)


def _locked(run_id: int, *allowed: PaymentRun.State) -> PaymentRun:
    lock_settlement()
    run = PaymentRun.objects.select_for_update().filter(id=run_id).first()
    if run is None:
        raise RunUnknown(run_id=run_id)
    if run.state not in allowed:
        raise RunInOtherState(run_id=run_id, state=PaymentRun.State(run.state).label)
    return run


@transaction.atomic
def approve_payment(run_id: int, *, by: Actor, at: datetime) -> PaymentRunRow:
    """One person's approval; the second one, of another person, releases the run.

    Persons are told apart by their names. Raises ``PersonsApprove`` for a program,
    ``ApprovedBefore`` for the same person again, planner or not, and ``ClockNotTrusted``.
    """
    require_trusted_clock()
    run = _locked(run_id, PaymentRun.State.PLANNED)
    if by.kind is ActorKind.SYSTEM:
        raise PersonsApprove(name=by.name)
    if run.approvals.filter(approved_by=by.name).exists():
        raise ApprovedBefore(name=by.name, run_id=run_id)
    Approval.objects.create(run=run, approved_by=by.name, approved_at=at)
    if run.approvals.count() >= APPROVALS_NEEDED:
        run.state, run.approved_at = PaymentRun.State.APPROVED, at
        run.save(update_fields=["state", "approved_at"])
    audit.record("settlement.payment.approved", str(run_id), by=by, at=at, state=run.state)
    return run_row(run)


@transaction.atomic
def discard_payment(
    run_id: int, *, by: Actor, at: datetime, file_not_sent: bool = False
) -> PaymentRunRow:
    """Take a run back; its claims wait for the next plan.

    Where the bank file was made, ``file_not_sent`` must say that the bank does not have
    it, else the providers would be paid twice. Raises ``RunInOtherState``.
    """
    allowed = _UNDER_WAY if file_not_sent else _UNDER_WAY[:2]
    run = _locked(run_id, *allowed)
    audit.record(
        "settlement.payment.discarded", str(run_id), by=by, at=at, file_sha256=run.file_sha256
    )
    for table in ("settlement_claim", "settlement_reversal"):
        execute(
            f"UPDATE {table} SET payment_run_id = NULL"  # noqa: S608 - constant text
            " WHERE payment_run_id = %(run)s",
            run=run.id,
        )
    run.state = PaymentRun.State.DISCARDED
    run.file_key = run.file_name = run.file_sha256 = ""
    run.save(update_fields=["state", "file_key", "file_name", "file_sha256"])
    return run_row(run)


@transaction.atomic
def make_bank_file(run_id: int, *, by: Actor, at: datetime) -> BankFile:
    """Write the transfer file (総合振込) of an approved run; repeated, the same file.

    Raises ``RunInOtherState``, ``TransferCutPassed`` and ``AgencyAccountMissing``.
    """
    done = (PaymentRun.State.FILE_MADE, PaymentRun.State.EXECUTED)
    run = _locked(run_id, PaymentRun.State.APPROVED, *done)
    if run.state in done:
        return bank_file_row(run)
    cut = transfer_cut(run.pay_on)
    if at > cut:
        raise TransferCutPassed(run_id=run_id, pay_on=run.pay_on, cut=f"{cut:%Y-%m-%d %H:%M}")
    account = agency_account.on(run.pay_on)
    data = write_transfers(_file(run, agency_account.remitter(account)))
    stored = objects.put("bank-files", io.BytesIO(data))
    run.state, run.file_made_at = PaymentRun.State.FILE_MADE, at
    run.file_key, run.file_sha256 = stored.key, stored.sha256
    run.file_name = f"transfer_{run.pay_on:%Y%m%d}_{run.id}.txt"
    run.sample_account = account.is_sample
    run.save()
    _refuse_unproven(run)
    audit.record(
        "settlement.payment.file_made",
        str(run_id),
        by=by,
        at=at,
        sha256=stored.sha256,
        records=run.transfers,
        total_yen=run.total_yen,
    )
    return bank_file_row(run)


def _file(run: PaymentRun, remitter: Remitter) -> TransferFile:
    yyyymm = run.processing_month.replace("-", "")
    return TransferFile(
        remitter,
        f"{run.pay_on:%m%d}",
        tuple(
            zengin_transfer(
                account_of(row), row.holder_kana, row.amount_yen, row.payee_number, yyyymm
            )
            for row in run.transfer_rows.order_by("payee_number")
        ),
    )


@transaction.atomic
def record_executed(run_id: int, *, by: Actor, at: datetime) -> PaymentRunRow:
    """The bank did the transfers: payables and claims are paid; repeated, nothing twice.

    Raises ``RunInOtherState``.
    """
    run = _locked(run_id, PaymentRun.State.FILE_MADE, PaymentRun.State.EXECUTED)
    if run.state == PaymentRun.State.EXECUTED:
        return run_row(run)
    booking = Booking(ProcessingMonth.parse(run.processing_month), by, at)
    short = run.lines.filter(shortfall_yen__gt=0) | run.lines.filter(recovered_yen__gt=0)
    ledger.open_accounts("shortfall", short.values_list("provider_number", flat=True))
    ledger.post_payment(run.id, booking)
    execute(
        "UPDATE settlement_claim SET state = 'paid'"
        " WHERE payment_run_id = %(run)s AND state = 'collected'",
        run=run.id,
    )
    run.state, run.executed_at = PaymentRun.State.EXECUTED, at
    run.save(update_fields=["state", "executed_at"])
    _refuse_unproven(run)
    audit.record(
        "settlement.payment.executed",
        str(run_id),
        by=by,
        at=at,
        transfers=run.transfers,
        total_yen=run.total_yen,
    )
    return run_row(run)
