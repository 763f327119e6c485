from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceResult
from guidance_judging import first, of_first, without_acts
from guidance_sections import ACTIVE, MOTIVATIONAL, without_item, without_section


@pytest.mark.parametrize(
    ("level", "result", "expected"),
    [
        (ACTIVE, first(), []),
        (ACTIVE, without_item(first(), "90030", "1021001031"), ["X-HG-040"]),
        (MOTIVATIONAL, without_item(first(MOTIVATIONAL), "90030", "1021001052"), ["X-HG-040"]),
        (MOTIVATIONAL, without_acts(first(MOTIVATIONAL), "90030", 1), ["X-HG-040"]),
        (ACTIVE, without_acts(first(), "90030", 1), []),  # no plan at all: X-HG-013
        (MOTIVATIONAL, without_section(first(MOTIVATIONAL), "90030"), []),  # X-HG-011
    ],
)
def test_x_hg_040(level: str, result: GuidanceResult, expected: list[str]) -> None:
    """Every level states target waist, weight and energies."""
    assert expected == of_first("X-HG-040", result, level=level)
