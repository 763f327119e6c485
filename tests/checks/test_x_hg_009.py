from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceResult
from guidance_judging import first, last, of_first
from guidance_sections import without_item, without_section


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (first(), []),
        (without_section(first(), "90010"), ["X-HG-009"]),
        (without_item(first(), "90010", "1020000003"), ["X-HG-009"]),  # course
        (without_item(first(), "90010", "1020000002"), []),  # stage: only when known
        (last(), []),  # a final report may leave the section out
    ],
)
def test_x_hg_009(result: GuidanceResult, expected: list[str]) -> None:
    """The first report states level and course."""
    assert expected == of_first("X-HG-009", result)
