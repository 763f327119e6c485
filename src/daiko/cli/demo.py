"""``daiko demo``: one month of a clearing agency on simulated archives.

Real files, the real database, the real commands' services; only the persons are
invented. Every step may be repeated, so that a demo that was killed goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from daiko.cli.arguments import month_of
from daiko.cli.output import DONE, REFUSED, JsonOption, print_json, refusals, say, stop, usage_error
from daiko.platform.acts import requires
from daiko.platform.permissions import Permission

if TYPE_CHECKING:
    from daiko.simulation.plan import SimulationPlan


def add_to(root: typer.Typer) -> None:
    root.command("demo")(demo)


@requires(Permission.SYSTEM_DEMO_PLAY)
def demo(
    seed: Annotated[int, typer.Option(help="種。同じ種は同じ月。 Same seed, same month.")] = 1,
    insurers: Annotated[int, typer.Option(min=1, help="保険者の数。 Insurers.")] = 4,
    providers: Annotated[int, typer.Option(min=1, help="健診機関の数。 Providers.")] = 24,
    pairs: Annotated[int, typer.Option(min=1, help="結果と決済の組の数。 Pairs.")] = 2_400,
    guidance: Annotated[
        int, typer.Option(min=0, help="特定保健指導を受けた人。 People guided.")
    ] = 240,
    month: Annotated[str, typer.Option(metavar="YYYY-MM", help="処理月。 Month.")] = "2026-06",
    faults: Annotated[float, typer.Option(help="誤りを仕込む割合。 Share of faults.")] = 0.08,
    as_json: JsonOption = False,
    fresh: Annotated[
        bool,
        typer.Option("--fresh", help="前のデモを消してから。 Empty the database of a demo first."),
    ] = False,
) -> None:
    """一か月を最初から最後まで：受付・点検・締め・請求・支払・送付。

    Play one month from the archives to the bank file, and compare with the truth.
    """
    chosen = month_of(month)
    from daiko.platform.boot import boot

    boot()
    from daiko.simulation.plan import SimulationPlan

    plan = SimulationPlan(seed, insurers, providers, pairs, chosen, faults, guidance)
    if plan.problems():
        usage_error(" / ".join(plan.problems()))
    with refusals(as_json=as_json):
        outcome = play(plan, fresh=fresh, tell=_aside if as_json else say)
    if as_json:
        print_json(outcome)
    else:
        _tell(outcome)
    stop(DONE if _holds(outcome) else REFUSED)


def _aside(text: str) -> None:
    """Beside the one object for programs the story goes to standard error."""
    typer.echo(text, err=True)


def play(plan: SimulationPlan, *, fresh: bool, tell: Callable[[str], None]) -> dict[str, Any]:
    """All steps in the order of the way of the data; gives the object of ``--json``."""
    from daiko.cli import demo_money as money
    from daiko.cli import demo_steps as steps
    from daiko.settlement import queries as settlement

    folder = steps.DemoFolder(plan)
    if fresh:
        steps.empty(folder, tell)
    steps.simulate(plan, folder, tell)
    steps.refuse_other_data(folder)
    steps.load_registers(plan, folder, tell)
    steps.receive(plan, folder, tell)
    steps.check(plan, tell)
    truth = steps.compare_with_truth(folder, tell)
    money.close(plan, tell)
    money.invoice(plan, tell)
    packages = money.deliver(plan, folder, tell)
    money.collect(plan, folder, tell)
    payment = money.pay(plan, folder, tell)
    ledger = settlement.verify_ledger()
    tell(f"帳簿を検算しました: {'一致' if ledger.balanced else '不一致'}")
    proofs = {
        "close": settlement.close_proof(plan.month).balanced,
        "payment": payment.balanced,
        "ledger": ledger.balanced,
    }
    return {
        **_figures(plan),
        "truth": {"missed": truth.missed, "false": truth.false},
        "proof": {"balanced": all(proofs.values()), **proofs},
        "paid_yen": payment.paid_yen,
        "bank_file": {
            "path": str(payment.path),
            "records": payment.records,
            "total_yen": payment.total_yen,
        },
        "packages": packages,
    }


def _figures(plan: SimulationPlan) -> dict[str, Any]:
    """Counts of the reception and sums of the invoices, read back from the database."""
    from daiko.reception import month_queries
    from daiko.settlement import queries as settlement

    counts = month_queries.month_counts(plan.month)
    invoices = settlement.invoices(plan.month)
    return {
        "month": str(plan.month),
        "insurers": plan.insurers,
        "providers": plan.providers,
        "archives": counts.submissions,
        "pairs": counts.pairs,
        "accepted": counts.accepted,
        "returned": counts.returned,
        "invoiced_yen": sum(row.total_yen for row in invoices),
        "fee_yen": sum(row.fee_yen for row in invoices),
    }


def _holds(outcome: dict[str, Any]) -> bool:
    """Nothing missed, nothing false, and every proof balances."""
    return bool(
        outcome["truth"]["missed"] == 0
        and outcome["truth"]["false"] == 0
        and outcome["proof"]["balanced"]
    )


def _tell(outcome: dict[str, Any]) -> None:
    bank = outcome["bank_file"]
    say("")
    say(f"■ 処理月 {outcome['month']} のまとめ")
    for label, text in (
        ("受付", f"{outcome['archives']:,} アーカイブ、{outcome['pairs']:,} 組"),
        ("点検", f"受理 {outcome['accepted']:,}　返戻 {outcome['returned']:,}"),
        (
            "仕込んだ誤りとの照合",
            f"見落とし {outcome['truth']['missed']}　誤検出 {outcome['truth']['false']}",
        ),
        ("請求（保険者へ）", f"{outcome['invoiced_yen']:,} 円"),
        ("うち手数料", f"{outcome['fee_yen']:,} 円"),
        ("支払（健診機関へ）", f"{outcome['paid_yen']:,} 円"),
        ("振込ファイル", f"{bank['records']:,} 件　{bank['total_yen']:,} 円　{bank['path']}"),
        ("送付データ", f"{outcome['packages']:,} 個"),
        ("証明", "一致" if outcome["proof"]["balanced"] else "不一致"),
    ):
        say(f"  {label}: {text}")
