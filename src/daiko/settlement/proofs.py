"""Proofs of a close and of a payment: sums that must agree though they come from different places.

Source: rulings.md 41 (ledger = invoices + carried = archives; paid + held + carried =
confirmed - reversed; notices = bank file), standards/settlement.md 4 (invariants).
"""

from __future__ import annotations

from typing import Final

from daiko.money.calendar import ProcessingMonth
from daiko.money.zengin import read_transfers
from daiko.platform import objects
from daiko.settlement.database import row, yen
from daiko.settlement.models import PaymentRun
from daiko.settlement.rows import Proof, ProofLine

_CLOSE_SUMS: Final = """
WITH flow AS (
    SELECT a.kind, p.event, sum(e.amount_yen) AS yen
    FROM settlement_posting p
    JOIN settlement_entry e ON e.posting_id = p.id
    JOIN settlement_account a ON a.id = e.account_id
    WHERE p.processing_month = %(month)s
      AND p.event IN ('claim_confirmed', 'fee', 'reversal', 'held_cancelled')
    GROUP BY a.kind, p.event
), archives AS (
    SELECT count(*) AS documents, coalesce(sum(claim_yen), 0) AS yen FROM (
        SELECT claim_yen FROM reception_accepted_claim WHERE processing_month = %(month)s
        UNION ALL
        SELECT claim_yen FROM settlement_claim
        WHERE processing_month = %(month)s AND entered_reference IS NOT NULL) all_of_them
), invoices AS (
    SELECT coalesce(sum(claims_yen), 0) AS claims_yen, coalesce(sum(fee_yen), 0) AS fee_yen,
           coalesce(sum(credit_brought_yen), 0) AS brought_yen,
           coalesce(sum(credit_carried_yen), 0) AS carried_yen,
           coalesce(sum(total_yen), 0) AS total_yen, coalesce(max(fee_unit_yen), 0) AS unit_yen
    FROM settlement_invoice WHERE processing_month = %(month)s
), reversals AS (
    SELECT coalesce(sum(amount_yen) FILTER (WHERE kind = 'offset'), 0) AS offset_yen,
           coalesce(sum(amount_yen) FILTER (WHERE kind = 'held'), 0) AS held_yen,
           coalesce(sum(amount_yen) FILTER (WHERE kind = 'repayment'), 0) AS repaid_yen
    FROM settlement_reversal WHERE settled_month = %(month)s
)
SELECT
    (SELECT coalesce(sum(amount_yen), 0) FROM settlement_credit_transfer
     WHERE processing_month = %(month)s)::bigint AS passed_on_yen,
    coalesce((SELECT -sum(e.amount_yen) FROM settlement_posting p
              JOIN settlement_entry e ON e.posting_id = p.id AND e.amount_yen < 0
              WHERE p.processing_month = %(month)s AND p.event = 'credit_passed_on'),
        0)::bigint AS passed_on_ledger_yen,
    (SELECT documents FROM archives)::bigint AS documents,
    (SELECT yen FROM archives)::bigint AS archives_yen,
    i.claims_yen::bigint, i.fee_yen::bigint, i.brought_yen::bigint, i.carried_yen::bigint,
    (SELECT excess_yen FROM settlement_month WHERE processing_month = %(month)s) AS excess_yen,
    i.total_yen::bigint, i.unit_yen::bigint,
    r.offset_yen::bigint, r.held_yen::bigint, r.repaid_yen::bigint,
    coalesce((SELECT sum(yen) FROM flow WHERE kind = 'receivable'), 0)::bigint AS receivable_yen,
    coalesce((SELECT -sum(yen) FROM flow WHERE kind = 'payable'), 0)::bigint AS payable_yen,
    coalesce((SELECT -sum(yen) FROM flow WHERE kind = 'fee'), 0)::bigint AS fee_revenue_yen,
    coalesce((SELECT sum(yen) FROM flow
              WHERE kind = 'receivable' AND event = 'claim_confirmed'), 0)::bigint AS confirmed_yen
FROM invoices i, reversals r
"""


