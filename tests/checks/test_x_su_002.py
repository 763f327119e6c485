from __future__ import annotations

import pytest

from building import a_summary
from judging import of_archive


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        ("2", []),
        ("000002", []),
        ("1", ["X-SU-002"]),
        ("4", ["X-SU-002"]),  # files instead of persons
        (None, ["X-SU-002"]),
    ],
)
def test_x_su_002(count: str | None, expected: list[str]) -> None:
    """The summary counts the result files: 2 for two persons."""
    assert expected == of_archive("X-SU-002", pairs=2, summary=a_summary(subject_count=count))
