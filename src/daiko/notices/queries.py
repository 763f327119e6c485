"""Read the notices: which papers are ordered or made, and their files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db.models import Count

from daiko.notices.errors import PaperNotReady, PaperUnknown
from daiko.notices.models import Paper, PaperFile
from daiko.notices.papers import PaperKind
from daiko.platform import objects


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper that was ordered; ``volumes`` is 0 until it is made."""

    paper_id: int
    kind: str
    rows: int
    ordered_at: datetime
    made_at: datetime | None
    volumes: int


@dataclass(frozen=True, slots=True)
class MonthPaper:
    """The list of returns of one provider and a month; its volumes once it is made."""

    provider_number: str
    rows: int
    made: bool
    volumes: range


def paper_of(kind: PaperKind, submission_id: int) -> PaperRow | None:
    """The ordered or made paper of a submission, ``None`` if nobody asked for it."""
    return _row(Paper.objects.filter(kind=kind, submission_id=submission_id).first())


def month_paper(provider_number: str, month: str) -> PaperRow | None:
    """The list of returns of a provider and a month."""
    rows = Paper.objects.filter(submission_id=None, provider_number=provider_number, month=month)
    return _row(rows.first())


def month_papers(month: str, *, offset: int, limit: int) -> tuple[list[MonthPaper], int]:
    """Lists of returns of a month by provider, and how many there are in all."""
    rows = Paper.objects.filter(submission_id=None, month=month).order_by("provider_number")
    page = rows.annotate(volumes=Count("files"))[offset : offset + limit]
    found = [
        MonthPaper(
            row.provider_number, row.rows, row.made_at is not None, range(1, row.volumes + 1)
        )
        for row in page
    ]
    return found, rows.count()


def _row(paper: Paper | None) -> PaperRow | None:
    if paper is None:
        return None
    volumes = PaperFile.objects.filter(paper=paper).count()
    return PaperRow(paper.id, paper.kind, paper.rows, paper.ordered_at, paper.made_at, volumes)


def volume(paper_id: int, number: int) -> BinaryIO:
    """One PDF of a made paper. Raises ``PaperUnknown``."""
    file = PaperFile.objects.filter(paper_id=paper_id, volume=number).first()
    if file is None:
        raise PaperUnknown
    return objects.fetch(file.object_key)


def table(paper_id: int) -> BinaryIO:
    """The CSV of a made paper. Raises ``PaperUnknown``, ``PaperNotReady``."""
    paper = Paper.objects.filter(id=paper_id).first()
    if paper is None:
        raise PaperUnknown
    if paper.made_at is None:
        raise PaperNotReady(rows=paper.rows)
    return objects.fetch(paper.csv_key)
