from __future__ import annotations

import pytest

from guidance_judging import asked, ended


@pytest.mark.parametrize(("done", "expected"), [("190", []), ("191", ["X-GC-015"])])
def test_x_gc_015(done: str, expected: list[str]) -> None:
    """More points done than planned are noticed; the ratio is capped (ruling 4)."""
    assert expected == asked("X-GC-015", ended(points_completed=done))
