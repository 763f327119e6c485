from __future__ import annotations

import pytest

from guidance_judging import of_claim


@pytest.mark.parametrize(("points", "expected"), [("190", []), (None, []), ("200", ["X-GC-026"])])
def test_x_gc_026(points: str | None, expected: list[str]) -> None:
    """Points done of the claim are the done total of the result."""
    assert expected == of_claim("X-GC-026", final=True, points_completed=points)
