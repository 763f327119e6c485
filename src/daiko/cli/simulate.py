"""``daiko simulate``: an invented nation, a month of its archives, and the truth about them.

Needs no database. Exit codes: 0 written, 2 wrong arguments or a folder that is not empty.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from daiko.cli.arguments import month_of
from daiko.cli.output import DONE, JsonOption, print_json, say, stop, usage_error
from daiko.platform.acts import public

if TYPE_CHECKING:
    from daiko.simulation.nation import Written
    from daiko.simulation.plan import SimulationPlan


def add_to(root: typer.Typer) -> None:
    root.command("simulate")(simulate)
    root.command("simulate-provider-list")(simulate_provider_list)


@public("it writes invented persons to a folder")
def simulate(
    seed: Annotated[int, typer.Option(help="種。同じ種は同じバイト列。 Same seed, same bytes.")],
    insurers: Annotated[int, typer.Option(help="保険者の数。 Insurers.")],
    providers: Annotated[int, typer.Option(help="健診機関の数。 Providers that send.")],
    pairs: Annotated[int, typer.Option(help="結果と決済の組の数。 Pairs of result and claim.")],
    month: Annotated[
        str, typer.Option(metavar="YYYY-MM", help="処理月。 Processing month, e.g. 2026-06.")
    ],
    out: Annotated[
        Path,
        typer.Option(metavar="DIR", file_okay=False, help="空のフォルダ。 New or empty folder."),
    ],
    faults: Annotated[
        float,
        typer.Option(
            metavar="RATE", help="誤りのある組の割合 0〜1。 Share of faulty pairs, 0 to 1."
        ),
    ] = 0.0,
    guidance: Annotated[
        int, typer.Option(min=0, help="特定保健指導を受けた人の数。 People guided.")
    ] = 0,
    as_json: JsonOption = False,
) -> None:
    """模擬データを作ります：台帳・提出用アーカイブ・正解 (truth.json)。

    Make a nation from a seed: registers, archives with planted faults, and what the check
    must say of each archive and pair.
    """
    from daiko.simulation.plan import SimulationPlan

    plan = SimulationPlan(seed, insurers, providers, pairs, month_of(month), faults, guidance)
    written = _write(out, plan)
    if as_json:
        print_json({"month": month, "out": str(out), **asdict(written)})
    else:
        _tell(out, written)
    stop(DONE)


def _write(out: Path, plan: SimulationPlan) -> Written:
    from daiko.simulation.nation import UnusablePlanError, write_month

    if plan.problems():
        usage_error(f"条件を直してください。 {' / '.join(plan.problems())}")
    try:
        return write_month(out, plan)
    except UnusablePlanError:
        usage_error(f"フォルダが空ではありません。 The folder is not empty: {out}")


def _tell(out: Path, written: Written) -> None:
    say(f"■ 模擬データを作りました。 Written to {out}")
    say("  registry/*.csv 　台帳 registers")
    say(f"  archives/*.zip 　{written.archives:,} アーカイブ、{written.pairs:,} 組")
    say("  truth.json 　　　 正解 verdicts and rules to expect")
    say(f"  誤り faults: 組 {written.faulty_pairs:,}、アーカイブ {written.faulty_archives:,}")
    say(f"  誤りの種類 kinds: {len(written.faults):,}")


@public("it writes invented organisations to a file")
def simulate_provider_list(
    seed: Annotated[int, typer.Option(help="種。同じ種は同じバイト列。 Same seed, same bytes.")],
    out: Annotated[
        Path, typer.Option(metavar="FILE", dir_okay=False, help="書くファイル。 File to write.")
    ],
    rows: Annotated[
        int, typer.Option(min=1, help="機関の数。 Providers, 55,000 by default.")
    ] = 55_000,
    as_json: JsonOption = False,
) -> None:
    """架空の全国機関一覧を作ります（CP932、daiko registry provider-list で読めます）。

    Make an invented nationwide provider list, as the fund publishes it.
    """
    from daiko.simulation.provider_list import MOST, write_provider_list

    if rows > MOST:
        usage_error(f"多すぎます。 At most {MOST:,} rows.")
    if out.exists():
        usage_error(f"すでにあるファイルです。 {out} exists; name a new file.")
    written = write_provider_list(out, seed, rows)
    if as_json:
        print_json({"out": str(out), "rows": written})
    else:
        say(f"■ 全国機関一覧 {written:,} 行を書きました。 Written to {out}")
    stop(DONE)
