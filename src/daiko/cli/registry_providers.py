"""``daiko registry provider-list``: the fund's nationwide list of providers into the registry."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from daiko.cli.output import AtOption, ByOption, JsonOption, moment, operator, refusals
from daiko.cli.registry_loading import BadRowsOption, PreviewOption, bad_row_file, finish
from daiko.cli.registry_words import tell_progress
from daiko.platform.acts import requires
from daiko.platform.permissions import Permission

ListArgument = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="全国の機関一覧 CSV（CP932、例 Pref_00.csv）。 The fund's list of providers.",
    ),
]
OnOption = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        formats=["%Y-%m-%d"],
        help="一覧の日。新しい機関はこの日から登録。 Day of the list; new providers exist from it.",
    ),
]
EndOption = Annotated[
    bool,
    typer.Option(
        "--end-missing",
        help="一覧にない機関を --on の前日で終わらせます。 End providers the list does not name.",
    ),
]


@requires(Permission.AGENCY_REGISTRY_PROPOSE)
def provider_list_command(
    file: ListArgument,
    on: OnOption = None,
    end_missing: EndOption = False,
    preview: PreviewOption = False,
    bad_rows: BadRowsOption = None,
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """全国の健診・保健指導機関一覧を読み込みます。一行でも誤りがあれば何も変えません。

    Load the nationwide provider list, all rows or none. What it does not know of a registered
    provider stays. Exit 1 with bad rows.
    """
    from daiko.platform.boot import boot

    boot()
    from daiko.platform.clock import tokyo_date
    from daiko.registry.services import load_provider_list

    when = moment(at)
    default = file.with_name(f"{file.stem}.bad-rows.csv")
    with refusals(as_json=as_json), bad_row_file(bad_rows, default) as bad:
        report = load_provider_list(
            file,
            on=on.date() if on else tokyo_date(when),
            by=operator(by),
            at=when,
            end_missing=end_missing,
            only_look=preview,
            progress=tell_progress,
            tell=bad.write,
        )
    finish(report, bad, preview=preview, as_json=as_json)
