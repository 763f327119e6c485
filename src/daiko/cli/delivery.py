"""``daiko delivery``: packages for insurers, returns to providers."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from daiko.cli.arguments import MonthArgument, month_of
from daiko.cli.output import (
    AtOption,
    ByOption,
    JsonOption,
    moment,
    operator,
    ready,
    say,
    show,
    writing,
)
from daiko.platform.acts import requires
from daiko.platform.permissions import Permission

if TYPE_CHECKING:
    from daiko.delivery.queries import PackageRow

delivery = typer.Typer(
    no_args_is_help=True,
    help="振分・送付：保険者向け送付データと返戻データ。 Packages and returns.",
)


def add_to(root: typer.Typer) -> None:
    root.add_typer(delivery, name="delivery")


@delivery.command("build")
@requires(Permission.AGENCY_PACKAGE_BUILD)
def build(
    month: MonthArgument,
    out: Annotated[
        Path | None,
        typer.Option(help="ZIP を書き出すフォルダ。 Folder to copy the archives to."),
    ] = None,
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """締めた月の送付データを保険者ごとに作り、合計を照合して確定します。

    Pack a closed month for every insurer, compare the totals, release. Repeatable.
    """
    chosen = month_of(month)
    with ready(as_json=as_json):
        from daiko.delivery import queries, services

        services.build_month(chosen, by=operator(by), at=moment(at))
        rows = queries.packages(month)
    if out is not None:
        with writing(out):
            write_out([row.archive_name for row in rows], out)
    show(_packages(month, rows), as_json=as_json, human=_tell)


@delivery.command("list")
@requires(Permission.AGENCY_PACKAGE_READ)
def list_command(
    month: MonthArgument,
    returns: Annotated[
        bool, typer.Option("--returns", help="返戻データの一覧。 Returns instead of packages.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """作成済みの送付データの一覧。 Packages of a month."""
    month_of(month)
    from daiko.platform.boot import boot

    boot()
    from daiko.delivery import queries

    rows = queries.packages(month, kind="return" if returns else "insurer")
    show(_packages(month, rows), as_json=as_json, human=_tell)


def write_out(archive_names: list[str], out: Path) -> None:
    """Copy archives out of the store; a file that is there with the same name is replaced."""
    from daiko.delivery import queries

    out.mkdir(parents=True, exist_ok=True)
    for name in archive_names:
        with queries.content(name) as source, (out / name).open("wb") as target:
            shutil.copyfileobj(source, target)


def _packages(month: str, rows: list[PackageRow]) -> dict[str, Any]:
    return {
        "month": month,
        "packages": len(rows),
        "documents": sum(row.documents for row in rows),
        "claim_yen": sum(row.claim_yen for row in rows),
        "archives": [_package(row) for row in rows],
    }


def _package(row: PackageRow) -> dict[str, Any]:
    return {
        "archive": row.archive_name,
        "receiver": row.receiver,
        "documents": row.documents,
        "claim_yen": row.claim_yen,
        "sha256": row.sha256,
        "size_bytes": row.size_bytes,
    }


def _tell(value: dict[str, Any]) -> None:
    say(
        f"{value['month']}　送付データ {value['packages']:,} 個　{value['documents']:,} 件"
        f"　請求金額 {value['claim_yen']:,} 円"
    )
    for row in value["archives"]:
        say(f"  {row['archive']}　{row['documents']:>7,} 件　{row['claim_yen']:>13,} 円")
