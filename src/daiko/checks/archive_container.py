"""Rules of the container: X-ARC-001, 002, 008, 022 and of media X-ARC-025, 026.

Source: checks.csv; rulings.md 10 (limits); security-controls.md part D. The strict
reader finds the facts (``archive/reader.py``); here each is given to its rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from daiko.archive.problems import (
    BENIGN,
    ENCRYPTION_KINDS,
    LIMIT_KINDS,
    PATH_KINDS,
    ArchiveProblem,
    ProblemKind,
)
from daiko.checks.findings import Finding, Severity
from daiko.checks.rulebook import Source, rule
from daiko.checks.subjects import ArchiveSubject

_OTHER_RULES = ENCRYPTION_KINDS | PATH_KINDS | LIMIT_KINDS
_MEDIA = frozenset({"cd_r", "dvd_r"})  # rulings 18


def _finding(rule_id: str, problem: ArchiveProblem, expected: str) -> Finding:
    return Finding(
        rule_id,
        at=problem.member,
        found=f"{problem.kind}: {problem.detail}",
        expected=expected,
        document=problem.member,
    )


@rule("X-ARC-001")
def readable_zip(archive: ArchiveSubject) -> Iterator[Finding]:
    """The archive is a plain ZIP that every program reads in the same way."""
    for problem in archive.problems:
        if problem.kind not in _OTHER_RULES and problem.kind not in BENIGN:
            yield _finding("X-ARC-001", problem, "a plain ZIP archive, every member readable")


@rule("X-ARC-002")
def neither_encrypted_nor_unusual(archive: ArchiveSubject) -> Iterator[Finding]:
    """No member is encrypted; members are stored or deflated."""
    for problem in archive.problems:
        if problem.kind in ENCRYPTION_KINDS:
            yield _finding("X-ARC-002", problem, "not encrypted; method stored or deflated")


@rule("X-ARC-008")
def safe_paths(archive: ArchiveSubject) -> Iterator[Finding]:
    """Member paths are safe and unique; a backslash is read as a slash and noted."""
    for problem in archive.problems:
        if problem.kind is ProblemKind.BACKSLASH:
            finding = _finding("X-ARC-008", problem, "/")
            yield Finding(
                finding.rule,
                finding.at,
                finding.found,
                finding.expected,
                severity=Severity.NOTE,
                document=finding.document,
            )
        elif problem.kind in PATH_KINDS:
            yield _finding("X-ARC-008", problem, "plain, unique paths below the root folder")


@rule("X-ARC-022")
def within_limits(archive: ArchiveSubject) -> Iterator[Finding]:
    """Archive, members and their expansion stay within the limits."""
    for problem in archive.problems:
        if problem.kind in LIMIT_KINDS:
            yield _finding("X-ARC-022", problem, "200 MiB, 50,000 members, 10 MiB a member, 2 GiB")


@rule("X-ARC-025", requires=Source.MEDIUM)
def medium_as_agreed(archive: ArchiveSubject) -> Iterator[Finding]:
    """The medium is one of the agreed kinds, encrypted, and its label is complete."""
    label = archive.transport.medium if archive.transport else None
    if label is None:
        return
    wrong = {
        "kind": label.kind not in _MEDIA,
        "encryption": not label.encrypted,
        "provider number": len(label.provider_number) != 10,
        "name": not label.provider_name,
        "service month": len(label.service_month) != 7,
        "submission date": label.submitted_on is None,
        "medium n of m": not 1 <= label.number <= label.of,
        "number of records": label.records_on_label is None,
        "dispatch note": label.records_on_note is None,
    }
    for part, is_wrong in wrong.items():
        if is_wrong:
            yield Finding("X-ARC-025", at="label", found=part, expected="as agreed for media")


@rule("X-ARC-026", requires=Source.MEDIUM)
def medium_counts_agree(archive: ArchiveSubject) -> Iterator[Finding]:
    """Label and dispatch note count the records that the archives of the medium hold."""
    label = archive.transport.medium if archive.transport else None
    if label is None or label.subjects_in_archives is None:
        return
    for place, count in (("label", label.records_on_label), ("note", label.records_on_note)):
        if count is not None and count != label.subjects_in_archives:
            yield Finding(
                "X-ARC-026", at=place, found=str(count), expected=str(label.subjects_in_archives)
            )
