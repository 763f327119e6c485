from __future__ import annotations

import pytest

from guidance_judging import of_claim


@pytest.mark.parametrize(("level", "expected"), [("1", []), ("3", []), ("4", ["X-GC-002"])])
def test_x_gc_002(level: str, expected: list[str]) -> None:
    """Levels are 1, 2 and 3, although the schema lets 4 through."""
    assert expected == of_claim("X-GC-002", guidance_level=level)
