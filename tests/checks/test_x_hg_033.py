from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceResult
from guidance_judging import first, last, of_first
from guidance_sections import with_value, without_item

EARLY_OF_UNKNOWN_DAY = without_item(
    with_value(first(), "90030", "1022000016", "1"), "90010", "1020000004"
)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (first(), []),
        (with_value(first(), "90070", "1041010080", "200"), ["X-HG-033"]),
        (with_value(first(), "90030", "1022000016", "1"), []),  # the flag is wrong: X-HG-019
        (EARLY_OF_UNKNOWN_DAY, ["X-HG-033"]),  # 20 points more
        (with_value(first(), "90030", "1021001059", "80"), []),  # the part is wrong: X-HG-031
        (with_value(last(), "90070", "1041010080", "200"), []),  # X-HG-038 compares it
    ],
)
def test_x_hg_033(result: GuidanceResult, expected: list[str]) -> None:
    """The planned total is early interview, outcome and process together."""
    assert expected == of_first("X-HG-033", result)
