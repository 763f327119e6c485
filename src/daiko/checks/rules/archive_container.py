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
from daiko.checks.bilingual import both
from daiko.checks.findings import Finding, Severity
from daiko.checks.rulebook import Source, rule
from daiko.checks.rules.problem_words import PROBLEM_WORDS
from daiko.checks.subjects import ArchiveSubject

_OTHER_RULES = ENCRYPTION_KINDS | PATH_KINDS | LIMIT_KINDS
_MEDIA = frozenset({"cd_r", "dvd_r"})  # rulings 18
_PLAIN = both("すべて読み取れる普通の ZIP", "a plain ZIP archive, every member readable")
_UNENCRYPTED = both("暗号化なし、方式は無圧縮か Deflate", "not encrypted; stored or deflated")
_SAFE_PATHS = both(
    "ルートフォルダー下の重複のない普通の名前", "plain, unique paths in the root folder"
)
_LIMITS = both(
    "200 MiB、5万ファイル、1ファイル 10 MiB、展開後 2 GiB まで",
    "200 MiB, 50,000 documents, 10 MiB a member, 2 GiB expanded",
)
_AS_AGREED = both("媒体の取決めのとおり", "as agreed for media")


def _finding(rule_id: str, problem: ArchiveProblem, expected: str) -> Finding:
    return Finding(
        rule_id,
        at=problem.member,
        found=both(PROBLEM_WORDS[problem.kind], problem.detail),
        expected=expected,
        document=problem.member,
    )


@rule("X-ARC-001")
def readable_zip(archive: ArchiveSubject) -> Iterator[Finding]:
    """The archive is a plain ZIP that every program reads in the same way."""
    for problem in archive.problems:
        if problem.kind not in _OTHER_RULES and problem.kind not in BENIGN:
            yield _finding("X-ARC-001", problem, _PLAIN)


@rule("X-ARC-002")
def neither_encrypted_nor_unusual(archive: ArchiveSubject) -> Iterator[Finding]:
    """No member is encrypted; members are stored or deflated."""
    for problem in archive.problems:
        if problem.kind in ENCRYPTION_KINDS:
            yield _finding("X-ARC-002", problem, _UNENCRYPTED)


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
            yield _finding("X-ARC-008", problem, _SAFE_PATHS)


@rule("X-ARC-022")
def within_limits(archive: ArchiveSubject) -> Iterator[Finding]:
    """Archive, members and their expansion stay within the limits."""
    for problem in archive.problems:
        if problem.kind in LIMIT_KINDS:
            yield _finding("X-ARC-022", problem, _LIMITS)


@rule("X-ARC-025", requires=Source.MEDIUM)
def medium_as_agreed(archive: ArchiveSubject) -> Iterator[Finding]:
    """The medium is one of the agreed kinds, encrypted, and its label is complete."""
    label = archive.transport.medium if archive.transport else None
    if label is None:
        return
    wrong = {
        both("種類", "kind"): label.kind not in _MEDIA,
        both("暗号化", "encryption"): not label.encrypted,
        both("機関番号", "provider number"): len(label.provider_number) != 10,
        both("機関名", "name"): not label.provider_name,
        both("実施年月", "service month"): len(label.service_month) != 7,
        both("提出日", "submission date"): label.submitted_on is None,
        both("何枚目／全何枚", "medium n of m"): not 1 <= label.number <= label.of,
        both("件数", "number of records"): label.records_on_label is None,
        both("送付書", "dispatch note"): label.records_on_note is None,
    }
    for part, is_wrong in wrong.items():
        if is_wrong:
            yield Finding("X-ARC-025", at="label", found=part, expected=_AS_AGREED)


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
