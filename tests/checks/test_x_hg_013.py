from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceResult
from guidance_judging import first, of_first, without_acts
from guidance_sections import MOTIVATIONAL, without_item, without_section


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (first(), []),
        (without_item(first(), "90030", "1021000020"), ["X-HG-013"]),  # period
        (without_item(first(), "90030", "1021001058"), ["X-HG-013"]),
        (without_item(first(), "90070", "1041020040"), ["X-HG-013"]),  # zeros are written
        (without_section(first(), "90070"), ["X-HG-013"]),
        (without_section(without_acts(first(), "90030", 1), "90070"), ["X-HG-013"] * 2),
    ],
)
def test_x_hg_013(result: GuidanceResult, expected: list[str]) -> None:
    """Active support states its whole plan and all planned totals at the start."""
    assert expected == of_first("X-HG-013", result)


def test_x_hg_013_motivational() -> None:
    """Motivational support has no such plan."""
    assert of_first("X-HG-013", first(MOTIVATIONAL), level=MOTIVATIONAL) == []
