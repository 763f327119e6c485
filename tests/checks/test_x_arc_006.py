from __future__ import annotations

import pytest

from judging import of_archive


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("1", []),
        ("2", []),
        ("3", ["X-ARC-006"]),
        ("9", ["X-ARC-006"]),
    ],
)
def test_x_arc_006(event: str, expected: list[str]) -> None:
    """The fund takes in class 1, checkups, and class 2, guidance."""
    assert expected == of_archive("X-ARC-006", name=f"1319900013_94899010_202606050_{event}.zip")
