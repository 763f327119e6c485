from __future__ import annotations

import pytest

from daiko.archive.problems import ProblemKind
from judging import of_problem


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (ProblemKind.NOT_ZIP, ["X-ARC-001"]),
        (ProblemKind.CRC, ["X-ARC-001"]),
        (ProblemKind.DISAGREEMENT, ["X-ARC-001"]),  # local header and directory tell two stories
        (ProblemKind.ENCRYPTED, []),  # X-ARC-002
        (ProblemKind.PARENT, []),  # X-ARC-008
        (ProblemKind.RATIO, []),  # X-ARC-022
        (ProblemKind.EXTRA_FIELD, []),  # harmless
    ],
)
def test_x_arc_001(kind: ProblemKind, expected: list[str]) -> None:
    """A container that is no plain ZIP is found; problems of other rules are not."""
    assert expected == of_problem("X-ARC-001", kind)
