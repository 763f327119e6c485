"""``daiko ledger``: the books against everything they tell of."""

from __future__ import annotations

import typer

from daiko.cli import settlement_words
from daiko.cli.output import REFUSED, JsonOption, ready, show, stop
from daiko.platform.acts import requires
from daiko.platform.permissions import Permission

ledger = typer.Typer(no_args_is_help=True, help="元帳の検証。 The ledger.")


def add_to(root: typer.Typer) -> None:
    root.add_typer(ledger, name="ledger")


@ledger.callback()
def group() -> None:
    """元帳の検証。 The ledger."""


@ledger.command("verify")
@requires(Permission.AGENCY_MONTH_READ)
def verify_command(as_json: JsonOption = False) -> None:
    """元帳を請求・入金・支払の記録と突き合わせます。一致しなければ終了コード 1。

    Compare every balance with claims, invoices, money and payments. Exit 1 on a difference.
    """
    with ready(as_json=as_json):
        from daiko.settlement import queries

        verification = queries.verify_ledger()
    show(settlement_words.proof(verification), as_json=as_json, human=settlement_words.tell_proof)
    if not verification.balanced:
        stop(REFUSED)
