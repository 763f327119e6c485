"""A paper that is a list: its head, its lines as often as they are asked for, its foot.

Source: standards/administrative-checks.md 2; rulings.md 51 (list of returns of a month,
once, at close). Divides a list into volumes (分冊) so that no document is larger than
the memory of a worker allows (tested-facts 5: WeasyPrint holds a whole document).
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, repeat
from typing import Any, Final

from daiko.notices import composing, rendering, tables
from daiko.notices.papers import Foot, Head, PaperKind, Volume
from daiko.reception import paper_queries
from daiko.reception import queries as reception
from daiko.reception.queries import SubmissionRow

WEIGHT_OF_VOLUME: Final = 300
"""Table rows in one document. With 400, a worker that made 75 volumes one after another
reached 330 MB; a worker has 300 MiB."""

MADE_AT_ONCE: Final = 50
"""Rows of a list that is made while somebody waits: some three seconds."""


@dataclass(frozen=True, slots=True)
class Listing:
    """``rows`` lines, read anew at every call of ``lines``; ``csv_rows`` likewise.

    ``weights``: table rows each line takes on paper, in the same order. ``documents``: numbers
    of the documents whose persons it names, for the audit record.
    """

    head: Head
    rows: int
    foot: Foot
    lines: Callable[[], Iterator[Any]]
    weights: Callable[[], Iterator[int]]
    csv_rows: Callable[[], Iterator[Iterable[str | int | None]]]
    documents: Callable[[], Sequence[int]]

    @property
    def is_short(self) -> bool:
        """Whether it is one document that can be made while somebody waits."""
        return self.rows <= MADE_AT_ONCE and (
            len(rendering.volumes(self.weights(), WEIGHT_OF_VOLUME)) == 1
        )

    def pdfs(self, weight: int = WEIGHT_OF_VOLUME) -> Iterator[tuple[Volume, bytes]]:
        """The volumes one by one; only one is in memory."""
        lines, counts = self.lines(), rendering.volumes(self.weights(), weight)
        for number, count in enumerate(counts, 1):
            volume = Volume(number, len(counts))
            part = list(islice(lines, count))
            yield volume, rendering.list_pdf(self.head, part, self.foot, volume)
            gc.collect()  # a document is a web of cycles; the next one should find its memory

    def csv(self) -> Iterator[bytes]:
        """The table, row by row."""
        return tables.csv_rows(self.csv_rows())


def errors(submission: SubmissionRow) -> Listing:
    """受付エラー連絡票. Raises ``NotCheckedYet``."""
    head = composing.submission_head(PaperKind.ERRORS, submission)
    counts = composing.error_counts(submission)
    rows, causes = sum(row.findings for row in counts), sum(row.causes for row in counts)

    def csv_rows() -> Iterator[Iterable[str | int | None]]:
        yield from tables.error_rows(head, composing.error_lines(submission))
        announced = composing.announced_lines(submission, causes + 1)
        yield from islice(tables.error_rows(head, announced), 1, None)

    return Listing(
        head=head,
        rows=rows,
        foot=composing.error_foot(submission, counts),
        lines=lambda: composing.error_lines(submission),
        weights=lambda: repeat(1, rows),
        csv_rows=csv_rows,
        documents=lambda: paper_queries.documents_with_findings(submission.submission_id),
    )


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
        weights=lambda: composing.return_weights(submissions),
        csv_rows=lambda: tables.return_rows(composing.return_lines(submissions)),
        documents=lambda: paper_queries.returned_documents(taken_in),
    )


def of(kind: PaperKind, submission_id: int) -> Listing:
    """The list of this kind about one submission. Raises ``SubmissionUnknown``."""
    submission = reception.submission(submission_id)
    return errors(submission) if kind is PaperKind.ERRORS else returns(submission)