def prove_close(month: ProcessingMonth) -> Proof:
    """Archives, ledger and invoices of a month beside each other."""
    s = row(_CLOSE_SUMS, month=str(month))
    # what held claims took off older invoices is in the ledger, not on this month's paper
    on_older_yen = s["held_yen"] - s["excess_yen"]
    on_paper_yen = (
        s["total_yen"] + s["brought_yen"] - s["carried_yen"] - on_older_yen + s["repaid_yen"]
    )
    lines = (*_claim_lines(s), *_balance_lines(s, on_paper_yen), *_credit_lines(s))
    return Proof(str(month), lines)


def _credit_lines(s: dict[str, int]) -> tuple[ProofLine, ...]:
    """Credits of dissolved insurers, in a month that passed any on."""
    if not (s["passed_on_yen"] or s["passed_on_ledger_yen"]):
        return ()
    return (
        ProofLine(
            "合併で引き継いだ繰越＝台帳",
            "credits of merged insurers = ledger",
            "引き継いだ繰越 transfers",
            s["passed_on_yen"],
            "台帳 未収金の振替 ledger",
            s["passed_on_ledger_yen"],
        ),
    )


def _claim_lines(s: dict[str, int]) -> tuple[ProofLine, ...]:
    """Archives, confirmed claims, invoices and the fee."""
    return (
        ProofLine(
            "受理した請求＝台帳の確定",
            "archives = ledger: confirmed claims",
            "受理した請求（受付の記録） archives",
            s["archives_yen"],
            "台帳 未収金（確定） ledger",
            s["confirmed_yen"],
        ),
        ProofLine(
            "請求書の請求額＝受理した請求",
            "invoices = archives",
            "請求書 請求額の合計 invoices",
            s["claims_yen"],
            "受理した請求（受付の記録） archives",
            s["archives_yen"],
        ),
        ProofLine(
            "事務手数料＝単価×件数",
            "fee = unit price × documents",
            "台帳 手数料収入 ledger",
            s["fee_revenue_yen"],
            "単価×受理件数 unit × archives",
            s["unit_yen"] * s["documents"],
        ),
    )


def _balance_lines(s: dict[str, int], on_paper_yen: int) -> tuple[ProofLine, ...]:
    """Receivables and payables of the ledger."""
    return (
        ProofLine(
            "台帳の未収金＝請求書＋繰越",
            "ledger receivables = invoices + carried",
            "台帳 未収金の増減 ledger",
            s["receivable_yen"],
            "請求書＋前月繰越－翌月繰越－保留分の取消 invoices",
            on_paper_yen,
        ),
        ProofLine(
            "台帳の未払金＝確定－過誤",
            "ledger payables = confirmed - reversed",
            "台帳 未払金の増減 ledger",
            s["payable_yen"],
            "受理した請求－過誤調整 archives - reversals",
            s["archives_yen"] - s["offset_yen"] - s["held_yen"],
        ),
        ProofLine(
            "未収金＝未払金＋手数料",
            "receivables = payables + fee",
            "台帳 未収金の増減 receivables",
            s["receivable_yen"],
            "台帳 未払金＋手数料 payables + fee",
            s["payable_yen"] + s["fee_revenue_yen"],
        ),
    )


