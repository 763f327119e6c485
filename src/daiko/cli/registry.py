"""``daiko registry``: preview, load and export the registers, their history, their counts."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from daiko.cli import registry_proposals, registry_providers
from daiko.cli.output import (
    AtOption,
    ByOption,
    JsonOption,
    moment,
    operator,
    refusals,
    say,
    show,
    usage_error,
    writing,
)
from daiko.cli.registry_loading import BadRowsOption, PreviewOption, bad_row_file, finish
from daiko.cli.registry_words import TABLE_JA, history_value, tell_history, tell_progress
from daiko.platform.acts import requires
from daiko.platform.permissions import Permission

registry = typer.Typer(
    no_args_is_help=True,
    help="台帳：保険者・健診機関・契約・受診券・支払先・暦。 Registers of the agency.",
)


def add_to(root: typer.Typer) -> None:
    root.add_typer(registry, name="registry")


registry.command("provider-list")(registry_providers.provider_list_command)
registry.command("proposals")(registry_proposals.proposals_command)
registry.command("approve")(registry_proposals.approve_command)
registry.command("reject")(registry_proposals.reject_command)


FolderArgument = Annotated[
    Path,
    typer.Argument(
        metavar="DIR", exists=True, file_okay=False, help="台帳 CSV のフォルダ。 CSV folder."
    ),
]
ApprovedByOption = Annotated[
    str | None,
    typer.Option(
        "--approved-by",
        help="口座・単価・暦の変更をその場で承認した別の人。 Another person who approves.",
    ),
]


@registry.command("load")
@requires(Permission.AGENCY_REGISTRY_PROPOSE)
def load_command(
    folder: FolderArgument,
    preview: PreviewOption = False,
    approved_by: ApprovedByOption = None,
    bad_rows: BadRowsOption = None,
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """フォルダの台帳 CSV を読み込みます。一行でも誤りがあれば何も変えません。

    Load every register of a folder, all rows or none. Exit 1 with bad rows. Changes of payees,
    prices and calendars wait as a proposal until another person approves them.
    """
    from daiko.platform.boot import boot

    boot()
    from daiko.registry import services
    from daiko.registry.problems import BAD_ROWS_NAME

    other = operator(approved_by) if approved_by and not preview else None
    verb = services.preview if preview else partial(services.load, approved_by=other)
    with refusals(as_json=as_json), bad_row_file(bad_rows, folder / BAD_ROWS_NAME) as bad:
        report = verb(
            folder, by=operator(by), at=moment(at), progress=tell_progress, tell=bad.write
        )
    finish(report, bad, preview=preview, as_json=as_json)


@registry.command("export")
@requires(Permission.AGENCY_REGISTRY_READ)
def export_command(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", exists=True, file_okay=False, help="書き出し先。 Folder to write to."
        ),
    ],
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """台帳を CSV に書き出します。そのまま読み込めて、同じ台帳なら同じファイルになります。

    Write every register as the files that `daiko registry load` takes. They name persons
    and accounts: readable by their owner only, and recorded.
    """
    from daiko.platform.boot import boot

    boot()
    from daiko.registry.exporting import export

    with writing(folder):
        counts = dict(export(folder, by=operator(by), at=moment(at)))
    show(counts, as_json=as_json, human=_tell_counts)


@registry.command("history")
@requires(Permission.AGENCY_REGISTRY_READ)
def history_command(
    table: Annotated[
        str,
        typer.Argument(metavar="TABLE", help="台帳。 Register, e.g. insurers, contract_prices."),
    ],
    key: Annotated[
        list[str],
        typer.Argument(metavar="KEY...", help="行の鍵、先頭から。 Key of the row, from its start."),
    ],
    as_json: JsonOption = False,
) -> None:
    """一つの行の変更の履歴：誰が、いつ、何を。 Who changed a row when, and what."""
    from daiko.platform.boot import boot

    if table not in TABLE_JA:
        usage_error(f"台帳の名前ではありません。 No such register: {table} ({', '.join(TABLE_JA)})")
    boot()
    from daiko.registry.history import row_history

    rows = row_history(table, key)
    show([history_value(row) for row in rows], as_json=as_json, human=lambda _: tell_history(rows))


@registry.command("show")
@requires(Permission.AGENCY_REGISTRY_READ)
def show_command(as_json: JsonOption = False) -> None:
    """各台帳の件数。 Rows of every register."""
    from daiko.platform.boot import boot

    boot()
    from daiko.registry.queries import row_counts

    show(dict(row_counts()), as_json=as_json, human=_tell_counts)


def _tell_counts(counts: dict[str, int]) -> None:
    for table, rows in counts.items():
        say(f"  {TABLE_JA[table]} {table}: {rows:,}")
