from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceResult
from guidance_judging import first, of_first
from guidance_sections import with_value, without_item


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (first(), []),
        (with_value(first(), "90030", "1021001059", "80"), ["X-HG-031"]),
        (with_value(first(), "90030", "1021001056", "1"), ["X-HG-031"]),  # smoking is 30 more
        (without_item(first(), "90030", "1021001056"), []),  # X-HG-013
        (with_value(first(), "90030", "1021001056", "7"), []),  # X-HG-025
    ],
)
def test_x_hg_031(result: GuidanceResult, expected: list[str]) -> None:
    """Planned outcome points are those of the plan flags."""
    assert expected == of_first("X-HG-031", result)
