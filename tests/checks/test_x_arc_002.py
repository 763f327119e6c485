from __future__ import annotations

import pytest

from daiko.archive.problems import ProblemKind
from judging import of_problem


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (ProblemKind.ENCRYPTED, ["X-ARC-002"]),
        (ProblemKind.ENCRYPTED_DIRECTORY, ["X-ARC-002"]),
        (ProblemKind.METHOD, ["X-ARC-002"]),
        (ProblemKind.CRC, []),
    ],
)
def test_x_arc_002(kind: ProblemKind, expected: list[str]) -> None:
    """Encryption and compression other than deflate are found."""
    assert expected == of_problem("X-ARC-002", kind)
