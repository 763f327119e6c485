from __future__ import annotations

import pytest

from daiko.archive.problems import ProblemKind
from judging import of_problem


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (ProblemKind.ARCHIVE_TOO_LARGE, ["X-ARC-022"]),
        (ProblemKind.TOO_MANY_MEMBERS, ["X-ARC-022"]),
        (ProblemKind.MEMBER_TOO_LARGE, ["X-ARC-022"]),
        (ProblemKind.EXPANDED_TOO_LARGE, ["X-ARC-022"]),
        (ProblemKind.RATIO, ["X-ARC-022"]),
        (ProblemKind.SIZE, []),  # a lie about the size: X-ARC-001
    ],
)
def test_x_arc_022(kind: ProblemKind, expected: list[str]) -> None:
    """Each limit that is passed is found."""
    assert expected == of_problem("X-ARC-022", kind)
