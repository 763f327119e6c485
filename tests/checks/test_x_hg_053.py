from __future__ import annotations

from guidance_judging import first, of_first, with_observation
from guidance_sections import MOTIVATIONAL, item, planned_totals, with_acts


def test_x_hg_053() -> None:
    """Motivational support carries neither totals nor plan flags, active support does."""
    motivational = first(MOTIVATIONAL)
    flag, totals = item("90030", "1021001054", "1"), planned_totals()
    flagged = with_observation(motivational, "90030", flag, 1)
    summed = with_acts(motivational, "90070", totals)
    assert of_first("X-HG-053", motivational, level=MOTIVATIONAL) == []
    assert of_first("X-HG-053", flagged, level=MOTIVATIONAL) == ["X-HG-053"]
    assert of_first("X-HG-053", summed, level=MOTIVATIONAL) == ["X-HG-053"]
    assert of_first("X-HG-053", first()) == []
