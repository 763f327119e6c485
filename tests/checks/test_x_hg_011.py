from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceResult
from guidance_judging import first, last, of_first, without_acts
from guidance_sections import without_item, without_section


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (first(), []),
        (without_section(first(), "90030"), ["X-HG-011"]),
        (without_acts(first(), "90030", 0), ["X-HG-011"]),  # the plan alone
        (without_item(first(), "90030", "1022000016"), ["X-HG-011"]),
        (without_item(first(), "90030", "1022000013"), ["X-HG-011"]),
        (last(), []),
    ],
)
def test_x_hg_011(result: GuidanceResult, expected: list[str]) -> None:
    """The first report holds the interview, its minutes and the early flag."""
    assert expected == of_first("X-HG-011", result)
