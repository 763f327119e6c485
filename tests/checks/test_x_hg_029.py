from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceResult
from guidance_building import with_value, without_item
from guidance_judging import first, of_first, with_act

EARLY = with_value(with_act(first(), "90030", performed_on="20260513"), "90030", "1022000016", "2")


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (EARLY, []),
        (without_item(EARLY, "90010", "1020000004"), ["X-HG-029"]),
        (with_value(EARLY, "90010", "1020000004", "20260231"), ["X-HG-029"]),
        (without_item(first(), "90010", "1020000004"), []),  # not an early interview
        (with_value(first(), "90010", "1020000004", "2026-05-12"), ["X-HG-029"]),
    ],
)
def test_x_hg_029(result: GuidanceResult, expected: list[str]) -> None:
    """An early interview names the day of its checkup; what is named is a day."""
    assert expected == of_first("X-HG-029", result)
