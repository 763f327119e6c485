"""Causes of a submission, counted as the check before sending counts them.

Source: issue 3 (related findings grouped under their cause, counted once everywhere);
``checks/causes.py``, whose groups reception keeps with each finding. Findings of
submissions that were checked before groups were kept count by rule and severity.
Further queries of the room. Writes nothing.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from django.db import connection

from daiko.checks.causes import CauseGroup, in_order, persons_of, variant_of
from daiko.checks.findings import Finding, Severity

_RANKS: Final = [str(severity) for severity in Severity]
_KEY: Final = "CASE WHEN cause_group = '' THEN rule || '/' || severity ELSE cause_group END"
_COUNTED: Final = f"""
SELECT {_KEY}, min(array_position(%(ranks)s::text[], severity)), count(*),
       count(DISTINCT document_id), min(becomes_error_on)
FROM reception_finding WHERE submission_id = %(own)s GROUP BY 1
"""  # noqa: S608 - column names of our own
_EXAMPLES: Final = f"""
SELECT DISTINCT ON (key) {_KEY} AS key, cause_group, rule, path, found, expected, severity,
       member, line, becomes_error_on
FROM reception_finding WHERE submission_id = %(own)s AND leader IS NULL ORDER BY key, position
"""  # noqa: S608 - column names of our own
_FOLLOWERS: Final = """
SELECT cause_group, rule, count(*) FROM reception_finding
WHERE submission_id = %(own)s AND leader IS NOT NULL GROUP BY 1, 2
"""
_FILES: Final = f"""
SELECT DISTINCT {_KEY}, member FROM reception_finding
WHERE submission_id = %(own)s AND document_id IS NULL AND leader IS NULL
"""  # noqa: S608 - column names of our own


def cause_counts(submission_id: int) -> tuple[CauseGroup, ...]:
    """Every cause of a submission: persons concerned, findings, which rules follow.

    ``id`` is "" for findings kept without their cause. The example holds whole values.
    """
    followers: dict[str, Counter[str]] = {}
    for key, rule, number in _rows(_FOLLOWERS, submission_id):
        followers.setdefault(key, Counter())[rule] = number
    files = _persons_of_the_archive(submission_id)
    examples = {key: rest for key, *rest in _rows(_EXAMPLES, submission_id)}
    groups = []
    for key, rank, findings, documents, error_on in _rows(_COUNTED, submission_id):
        group, example = _example(examples[key])
        groups.append(
            CauseGroup(
                id=group,
                rule=example.rule,
                severity=Severity(_RANKS[rank - 1]),
                variant=variant_of(example) if group else "",
                example=example,
                persons=documents + len(files.get(key, ())),
                findings=findings,
                follower_rules=followers.get(key, Counter()),
                becomes_error_on=error_on,
            )
        )
    return in_order(groups)


def _persons_of_the_archive(submission_id: int) -> dict[str, set[str]]:
    """By cause: persons whose file a finding about the archive names."""
    members: dict[str, set[str]] = {}
    for key, member in _rows(_FILES, submission_id):
        members.setdefault(key, set()).add(member)
    return {key: persons_of(found) for key, found in members.items()}


def _example(row: list[Any]) -> tuple[str, Finding]:
    group, rule, path, found, expected, severity, member, line, error_on = row
    return group, Finding(
        rule,
        path,
        found,
        expected,
        severity=Severity(severity),
        document=member,
        line=line,
        becomes_error_on=error_on,
    )


def _rows(query: str, submission_id: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"own": submission_id, "ranks": _RANKS})
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
