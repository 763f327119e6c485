"""What the checks found, counted and compared: by reason, archive by archive.

Further queries of the room, beside the lists of ``queries.py``. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q

from daiko.reception.models import Document, Submission


@dataclass(frozen=True, slots=True)
class Judgement:
    """State and rule ids of an archive as a whole (``pair_name`` empty) or of one pair."""

    archive_name: str
    pair_name: str
    state: str
    rules: tuple[str, ...]


def return_reasons(month: str) -> list[tuple[str, int]]:
    """Reason (table 9) and number of documents returned in a processing month."""
    rows = (
        Document.objects.filter(submission__month_id=month, state=Document.State.RETURNED)
        .values_list("return_reason")
        .annotate(number=Count("id"))
        .order_by("return_reason")
    )
    return [(reason, number) for reason, number in rows]


def archive_names() -> list[str]:
    """Names of everything that was received, in the order of reception."""
    return list(Submission.objects.order_by("id").values_list("archive_name", flat=True))


def received_by() -> frozenset[str]:
    """Who brought what is here, e.g. ``demo:demo``."""
    return frozenset(Submission.objects.values_list("received_by", flat=True).distinct())


def judgements() -> Iterator[Judgement]:
    """Every archive and every pair with what was found, in the order of reception."""
    of_archive = ArrayAgg("findings__rule", filter=Q(findings__document=None), distinct=True)
    submissions = Submission.objects.annotate(rules=of_archive).order_by("id")
    for name, state, rules in submissions.values_list("archive_name", "state", "rules"):
        yield Judgement(name, "", state, _present(rules))
    documents = Document.objects.annotate(rules=ArrayAgg("findings__rule", distinct=True))
    for name, pair, state, rules in (
        documents.order_by("submission_id", "position")
        .values_list("submission__archive_name", "pair_name", "state", "rules")
        .iterator()
    ):
        yield Judgement(name, pair, state, _present(rules))


def _present(rules: list[str | None] | None) -> tuple[str, ...]:
    """An outer join without a partner gives one empty rule."""
    return tuple(rule for rule in rules or () if rule is not None)
