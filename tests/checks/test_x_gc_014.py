from __future__ import annotations

import pytest

from guidance_judging import asked, ended


@pytest.mark.parametrize(
    ("points", "expected"), [("190", []), (None, ["X-GC-014"]), ("0", ["X-GC-014"])]
)
def test_x_gc_014(points: str | None, expected: list[str]) -> None:
    """Support that ended midway states the points planned."""
    assert expected == asked("X-GC-014", ended(points_intended=points))
