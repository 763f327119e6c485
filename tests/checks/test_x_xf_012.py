from __future__ import annotations

import pytest

from guidance_building import a_guidance_claim
from guidance_judging import asked, first


@pytest.mark.parametrize(
    ("report", "timing", "expected"),
    [("21", "1", []), ("25", "5", []), ("21", "2", ["X-XF-012"]), ("20", "1", [])],
)
def test_x_xf_012(report: str, timing: str, expected: list[str]) -> None:
    """Report 2n belongs to timing n; a report code of no table is X-HG-001's."""
    claim, result = a_guidance_claim(guidance_timing=timing), first(report_code=report)
    assert expected == asked("X-XF-012", claim, result)
