"""The money of the demo month: close, invoices, insurers' payment, payment run, packages.

Insurers are played by one incoming file of the bank that pays every invoice; the two
approvals by two invented members of the agency's staff. All else is the product.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path
from typing import Any, Final

from daiko.cli.delivery import write_out
from daiko.cli.demo_steps import DEMO, DemoFolder, Tell
from daiko.delivery import queries as delivery
from daiko.delivery import services as delivery_services
from daiko.money.calendar import CalendarRow, propose, transfer_cut
from daiko.money.zengin_incoming import IncomingFile, IncomingNotice, write_incoming
from daiko.platform import objects
from daiko.platform.actors import Actor, ActorKind
from daiko.platform.clock import TOKYO
from daiko.registry import queries as registry
from daiko.settlement import queries as settlement
from daiko.settlement import services as settlement_services
from daiko.simulation.plan import SimulationPlan

APPROVERS: Final = (Actor(ActorKind.DEMO, "suzuki"), Actor(ActorKind.DEMO, "tanaka"))
_MORNING: Final = clock_time(10)


def calendar_of(plan: SimulationPlan) -> CalendarRow:
    """The confirmed dates of the month, from the registers."""
    return registry.calendar_row(plan.month) or propose(plan.month)


def close(plan: SimulationPlan, tell: Tell) -> None:
    """Close the month on its day; a closed one stays as it is."""
    days = calendar_of(plan)
    if not settlement.is_closed(plan.month):
        settlement_services.close_month(plan.month, by=DEMO, at=_at(days.close_on))
    tell(f"処理月 {plan.month} を締めました（{days.close_on}）。証明:")
    tell_proof(settlement.close_proof(plan.month), tell)


def tell_proof(proof: Any, tell: Tell) -> None:
    """Line by line: what is compared, both sides, and whether they are equal."""
    for line in proof.lines:
        sign = "＝" if line.holds else "≠"
        tell(
            f"  {line.name_ja}: {line.left_label} {line.left_yen:,}"
            f" {sign} {line.right_label} {line.right_yen:,}"
        )


def invoice(plan: SimulationPlan, tell: Tell) -> None:
    """Invoices on their day, packages on the same."""
    days = calendar_of(plan)
    rows = settlement_services.issue_invoices(plan.month, by=DEMO, at=_at(days.invoice_on))
    total_yen = sum(row.total_yen for row in rows)
    tell(f"保険者へ請求しました（{days.invoice_on}）: {len(rows)} 通、{total_yen:,} 円")


def deliver(plan: SimulationPlan, folder: DemoFolder, tell: Tell) -> int:
    """Pack the data of every insurer, release it, copy the archives out; says how many."""
    days = calendar_of(plan)
    delivery_services.build_month(plan.month, by=DEMO, at=_at(days.invoice_on))
    rows = delivery.packages(str(plan.month))
    write_out([row.archive_name for row in rows], folder.packages)
    documents = sum(row.documents for row in rows)
    tell(f"送付データを作成しました: {len(rows)} 個、{documents:,} 件、{folder.packages}")
    return len(rows)


def collect(plan: SimulationPlan, folder: DemoFolder, tell: Tell) -> None:
    """Every insurer pays its invoice in full; the bank's notice is imported."""
    days = calendar_of(plan)
    path = folder.bank / f"incoming-{plan.month}.zengin"
    if not path.exists():
        folder.bank.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_incoming(plan, days.due_on))
    collection = settlement_services.collect(
        path.read_bytes(), file_name=path.name, by=DEMO, at=_at(days.due_on, clock_time(9))
    )
    tell(
        f"入金を消し込みました（{days.due_on}）: {collection.matched} 件、"
        f"{collection.matched_yen:,} 円、不一致 {collection.unmatched} 件"
    )


def _incoming(plan: SimulationPlan, on: date) -> bytes:
    """The bank's notice: one transfer for every invoice that asks for money."""
    account = settlement.agency_account(on)
    notices = tuple(
        IncomingNotice(
            inquiry_number=f"{number:06d}",
            booked_on=on,
            value_on=on,
            amount_yen=row.total_yen,
            remitter_code=row.remitter_code,
            remitter_name="ﾎｹﾝｼﾔ",
        )
        for number, row in enumerate(settlement.invoices(plan.month), start=1)
        if row.total_yen
    )
    return write_incoming(
        IncomingFile(
            created_on=on,
            from_on=on,
            to_on=on,
            bank_number=account.bank_number,
            bank_name=account.bank_kana,
            branch_number=account.branch_number,
            branch_name=account.branch_kana,
            account_type=account.account_type,
            account_number=account.account_number,
            account_name=account.remitter_name,
            notices=notices,
        )
    )


@dataclass(frozen=True, slots=True)
class Paid:
    """The bank file, what the books say was paid, and whether the payment proves itself."""

    path: Path
    records: int
    total_yen: int
    paid_yen: int
    balanced: bool


def pay(plan: SimulationPlan, folder: DemoFolder, tell: Tell) -> Paid:
    """Plan, two approvals, bank file, and the day of payment; each only where missing."""
    days = calendar_of(plan)
    at = transfer_cut(days.pay_on)
    runs = settlement.runs(plan.month)
    run = runs[0] if runs else settlement_services.plan_payment(plan.month, by=DEMO, at=at)
    if run.state == "planned":
        for approver in APPROVERS:
            if approver.name not in run.approvals:
                settlement_services.approve_payment(run.id, by=approver, at=at)
    file = settlement.bank_file(run.id)
    if file is None:
        file = settlement_services.make_bank_file(run.id, by=DEMO, at=at)
    path = folder.bank / file.file_name
    with objects.fetch(file.key) as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)
    if run.state != "executed":
        settlement_services.record_executed(run.id, by=DEMO, at=_at(days.pay_on))
    tell(f"振込ファイルを作成しました: {file.records} 件、{file.total_yen:,} 円、{path}")
    proof = settlement.payment_proof(run.id)
    tell(f"健診機関へ支払いました（{days.pay_on}）。証明:")
    tell_proof(proof, tell)
    paid_yen = sum(line.paid_yen for line in settlement.payments(plan.month))
    return Paid(path, file.records, file.total_yen, paid_yen, proof.balanced)


def _at(day: date, hour: clock_time = _MORNING) -> datetime:
    return datetime.combine(day, hour, TOKYO)
