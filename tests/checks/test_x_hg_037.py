from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceResult
from guidance_building import a_guidance_pair
from guidance_judging import last, of_final, with_act
from guidance_sections import MOTIVATIONAL, without_item, without_section
from judging import findings


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (last(), []),
        (without_section(last(), "90070"), ["X-HG-037"]),
        (without_item(last(), "90070", "1041010080"), ["X-HG-037"]),  # the plan is repeated
        (without_item(last(), "90070", "1042020030"), ["X-HG-037"]),  # zeros are written
        (with_act(last(), "90070", 1, performed_on=None), ["X-HG-037"]),  # end of support
    ],
)
def test_x_hg_037(result: GuidanceResult, expected: list[str]) -> None:
    """Active support ends with all planned and done totals."""
    assert expected == of_final("X-HG-037", result)


def test_x_hg_037_motivational() -> None:
    """Motivational support has no totals."""
    assert of_final("X-HG-037", last(MOTIVATIONAL), level=MOTIVATIONAL) == []


def test_x_hg_037_end_of_support_that_is_no_day() -> None:
    """What is written wrong is found as it stands, not as missing."""
    result = with_act(last(), "90070", 1, performed_on="202609010900")
    (found,) = findings("X-HG-037", a_guidance_pair(result=result, final=True))
    assert (found.found, found.expected) == ("202609010900", "YYYYMMDD")
    assert found.at.endswith("/effectiveTime/@value")
