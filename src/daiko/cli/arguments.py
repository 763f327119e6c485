"""Arguments that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from daiko.cli.output import usage_error

if TYPE_CHECKING:
    from daiko.money.calendar import ProcessingMonth

MonthArgument = Annotated[
    str, typer.Argument(metavar="YYYY-MM", help="処理月。 Processing month, e.g. 2026-06.")
]


def month_of(text: str) -> ProcessingMonth:
    """The processing month, or the end of the command with exit code 2."""
    from daiko.money.calendar import ProcessingMonth

    try:
        return ProcessingMonth.parse(text)
    except ValueError:
        usage_error(f"処理月は YYYY-MM の形です（例 2026-06）。 Not a processing month: {text}")
