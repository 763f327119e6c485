from __future__ import annotations

from dataclasses import replace

import pytest

from guidance_building import a_guidance_claim
from guidance_judging import asked, last, of_claim
from guidance_sections import without_section


@pytest.mark.parametrize(("points", "expected"), [("190", []), (None, []), ("180", ["X-GC-025"])])
def test_x_gc_025(points: str | None, expected: list[str]) -> None:
    """Planned points of the claim are the planned total of the result."""
    assert expected == of_claim("X-GC-025", points_intended=points)


def test_x_gc_025_of_the_first_report() -> None:
    """A result without totals is compared with the accepted first report."""
    result, claim = without_section(last(), "90070"), a_guidance_claim(final=True)
    assert asked("X-GC-025", claim, result, final=True) == []
    other = replace(claim, points_intended="200")
    assert asked("X-GC-025", other, result, final=True) == ["X-GC-025"]
