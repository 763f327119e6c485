from __future__ import annotations

import pytest

from guidance_judging import asked, ended


@pytest.mark.parametrize(
    ("level", "expected"), [("1", []), ("2", ["X-GC-022"]), ("3", ["X-GC-022"])]
)
def test_x_gc_022(level: str, expected: list[str]) -> None:
    """Only active support is settled when it ended midway."""
    assert expected == asked("X-GC-022", ended(guidance_level=level))