_RUN_SUMS: Final = """
WITH before AS (SELECT id, processing_month FROM settlement_payment_run
                WHERE id < %(run)s AND state = 'executed' ORDER BY id DESC LIMIT 1)
SELECT
    coalesce(sum(l.paid_yen), 0)::bigint AS paid_yen,
    coalesce(sum(l.held_yen), 0)::bigint AS held_yen,
    coalesce(sum(l.waiting_yen), 0)::bigint AS waiting_yen,
    coalesce(sum(l.recovered_yen), 0)::bigint AS recovered_yen,
    coalesce(sum(l.shortfall_yen), 0)::bigint AS shortfall_yen,
    coalesce(sum(l.confirmed_yen), 0)::bigint AS confirmed_yen,
    coalesce(sum(l.reversed_yen), 0)::bigint AS reversed_yen,
    coalesce(sum(l.cancelled_yen), 0)::bigint AS cancelled_yen,
    coalesce(sum(l.brought_yen), 0)::bigint AS brought_yen,
    coalesce(sum(l.payable_yen), 0)::bigint AS payable_yen,
    (SELECT coalesce(sum(amount_yen), 0) FROM settlement_transfer
     WHERE run_id = %(run)s)::bigint AS transfers_yen,
    (SELECT coalesce(sum(held_yen + waiting_yen), 0) FROM settlement_payment_line
     WHERE run_id = (SELECT id FROM before))::bigint AS left_before_yen,
    (SELECT coalesce(sum(claim_yen - reversed_yen - cancelled_yen), 0) FROM settlement_month
     WHERE state = 'closed' AND processing_month < %(month)s
       AND processing_month > coalesce((SELECT processing_month FROM before), '')
    )::bigint AS without_run_yen
FROM settlement_payment_line l WHERE l.run_id = %(run)s
"""
_PAID_FROM_LEDGER: Final = """
SELECT -sum(e.amount_yen) FROM settlement_posting p
JOIN settlement_entry e ON e.posting_id = p.id
JOIN settlement_account a ON a.id = e.account_id AND a.kind = 'cash'
WHERE p.key = 'paid:' || %(run)s
"""
_LINES_AGAINST_TRANSFERS: Final = """
SELECT count(*) FROM settlement_transfer t
WHERE run_id = %(run)s AND amount_yen <>
    (SELECT coalesce(sum(paid_yen), 0) FROM settlement_payment_line l WHERE l.transfer_id = t.id)
"""


def prove_payment(run: PaymentRun) -> Proof:
    """Ledger, notices and bank file of a run beside each other, as far as they exist."""
    s = row(_RUN_SUMS, run=run.id, month=run.processing_month)
    lines = _run_lines(run, s)
    if run.file_key:
        lines.append(_file_line(run, s["paid_yen"]))
    if run.executed_at is not None:
        lines.append(
            ProofLine(
                "台帳の支払＝振込ファイル",
                "ledger = bank file",
                "台帳 預金の減 ledger",
                yen(_PAID_FROM_LEDGER, run=str(run.id)),
                "振込の合計 transfers",
                s["transfers_yen"],
            )
        )
    return Proof(f"{run.processing_month} #{run.id}", tuple(lines))


def _run_lines(run: PaymentRun, s: dict[str, int]) -> list[ProofLine]:
    """What holds from the plan on."""
    return [
        ProofLine(
            "支払＋保留＋払込先待ち＝確定－過誤",
            "paid + held + waiting = confirmed - reversed",
            "支払＋保留＋払込先待ち＋不足回収－不足 lines",
            s["paid_yen"]
            + s["held_yen"]
            + s["waiting_yen"]
            + s["recovered_yen"]
            - s["shortfall_yen"],
            "前回残＋確定－過誤－保留分の取消 confirmed - reversed",
            s["brought_yen"] + s["confirmed_yen"] - s["reversed_yen"] - s["cancelled_yen"],
        ),
        ProofLine(
            "前回残＝前回の保留＋払込先待ち",
            "brought = held + waiting of the run before + months closed without a run",
            "今回の前回残 brought",
            s["brought_yen"],
            "前回の保留＋払込先待ち＋支払のなかった月 run before",
            s["left_before_yen"] + s["without_run_yen"],
        ),
        ProofLine(
            "支払額決定通知＝振込",
            "notices = transfers",
            "支払額決定通知書の支払額 notices",
            s["paid_yen"],
            "振込の合計 transfers",
            s["transfers_yen"],
        ),
        ProofLine(
            "振込先ごとの内訳",
            "every transfer = the lines of its payee",
            "内訳の合わない振込（件） transfers that differ",
            yen(_LINES_AGAINST_TRANSFERS, run=run.id),
            "0 件 none",
            0,
        ),
    ]


def _file_line(run: PaymentRun, notices_yen: int) -> ProofLine:
    """The file as it lies in the store, read again by the strict reader."""
    with objects.fetch(run.file_key) as source:
        file = read_transfers(source.read()).file
    return ProofLine(
        "振込ファイル＝支払額決定通知",
        "bank file = notices",
        "振込ファイルの合計 bank file",
        -1 if file is None else file.total_yen,
        "支払額決定通知書の支払額 notices",
        notices_yen,
    )
