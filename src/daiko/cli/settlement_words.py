"""What the settlement's commands print: values as plain objects, and in words.

Japanese first. Yen with thousands separators, states in the clerk's words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from daiko.cli.output import say

if TYPE_CHECKING:
    from daiko.money.calendar import ProcessingMonth
    from daiko.settlement.rows import ClosedMonth, InvoiceRow, MonthRow, PaymentRun, Proof

_STATES: Final = {
    "open": "受付中",
    "closed": "締め済",
    "draft": "作成済（未発行）",
    "issued": "請求済",
    "part_paid": "一部入金",
    "paid": "入金済",
    "planned": "作成済・承認待ち",
    "approved": "承認済",
    "file_made": "振込ファイル作成済",
    "executed": "支払済",
    "discarded": "取消",
    "requested": "申出",
    "carried": "繰越",
    "settled": "調整済",
    "demanded": "返還請求",
    "refused": "不承認",
}
_WAITS: Final = {
    "payee": "振込先の登録待ち",
    "verification": "振込口座の確認待ち",
    "account": "振込口座の訂正待ち",
}


def plain(value: Any) -> dict[str, Any]:
    """A row as an object for programs; months as YYYY-MM."""
    fields = asdict(value)
    if "month" in fields:
        fields["month"] = str(value.month)
    return fields


def proof(value: Proof) -> dict[str, Any]:
    """A proof with its verdicts."""
    return {
        "subject": value.subject,
        "balanced": value.balanced,
        "lines": [{**asdict(line), "holds": line.holds} for line in value.lines],
    }


def tell_proof(value: dict[str, Any]) -> None:
    for line in value["lines"]:
        mark, sign = ("○", "＝") if line["holds"] else ("×", "≠")
        say(f"  {mark} {line['name_ja']}（{line['name_en']}）")
        say(
            f"      {line['left_label']} {line['left_yen']:,} {sign}"
            f" {line['right_label']} {line['right_yen']:,}"
        )
    say("検算 一致 balanced" if value["balanced"] else "検算 不一致 NOT balanced")


def closed(value: ClosedMonth) -> dict[str, Any]:
    return plain(value) | {"payable_yen": value.payable_yen, "proof": proof(value.proof)}


def tell_closed(value: dict[str, Any]) -> None:
    head = "締めの試算（何も残しません） dry run" if value["is_preview"] else "締めました closed"
    say(f"{value['month']}　{head}")
    say(
        f"  確定 {value['claims']:,} 件　{value['claim_yen']:,} 円"
        f"　保険者 {value['insurers']:,}　機関 {value['providers']:,}"
    )
    say(
        f"  過誤調整 {value['reversed_count']:,} 件　{value['reversed_yen']:,} 円"
        f"　保留分の取消 {value['cancelled_count']:,} 件　{value['cancelled_yen']:,} 円"
        f"　繰越 {value['carried_count']:,} 件　{value['carried_yen']:,} 円"
    )
    say(
        f"  事務手数料 {value['fee_yen']:,} 円　請求書合計 {value['invoiced_yen']:,} 円"
        f"　支払予定 {value['payable_yen']:,} 円"
    )
    tell_proof(value["proof"])


def month(
    chosen: ProcessingMonth,
    row: MonthRow | None,
    month_proof: Proof | None,
    runs: Sequence[PaymentRun],
) -> dict[str, Any]:
    """A month for ``show``; one that settlement does not know yet is open and empty."""
    value: dict[str, Any] = {"month": str(chosen), "state": "open"} if row is None else plain(row)
    return value | {
        "proof": None if month_proof is None else proof(month_proof),
        "runs": [plain(run) for run in runs],
    }


def tell_month(value: dict[str, Any]) -> None:
    say(f"{value['month']}　{_STATES[value['state']]} {value['state']}")
    if value["proof"] is None:
        return
    say(f"  確定 {value['claims']:,} 件　{value['claim_yen']:,} 円")
    say(
        f"  過誤調整 {value['reversed_yen']:,} 円　保留分の取消 {value['cancelled_yen']:,} 円"
        f"　繰越 {value['carried_yen']:,} 円　事務手数料 {value['fee_yen']:,} 円"
    )
    say(
        f"  請求書 {value['invoiced_yen']:,} 円（{value['invoice_on']} 発行、"
        f"{value['due_on']} 払込期日）　入金 {value['collected_yen']:,} 円"
    )
    say(f"  支払 {value['paid_yen']:,} 円（{value['pay_on']} 支払日）")
    for row in value["runs"]:
        say(f"  支払処理 {row['id']}　{_STATES[row['state']]}　{row['total_yen']:,} 円")
    tell_proof(value["proof"])


def invoice(row: InvoiceRow) -> dict[str, Any]:
    return plain(row) | {"missing_yen": row.missing_yen}


def tell_invoices(value: dict[str, Any]) -> None:
    rows = value["invoices"]
    say(f"{value['month']}　請求書 {len(rows):,} 通　合計 {value['total_yen']:,} 円")
    for row in rows:
        say(
            f"  {row['number']}　{row['claims']:>8,} 件　請求 {row['claims_yen']:>13,}"
            f"　過誤 −{row['credit_applied_yen']:,}　手数料 {row['fee_yen']:>10,}"
            f"　計 {row['total_yen']:>13,} 円　{_STATES[row['state']]}"
            f"　依頼人コード {row['remitter_code']}　期日 {row['due_on']}"
        )


def tell_collection(value: dict[str, Any]) -> None:
    if value["repeated"]:
        say(f"{value['file_name']} は取込済みです。何も変えていません。 Imported before.")
        return
    say(
        f"{value['file_name']}　通知 {value['notices']:,} 件　消込 {value['matched']:,} 件"
        f"　{value['matched_yen']:,} 円　取消 {value['cancelled']:,} 件　既知 {value['known']:,} 件"
    )
    if value["unmatched"] or value["suspense_yen"]:
        say(
            f"  要確認 {value['unmatched']:,} 件　仮受金 {value['suspense_yen']:,} 円"
            "　→ daiko settlement suspense list"
        )


def tell_suspense(value: dict[str, Any]) -> None:
    say(f"仮受金 {len(value['notices']):,} 件")
    for row in value["notices"]:
        say(
            f"  {row['id']:>6}　{row['booked_on']}　{row['suspense_yen']:>13,} 円"
            f"　依頼人コード {row['remitter_code']}　{row['remitter_name']}"
        )


def tell_applied(value: dict[str, Any]) -> None:
    say(
        f"入金 {value['notice']} を {value['invoice']} に {value['applied_yen']:,} 円充当しました。"
    )


def run(row: PaymentRun, run_proof: Proof) -> dict[str, Any]:
    return plain(row) | {"proof": proof(run_proof)}


def tell_run(value: dict[str, Any]) -> None:
    say(
        f"支払処理 {value['id']}　{value['month']}　{_STATES[value['state']]}"
        f"　支払日 {value['pay_on']}　振込 {value['transfers']:,} 件　{value['total_yen']:,} 円"
        f"　承認 {'、'.join(value['approvals']) or 'なし'}"
    )
    tell_proof(value["proof"])


def tell_payments(value: dict[str, Any]) -> None:
    for row in value["runs"]:
        tell_run(row)
    for line in value["payments"]:
        waits = _WAITS.get(line["waits_for"], "")
        say(
            f"  {line['provider_number']}　確定 {line['confirmed_yen']:>12,}"
            f"　過誤 −{line['reversed_yen']:,}　保留 {line['held_yen']:,}"
            f"　支払 {line['paid_yen']:>12,} 円　{waits}"
        )


def tell_bank_file(value: dict[str, Any]) -> None:
    say(
        f"{value['path']}　{value['records']:,} 件　{value['total_yen']:,} 円"
        f"　振込指定日 {value['transfer_on']}　SHA-256 {value['sha256']}"
    )
    if value["is_sample"]:
        say(
            "見本の振込依頼人口座で作成しました。銀行には提出できません。"
            " Written with the sample account; no bank takes it."
        )


def tell_reversals(value: dict[str, Any]) -> None:
    for row in value["reversals"]:
        say(
            f"  {row['id']:>6}　請求 {row['claim_id']}　{_STATES[row['state']]}"
            f"　機関 {row['provider_number']}　保険者 {row['insurer_number']}"
            f"　{row['amount_yen']:,} 円　理由 {row['reason']}"
        )
