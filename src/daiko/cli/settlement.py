"""``daiko settlement``: close, invoices, money, payments, reversals. Also adds ``daiko ledger``.

Every command that moves money is one verb of the settlement; this module parses,
calls and tells (``settlement_words.py``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from daiko.cli import ledger, settlement_words
from daiko.cli.arguments import MonthArgument, month_of, require_state
from daiko.cli.output import (
    REFUSED,
    AtOption,
    ByOption,
    JsonOption,
    moment,
    operator,
    ready,
    show,
    stop,
    writing,
)
from daiko.platform.acts import requires
from daiko.platform.permissions import Permission

settlement = typer.Typer(
    no_args_is_help=True,
    help="決済：締め・請求・入金・支払・過誤。 Close, invoices, money, payments, reversals.",
)
pay = typer.Typer(
    no_args_is_help=True, help="支払処理：作成・承認・振込ファイル・実行。 Payment runs."
)
reversal = typer.Typer(no_args_is_help=True, help="過誤申出：登録・一覧・不承認。 Reversals.")
suspense = typer.Typer(no_args_is_help=True, help="仮受金：一覧・充当。 Money in suspense.")
settlement.add_typer(pay, name="pay")
settlement.add_typer(reversal, name="reversal")
settlement.add_typer(suspense, name="suspense")

RunArgument = Annotated[int, typer.Argument(metavar="RUN", help="支払処理の番号。 Payment run.")]
REVERSAL_STATES: Final = ("requested", "carried", "settled", "demanded", "refused")
_BY_HELP: Final = "承認する担当者の名前。 Name of the person who approves."


def add_to(root: typer.Typer) -> None:
    root.add_typer(settlement, name="settlement")
    ledger.add_to(root)


@settlement.command("close")
@requires(Permission.AGENCY_MONTH_CLOSE)
def close_command(
    month: MonthArgument,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="何も残さず結果だけ見る。 Keep nothing.")
    ] = False,
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """処理月を締めます。請求を確定し、検算書を出します。

    Close a processing month, e.g. `daiko settlement close 2026-06`, and print its proof.
    """
    chosen = month_of(month)
    with ready(as_json=as_json):
        from daiko.settlement import services

        if dry_run:
            closed = services.preview_close(chosen, at=moment(at))
        else:
            closed = services.close_month(chosen, by=operator(by), at=moment(at))
    show(settlement_words.closed(closed), as_json=as_json, human=settlement_words.tell_closed)


@settlement.command("show")
@requires(Permission.AGENCY_MONTH_READ)
def show_command(month: MonthArgument, as_json: JsonOption = False) -> None:
    """処理月の状況と検算書。 A month, its sums and its proof; exit 1 when it does not hold."""
    chosen = month_of(month)
    with ready(as_json=as_json):
        from daiko.settlement import queries

        value = settlement_words.month(
            chosen,
            queries.month(chosen),
            queries.close_proof(chosen) if queries.is_closed(chosen) else None,
            queries.runs(chosen),
        )
    show(value, as_json=as_json, human=settlement_words.tell_month)
    if value["proof"] is not None and not value["proof"]["balanced"]:
        stop(REFUSED)


@settlement.command("invoices")
@requires(Permission.AGENCY_INVOICE_ISSUE)
def invoices_command(
    month: MonthArgument,
    list_only: Annotated[
        bool, typer.Option("--list", help="発行せず一覧だけ。 List, issue nothing.")
    ] = False,
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """締めた月の請求書を発行します。二度目からは同じものを示します。

    Issue the invoices of a closed month; repeated, the same are shown.
    """
    chosen = month_of(month)
    with ready(as_json=as_json):
        from daiko.settlement import queries, services

        if list_only:
            rows = queries.invoices(chosen)
        else:
            rows = services.issue_invoices(chosen, by=operator(by), at=moment(at))
    value = {
        "month": month,
        "invoices": [settlement_words.invoice(row) for row in rows],
        "total_yen": sum(row.total_yen for row in rows),
    }
    show(value, as_json=as_json, human=settlement_words.tell_invoices)


@settlement.command("collect")
@requires(Permission.AGENCY_COLLECTION_RECORD)
def collect_command(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, metavar="FILE", help="振込入金通知。 Incoming money."
        ),
    ],
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """振込入金通知（全銀）を取り込み、請求書と照合します。同じ通知は二度数えません。

    Import incoming money and match it with invoices. Exit 1 when something did not match.
    """
    with ready(as_json=as_json):
        from daiko.settlement import services

        collection = services.collect(
            file.read_bytes(), file_name=file.name, by=operator(by), at=moment(at)
        )
    value = settlement_words.plain(collection)
    show(value, as_json=as_json, human=settlement_words.tell_collection)
    if collection.unmatched:
        stop(REFUSED)


@suspense.command("list")
@requires(Permission.AGENCY_MONTH_READ)
def suspense_list(as_json: JsonOption = False) -> None:
    """照合できなかった入金。 Incoming money that waits for a clerk."""
    with ready(as_json=as_json):
        from daiko.settlement import queries

        value = {"notices": [settlement_words.plain(row) for row in queries.suspense()]}
    show(value, as_json=as_json, human=settlement_words.tell_suspense)


@suspense.command("apply")
@requires(Permission.AGENCY_COLLECTION_RECORD)
def suspense_apply(
    notice: Annotated[int, typer.Argument(help="入金の番号。 Notice.")],
    invoice: Annotated[str, typer.Argument(help="請求書番号。 Number of the invoice.")],
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """仮受金を請求書に充当します。 Apply money in suspense to an invoice."""
    with ready(as_json=as_json):
        from daiko.settlement import queries, services

        row = queries.invoice(invoice)
        yen = services.apply_suspense(notice, row.id if row else 0, by=operator(by), at=moment(at))
    value: dict[str, Any] = {"notice": notice, "invoice": invoice, "applied_yen": yen}
    show(value, as_json=as_json, human=settlement_words.tell_applied)


@pay.command("plan")
@requires(Permission.AGENCY_PAYMENT_PREPARE)
def plan_command(
    month: MonthArgument, as_json: JsonOption = False, by: ByOption = None, at: AtOption = None
) -> None:
    """支払処理を作成します。入金のない請求は保留になります。

    Plan the payment of what the insurers' money covers; the rest is held.
    """
    chosen = month_of(month)
    with ready(as_json=as_json):
        from daiko.settlement import services

        run = services.plan_payment(chosen, by=operator(by), at=moment(at))
    _show_run(run.id, as_json=as_json)


@pay.command("approve")
@requires(Permission.AGENCY_PAYMENT_APPROVE)
def approve_command(
    run: RunArgument,
    by: Annotated[str, typer.Option("--by", help=_BY_HELP)],
    as_json: JsonOption = False,
    at: AtOption = None,
) -> None:
    """支払処理を承認します。異なる二人の承認が必要です。

    Approve a run; two different persons are needed.
    """
    with ready(as_json=as_json):
        from daiko.settlement import services

        services.approve_payment(run, by=operator(by), at=moment(at))
    _show_run(run, as_json=as_json)


@pay.command("discard")
@requires(Permission.AGENCY_PAYMENT_PREPARE)
def discard_command(
    run: RunArgument,
    file_not_sent: Annotated[
        bool,
        typer.Option(
            "--file-not-sent",
            help="振込ファイルは銀行に渡っていない。 The bank does not have the file.",
        ),
    ] = False,
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """支払処理を取り消します（実行前のみ）。 Take a run back before it is executed."""
    with ready(as_json=as_json):
        from daiko.settlement import services

        services.discard_payment(run, by=operator(by), at=moment(at), file_not_sent=file_not_sent)
    _show_run(run, as_json=as_json)


@pay.command("file")
@requires(Permission.AGENCY_PAYMENT_PREPARE)
def file_command(
    run: RunArgument,
    out: Annotated[Path, typer.Option("--out", help="書き出すファイル。 File to write.")],
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """総合振込ファイル（全銀）を書き出します。 Write the bank transfer file of an approved run."""
    with ready(as_json=as_json):
        from daiko.platform import objects
        from daiko.settlement import services

        file = services.make_bank_file(run, by=operator(by), at=moment(at))
        with objects.fetch(file.key) as source, writing(out):
            out.write_bytes(source.read())
    value = settlement_words.plain(file) | {"path": str(out)}
    show(value, as_json=as_json, human=settlement_words.tell_bank_file)


@pay.command("executed")
@requires(Permission.AGENCY_PAYMENT_PREPARE)
def executed_command(
    run: RunArgument, as_json: JsonOption = False, by: ByOption = None, at: AtOption = None
) -> None:
    """銀行が振込を実行したことを記録します。 Record that the bank did the transfers."""
    with ready(as_json=as_json):
        from daiko.settlement import services

        services.record_executed(run, by=operator(by), at=moment(at))
    _show_run(run, as_json=as_json)


def _show_run(run_id: int, *, as_json: bool) -> None:
    from daiko.settlement import queries

    value = settlement_words.run(queries.run(run_id), queries.payment_proof(run_id))
    show(value, as_json=as_json, human=settlement_words.tell_run)


@pay.command("show")
@requires(Permission.AGENCY_MONTH_READ)
def pay_show_command(month: MonthArgument, as_json: JsonOption = False) -> None:
    """支払処理と機関ごとの支払額。 Runs of a month, the lines per provider, the proofs."""
    chosen = month_of(month)
    with ready(as_json=as_json):
        from daiko.settlement import queries

        value = {
            "month": month,
            "runs": [
                settlement_words.run(run, queries.payment_proof(run.id))
                for run in queries.runs(chosen)
            ],
            "payments": [settlement_words.plain(line) for line in queries.payments(chosen)],
        }
    show(value, as_json=as_json, human=settlement_words.tell_payments)


@reversal.command("request")
@requires(Permission.AGENCY_REVERSAL_RECORD)
def request_command(
    claim: Annotated[int, typer.Argument(help="請求の番号。 Number of the claim.")],
    reason: Annotated[str, typer.Option(help="別表10 の理由 01～09。 Reason of table 10.")],
    note: Annotated[str, typer.Option(help="補足（100字以内）。 Note.")] = "",
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """保険者の過誤申出を登録します。 Enter an insurer's request to reverse a claim."""
    with ready(as_json=as_json):
        from daiko.settlement import services

        row = services.request_reversal(
            claim, reason=reason, note=note, by=operator(by), at=moment(at)
        )
    value = {"reversals": [settlement_words.plain(row)]}
    show(value, as_json=as_json, human=settlement_words.tell_reversals)


