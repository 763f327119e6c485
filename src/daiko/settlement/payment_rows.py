"""Read payment runs as values."""

from __future__ import annotations

from daiko.money.calendar import ProcessingMonth
from daiko.settlement.models import PaymentLine, PaymentRun
from daiko.settlement.rows import BankFile
from daiko.settlement.rows import PaymentLine as PaymentLineRow
from daiko.settlement.rows import PaymentRun as PaymentRunRow


def run_row(run: PaymentRun) -> PaymentRunRow:
    """The value of one run."""
    return PaymentRunRow(
        id=run.id,
        month=ProcessingMonth.parse(run.processing_month),
        pay_on=run.pay_on,
        state=str(run.state),
        planned_by=run.planned_by,
        planned_at=run.planned_at,
        approvals=tuple(run.approvals.values_list("approved_by", flat=True)),
        transfers=run.transfers,
        total_yen=run.total_yen,
        file_name=run.file_name,
        file_key=run.file_key,
        file_sha256=run.file_sha256,
        sample_account=run.sample_account,
        executed_at=run.executed_at,
    )


def bank_file_row(run: PaymentRun) -> BankFile:
    """The transfer file of a run that has one."""
    return BankFile(
        run_id=run.id,
        key=run.file_key,
        sha256=run.file_sha256,
        file_name=run.file_name,
        records=run.transfers,
        total_yen=run.total_yen,
        transfer_on=run.pay_on,
        is_sample=run.sample_account,
    )


def line_row(line: PaymentLine) -> PaymentLineRow:
    """The value of one provider's line."""
    return PaymentLineRow(
        run_id=line.run_id,
        provider_number=line.provider_number,
        payee_number=line.payee_number,
        waits_for=line.waits_for,
        confirmed=line.confirmed,
        confirmed_yen=line.confirmed_yen,
        brought_yen=line.brought_yen,
        reversed_count=line.reversed_count,
        reversed_yen=line.reversed_yen,
        cancelled_yen=line.cancelled_yen,
        carried_yen=line.carried_yen,
        payable_yen=line.payable_yen,
        paid_claims=line.paid_claims,
        released_yen=line.released_yen,
        held_yen=line.held_yen,
        waiting_yen=line.waiting_yen,
        shortfall_yen=line.shortfall_yen,
        recovered_yen=line.recovered_yen,
        paid_yen=line.paid_yen,
    )
