from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceClaim
from guidance_building import a_guidance_claim
from guidance_judging import asked, ended


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (ended(), []),
        (ended(points_completed=None), ["X-GC-013"]),
        (a_guidance_claim(), []),
        (a_guidance_claim(points_completed="20"), ["X-GC-013"]),  # at the start
        (a_guidance_claim(final=True, points_completed=None), []),
    ],
)
def test_x_gc_013(claim: GuidanceClaim, expected: list[str]) -> None:
    """Points done are needed when support ended midway and empty at the start."""
    assert expected == asked("X-GC-013", claim)
