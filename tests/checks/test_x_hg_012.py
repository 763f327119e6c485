from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceResult
from guidance_judging import first, of_first, split
from guidance_sections import with_acts, without_section

UNFINISHED = without_section(split(first(report_code="25")), "90030")


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (first(), []),
        (split(first()), []),
        (with_acts(first(), "90020"), ["X-HG-012"]),  # the section without an interview
        (UNFINISHED, []),
        (split(first(report_code="25")), ["X-HG-012"]),  # with the second half
        (without_section(UNFINISHED, "90020"), ["X-HG-012"]),
        (with_acts(UNFINISHED, "90020"), ["X-HG-012"]),  # the section without an interview
    ],
)
def test_x_hg_012(result: GuidanceResult, expected: list[str]) -> None:
    """Report 25 holds the first half alone; in a 21 the section has its interview."""
    assert expected == of_first("X-HG-012", result)
