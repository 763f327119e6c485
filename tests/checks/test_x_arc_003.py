from __future__ import annotations

import pytest

from judging import of_archive


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("1319900013_94899010_202606050_1.zip", []),
        ("1319900013_94899010_202606059_9.zip", []),
        ("94899010_94899010_202606050_1.zip", ["X-ARC-003"]),  # a sender of eight digits
        ("1319900013_1319900013_202606050_1.zip", ["X-ARC-003"]),  # a receiver of ten
        ("1319900013_94899010_20260605_1.zip", ["X-ARC-003"]),  # no sequence
        ("1319900013_94899010_202606050_0.zip", ["X-ARC-003"]),  # class 0
        ("1319900013_94899010_202606050_1.ZIP", ["X-ARC-003"]),
        ("1319900013_94899010_202606050_1 (1).zip", ["X-ARC-003"]),  # a second download
        ("１319900013_94899010_202606050_1.zip", ["X-ARC-003"]),  # a full-width digit
    ],
)
def test_x_arc_003(name: str, expected: list[str]) -> None:
    """Ten digits, eight digits, date with sequence, class, .zip; all else is found."""
    assert expected == of_archive("X-ARC-003", name=name)
