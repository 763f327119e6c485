from __future__ import annotations

import pytest

from guidance_judging import of_claim


@pytest.mark.parametrize(("timing", "expected"), [("1", []), ("5", []), ("6", ["X-GC-003"])])
def test_x_gc_003(timing: str, expected: list[str]) -> None:
    """Timings are 1 to 5."""
    assert expected == of_claim("X-GC-003", guidance_timing=timing)
