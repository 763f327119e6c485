"""What the commands that load registers share: options, the file of bad rows, the report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from daiko.cli.output import DONE, REFUSED, say, show, stop, usage_error
from daiko.cli.registry_words import report_value, tell_report

if TYPE_CHECKING:
    from daiko.registry.bad_row_file import BadRowFile
    from daiko.registry.loading import LoadReport

PreviewOption = Annotated[
    bool,
    typer.Option(
        "--preview",
        help="変わる行を見るだけで、書きません。 Show what would change, write nothing.",
    ),
]
BadRowsOption = Annotated[
    Path | None,
    typer.Option(
        "--bad-rows",
        metavar="FILE",
        dir_okay=False,
        help="すべての誤りを書くファイル。 File for every bad row; beside the input by default.",
    ),
]


@contextmanager
def bad_row_file(given: Path | None, default: Path) -> Iterator[BadRowFile]:
    """Where every bad row goes. A file somebody names must not be there already."""
    from daiko.registry.bad_row_file import BadRowFile

    if given is not None and given.exists():
        usage_error(f"すでにあるファイルです。 {given} exists; name a new file.")
    with BadRowFile(given or default) as bad:
        yield bad


def finish(report: LoadReport, bad: BadRowFile, *, preview: bool, as_json: bool) -> NoReturn:
    """Tell the report and where its bad rows stand; exit 0, or 1 with bad rows."""
    value = report_value(report, preview=preview)
    value["bad_rows_file"] = str(bad.path) if bad.count else None

    def tell(_: object) -> None:
        tell_report(report, preview=preview)
        if bad.count:
            say(f"すべての誤り {bad.count:,} 件： every bad row: {bad.path}")

    show(value, as_json=as_json, human=tell)
    stop(DONE if report.loaded else REFUSED)
