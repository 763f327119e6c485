"""What a finding says in words is said in Japanese and in English."""

from __future__ import annotations

import pytest

from building import an_archive_subject
from daiko.archive.problems import BENIGN, ArchiveProblem, ProblemKind
from daiko.checks.rules.problem_words import PROBLEM_WORDS
from judging import findings


def test_every_kind_of_problem_has_its_word() -> None:
    """No problem of a ZIP is told in English only, and none like another."""
    assert set(PROBLEM_WORDS) == set(ProblemKind)
    assert len(set(PROBLEM_WORDS.values())) == len(PROBLEM_WORDS)


@pytest.mark.parametrize("kind", [kind for kind in ProblemKind if kind not in BENIGN])
def test_a_problem_is_told_in_both_languages(kind: ProblemKind) -> None:
    """Japanese first, then the reader's English; so is what was expected."""
    subject = an_archive_subject(problems=(ArchiveProblem(kind, "DATA/h.xml", "in detail"),))
    rules = ("X-ARC-001", "X-ARC-002", "X-ARC-008", "X-ARC-022")
    (finding,) = [found for rule in rules for found in findings(rule, subject)][:1]
    assert finding.found == f"{PROBLEM_WORDS[kind]} / in detail"
    japanese, _, english = finding.expected.partition(" / ")
    assert not japanese.isascii()
    assert english.isascii()
