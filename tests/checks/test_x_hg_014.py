from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceResult
from guidance_judging import first, last, of_first, with_observation
from guidance_sections import an_act, done_totals, item, planned_totals, with_acts


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (first(), []),
        (with_observation(first(), "90070", item("90070", "1042010080", "20")), ["X-HG-014"]),
        (with_acts(first(), "90070", planned_totals(), done_totals()), ["X-HG-014"]),
        (with_acts(first(), "90070", an_act("1", "20260601")), ["X-HG-014"]),  # an end of support
        (last(), []),
    ],
)
def test_x_hg_014(result: GuidanceResult, expected: list[str]) -> None:
    """Nothing is done yet when guidance starts."""
    assert expected == of_first("X-HG-014", result)
