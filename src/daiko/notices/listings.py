"""A paper that is a list: its head, its lines as often as they are asked for, its foot.

Source: standards/administrative-checks.md 2; rulings.md 51 (list of returns of a month,
once, at close). Divides a list into volumes (分冊) so that no document is larger than
the memory of a worker allows (tested-facts 5: WeasyPrint holds a whole document).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from daiko.notices import composing, rendering, tables
from daiko.notices.papers import Foot, Head, PaperKind, Volume
from daiko.reception import paper_queries
from daiko.reception import queries as reception
from daiko.reception.queries import SubmissionRow

ROWS_PER_VOLUME: Final = 500


@dataclass(frozen=True, slots=True)
class Listing:
    """``rows`` lines, read anew at every call of ``lines``; ``csv_rows`` likewise."""

    head: Head
    rows: int
    foot: Foot
    lines: Callable[[], Iterator[Any]]
    csv_rows: Callable[[], Iterator[Iterable[str | int | None]]]

    def pdfs(self, rows_per_volume: int = ROWS_PER_VOLUME) -> Iterator[tuple[Volume, bytes]]:
        """The volumes one by one; only one is in memory."""
        lines = self.lines()
        for volume in rendering.volumes(self.rows, rows_per_volume):
            part = list(islice(lines, rows_per_volume))
            yield volume, rendering.list_pdf(self.head, part, self.foot, volume)

    def csv(self) -> Iterator[bytes]:
        """The table, row by row."""
        return tables.csv_rows(self.csv_rows())


def errors(submission: SubmissionRow) -> Listing:
    """受付エラー連絡票. Raises ``NotCheckedYet``."""
    head = composing.submission_head(PaperKind.ERRORS, submission)
    foot = composing.error_foot(submission)
    rows = sum(total.count for total in foot.totals)

    def csv_rows() -> Iterator[Iterable[str | int | None]]:
        yield from tables.error_rows(head, composing.error_lines(submission))
        announced = composing.announced_lines(submission, rows + 1)
        yield from islice(tables.error_rows(head, announced), 1, None)

    return Listing(head, rows, foot, lambda: composing.error_lines(submission), csv_rows)


def returns(submission: SubmissionRow) -> Listing:
    """返戻一覧表 of one archive. Raises ``NotCheckedYet``."""
    return _returns(composing.submission_head(PaperKind.RETURNS, submission), [submission])


def month_returns(provider_number: str, month: str) -> Listing:
    """返戻一覧表 of a provider and a month (YYYY-MM) whose intake is closed.

    Raises ``IntakeStillOpen``, ``NothingReceived``.
    """
    composing.refuse_open_month(month)
    submissions = paper_queries.sent_in_month(provider_number, month)
    return _returns(composing.month_head(provider_number, month, submissions), submissions)


def _returns(head: Head, submissions: list[SubmissionRow]) -> Listing:
    taken_in = [row.submission_id for row in submissions if row.state != "refused"]
    return Listing(
        head=head,
        rows=paper_queries.returned_count(taken_in),
        foot=composing.return_foot(submissions),
        lines=lambda: composing.return_lines(submissions),
        csv_rows=lambda: tables.return_rows(composing.return_lines(submissions)),
    )


def of(kind: PaperKind, submission_id: int) -> Listing:
    """The list of this kind about one submission. Raises ``SubmissionUnknown``."""
    submission = reception.submission(submission_id)
    return errors(submission) if kind is PaperKind.ERRORS else returns(submission)
