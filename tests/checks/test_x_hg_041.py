from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceResult
from guidance_judging import edited, first, of_first, with_act


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (first(), []),
        (edited(first(), "90030", "1021001031", mood_code="INT"), ["X-HG-041"]),  # a goal
        (edited(first(), "90030", "1022000016", mood_code="INT"), ["X-HG-041"]),
        (with_act(first(), "90070", mood_code="EVN"), ["X-HG-041"]),  # once for the whole act
    ],
)
def test_x_hg_041(result: GuidanceResult, expected: list[str]) -> None:
    """Done is EVN, plan INT, goals GOL."""
    assert expected == of_first("X-HG-041", result)
