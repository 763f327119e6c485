"""Arguments that several commands share, and what they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from daiko.cli.output import usage_error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from daiko.money.calendar import ProcessingMonth
    from daiko.reception.queries import SubmissionRow

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


def require_state(state: str | None, known: Sequence[str]) -> None:
    """A state there is or none, else the end of the command with exit code 2."""
    if state and state not in known:
        usage_error(f"状態は次のいずれかです。 A state is one of: {', '.join(known)}")


def submission_of(receipt: str) -> SubmissionRow:
    """The submission of a receipt number. Raises ``SubmissionUnknown``."""
    from daiko.reception import queries
    from daiko.reception.errors import SubmissionUnknown

    row = queries.by_receipt(receipt)
    if row is None:
        raise SubmissionUnknown(submission=receipt)
    return row