@reversal.command("refuse")
@requires(Permission.AGENCY_REVERSAL_RECORD)
def refuse_command(
    number: Annotated[int, typer.Argument(metavar="REVERSAL", help="申出の番号。 Request.")],
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """過誤申出を不承認にします。 Do not follow a request."""
    with ready(as_json=as_json):
        from daiko.settlement import services

        row = services.refuse_reversal(number, by=operator(by), at=moment(at))
    value = {"reversals": [settlement_words.plain(row)]}
    show(value, as_json=as_json, human=settlement_words.tell_reversals)


@reversal.command("repaid")
@requires(Permission.AGENCY_REVERSAL_RECORD)
def repaid_command(
    number: Annotated[int, typer.Argument(metavar="REVERSAL", help="申出の番号。 Request.")],
    notice: Annotated[int, typer.Argument(help="仮受金の入金番号。 Notice in suspense.")],
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """返還請求に対する入金を充当します。 Settle a repayment demand with money in suspense."""
    with ready(as_json=as_json):
        from daiko.settlement import services

        row = services.record_repayment(number, notice, by=operator(by), at=moment(at))
    value = {"reversals": [settlement_words.plain(row)]}
    show(value, as_json=as_json, human=settlement_words.tell_reversals)


@reversal.command("list")
@requires(Permission.AGENCY_MONTH_READ)
def reversals_command(
    state: Annotated[
        str | None,
        typer.Option(help="状態。 One of: " + ", ".join(REVERSAL_STATES)),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """過誤申出の一覧。 Reversal requests, oldest first."""
    require_state(state, REVERSAL_STATES)
    with ready(as_json=as_json):
        from daiko.settlement import queries

        value = {
            "reversals": [settlement_words.plain(row) for row in queries.reversals(state=state)]
        }
    show(value, as_json=as_json, human=settlement_words.tell_reversals)
