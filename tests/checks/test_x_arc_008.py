from __future__ import annotations

import pytest

from building import an_archive_subject
from daiko.archive.problems import ArchiveProblem, ProblemKind
from daiko.checks.findings import Severity
from judging import of_problem, severities


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (ProblemKind.PARENT, ["X-ARC-008"]),
        (ProblemKind.ABSOLUTE, ["X-ARC-008"]),
        (ProblemKind.LINK, ["X-ARC-008"]),
        (ProblemKind.DUPLICATE, ["X-ARC-008"]),
        (ProblemKind.CRC, []),
    ],
)
def test_x_arc_008(kind: ProblemKind, expected: list[str]) -> None:
    """Paths that leave the folder, links and doubled names are found."""
    assert expected == of_problem("X-ARC-008", kind)


def test_x_arc_008_backslash_is_a_note() -> None:
    """A backslash is read as a slash: noted, and no archive is refused for it."""
    problem = ArchiveProblem(ProblemKind.BACKSLASH, "DATA\\h.xml", "a backslash")
    subject = an_archive_subject(problems=(problem,))
    assert severities("X-ARC-008", subject) == [Severity.NOTE]
