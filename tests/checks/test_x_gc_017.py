from __future__ import annotations

import pytest

from guidance_judging import asked, ended


@pytest.mark.parametrize(
    ("done", "planned", "calculated", "expected"),
    [
        ("100", "180", "7333", []),  # 7333.3
        ("110", "200", "7260", []),
        ("0", "180", "0", []),
        ("200", "180", "13200", []),  # capped
        ("100", "180", "7334", ["X-GC-017"]),
        ("100", "180", "13200", ["X-GC-017"]),  # not scaled
    ],
)
def test_x_gc_017(done: str, planned: str, calculated: str, expected: list[str]) -> None:
    """Support that ended midway is scaled by points done and planned."""
    claim = ended(points_completed=done, points_intended=planned, calculated=calculated)
    assert expected == asked("X-GC-017", claim)
