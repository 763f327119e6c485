from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceResult
from guidance_judging import last, of_final
from guidance_sections import MOTIVATIONAL, with_value, without_section

NO_SUPPORT = without_section(last(), "90040")


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (last(), []),
        (NO_SUPPORT, ["X-HG-016"]),
        (with_value(NO_SUPPORT, "90060", "1042001060", "180"), []),  # the outcome suffices
    ],
)
def test_x_hg_016(result: GuidanceResult, expected: list[str]) -> None:
    """Active support is carried on unless its outcome alone makes 180 points."""
    assert expected == of_final("X-HG-016", result)


def test_x_hg_016_motivational() -> None:
    """Motivational support has no continued support."""
    assert of_final("X-HG-016", last(MOTIVATIONAL), level=MOTIVATIONAL) == []
