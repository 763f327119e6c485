"""The whole ledger against the tables it tells of, over all months.

Source: standards/settlement.md 4 (invariants). ``daiko ledger verify`` prints this.
"""

from __future__ import annotations

from typing import Final

from daiko.settlement.database import row
from daiko.settlement.rows import LedgerVerification, ProofLine

_SUMS: Final = """
WITH balance AS (
    SELECT a.kind, sum(e.amount_yen) AS yen
    FROM settlement_entry e JOIN settlement_account a ON a.id = e.account_id GROUP BY a.kind
)
SELECT
    coalesce((SELECT sum(amount_yen) FROM settlement_entry), 0)::bigint AS all_yen,
    (SELECT count(*) FROM (SELECT posting_id FROM settlement_entry
        GROUP BY posting_id, source_kind, source_id HAVING sum(amount_yen) <> 0) u) AS unbalanced,
    (SELECT count(*) FROM settlement_posting p
     WHERE NOT EXISTS (SELECT 1 FROM settlement_entry e WHERE e.posting_id = p.id)) AS empty,
    coalesce((SELECT yen FROM balance WHERE kind = 'receivable'), 0)::bigint AS receivable,
    coalesce((SELECT -yen FROM balance WHERE kind = 'payable'), 0)::bigint AS payable,
    coalesce((SELECT yen FROM balance WHERE kind = 'cash'), 0)::bigint AS cash,
    coalesce((SELECT -yen FROM balance WHERE kind = 'fee'), 0)::bigint AS fee,
    coalesce((SELECT -yen FROM balance WHERE kind = 'suspense'), 0)::bigint AS suspense,
    coalesce((SELECT yen FROM balance WHERE kind = 'shortfall'), 0)::bigint AS shortfall,
    (SELECT coalesce(sum(total_yen - paid_yen - cancelled_yen), 0)
     FROM settlement_invoice)::bigint AS open_invoices,
    (SELECT coalesce(sum(credit_carried_yen), 0) FROM (
        SELECT DISTINCT ON (insurer_number) id, credit_carried_yen FROM settlement_invoice
        ORDER BY insurer_number, processing_month DESC) latest
     WHERE NOT EXISTS (SELECT FROM settlement_credit_transfer t WHERE t.invoice_id = latest.id)
    )::bigint AS carried_credits,
    (SELECT coalesce(sum(amount_yen), 0) FROM settlement_reversal r
     WHERE kind = 'repayment' AND NOT EXISTS (SELECT 1 FROM settlement_month m
        WHERE m.processing_month = r.settled_month AND m.state = 'closed'))::bigint AS repaid_open,
    (SELECT coalesce(sum(c.claim_yen), 0) FROM settlement_claim c
     LEFT JOIN settlement_payment_run p ON p.id = c.payment_run_id
     WHERE c.state <> 'accepted' AND p.executed_at IS NULL
       AND NOT (c.state = 'reversed' AND c.payment_run_id IS NULL))::bigint AS unpaid_claims,
    (SELECT coalesce(sum(r.amount_yen), 0) FROM settlement_reversal r
     LEFT JOIN settlement_payment_run p ON p.id = r.payment_run_id
     WHERE r.kind = 'offset' AND p.executed_at IS NULL)::bigint AS open_offsets,
    (SELECT coalesce(sum(fee_yen), 0) FROM settlement_invoice)::bigint AS invoiced_fees,
    (SELECT coalesce(sum(CASE WHEN is_cancel THEN -amount_yen ELSE amount_yen END), 0)
     FROM settlement_notice)::bigint AS received,
    (SELECT coalesce(sum(t.amount_yen), 0) FROM settlement_transfer t
     JOIN settlement_payment_run p ON p.id = t.run_id
     WHERE p.executed_at IS NOT NULL)::bigint AS transferred,
    (SELECT coalesce(sum(suspense_yen), 0) FROM settlement_notice)::bigint AS in_suspense,
    (SELECT coalesce(sum(l.shortfall_yen - l.recovered_yen), 0) FROM settlement_payment_line l
     JOIN settlement_payment_run p ON p.id = l.run_id
     WHERE p.executed_at IS NOT NULL)::bigint AS line_shortfall
"""


def verify_ledger() -> LedgerVerification:
    """Every balance of the ledger beside what the other tables say it must be."""
    s = row(_SUMS)
    return LedgerVerification("ledger", (*_form_lines(s), *_party_lines(s), *_own_lines(s)))


def _form_lines(s: dict[str, int]) -> tuple[ProofLine, ...]:
    """The books by themselves."""
    return (
        ProofLine("借方＝貸方", "debit = credit", "全仕訳の差 difference", s["all_yen"], "0", 0),
        ProofLine(
            "仕訳ごとの均衡",
            "every posting balanced",
            "均衡しない仕訳（件） unbalanced",
            s["unbalanced"] + s["empty"],
            "0",
            0,
        ),
    )


def _party_lines(s: dict[str, int]) -> tuple[ProofLine, ...]:
    """What insurers owe and providers have to get."""
    return (
        ProofLine(
            "未収金＝未入金の請求書－繰越",
            "receivables = open invoices - carried credits",
            "台帳 未収金 ledger",
            s["receivable"],
            "請求書の未入金－過誤の繰越 invoices",
            s["open_invoices"] - s["carried_credits"] - s["repaid_open"],
        ),
        ProofLine(
            "未払金＝未払いの請求－過誤",
            "payables = unpaid claims - offsets",
            "台帳 未払金 ledger",
            s["payable"],
            "未払いの請求－未精算の過誤 claims",
            s["unpaid_claims"] - s["open_offsets"],
        ),
    )


def _own_lines(s: dict[str, int]) -> tuple[ProofLine, ...]:
    """The agency's own accounts."""
    return (
        ProofLine(
            "預金＝入金－振込",
            "cash = received - transferred",
            "台帳 預金 ledger",
            s["cash"],
            "入金通知－実行済みの振込 bank",
            s["received"] - s["transferred"],
        ),
        ProofLine(
            "手数料収入＝請求書の手数料",
            "fee revenue = fees on invoices",
            "台帳 手数料収入 ledger",
            s["fee"],
            "請求書の手数料 invoices",
            s["invoiced_fees"],
        ),
        ProofLine(
            "仮受金＝要確認の入金",
            "suspense = notices that wait",
            "台帳 仮受金 ledger",
            s["suspense"],
            "入金通知の仮受分 notices",
            s["in_suspense"],
        ),
        ProofLine(
            "機関不足金＝不足－回収",
            "shortfall = lines",
            "台帳 機関不足金 ledger",
            s["shortfall"],
            "支払明細の不足－回収 lines",
            s["line_shortfall"],
        ),
    )
