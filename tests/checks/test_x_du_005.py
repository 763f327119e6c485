from __future__ import annotations

from dataclasses import replace

import pytest

from guidance_building import a_guidance_claim, an_earlier
from guidance_judging import asked, first


@pytest.mark.parametrize(
    ("timing", "accepted", "expected"),
    [
        ("1", [], []),
        ("1", ["1"], ["X-DU-005"]),
        ("2", ["1"], []),
        ("2", ["1", "2"], ["X-DU-005"]),
        ("2", ["1", "3"], ["X-DU-005"]),  # ended midway and evaluated exclude each other
        ("4", ["4"], []),  # progress of individual contracts
    ],
)
def test_x_du_005(timing: str, accepted: list[str], expected: list[str]) -> None:
    """Every instalment is claimed once."""
    earlier = tuple(an_earlier(timing=code) for code in accepted)
    claim, result = a_guidance_claim(guidance_timing=timing), first(report_code=f"2{timing}")
    assert expected == asked("X-DU-005", claim, result, earlier=earlier)


def test_x_du_005_in_the_same_archive() -> None:
    """The same timing twice in an archive is X-DU-001's."""
    here = replace(an_earlier(), receipt_number="")
    assert asked("X-DU-005", earlier=(here,)) == []
