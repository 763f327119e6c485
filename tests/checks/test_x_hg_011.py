from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceResult
from daiko.standard import oids
from guidance_judging import first, last, of_first, split, with_act, without_acts
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


def test_x_hg_011_second_half_by_mail() -> None:
    """Mail takes no minutes: 6 in the table of phase 4, 4 in that of phase 3."""
    for system, mail, other in (
        (oids.SUPPORT_FORM, "6", "4"),
        (oids.INTERVIEW_FORM_PHASE_3, "4", "5"),
    ):
        for form, expected in ((mail, []), (other, ["X-HG-011"])):
            result = without_item(first(), "90030", "1022000013")
            result = with_act(result, "90030", code=form, code_system=system)
            assert of_first("X-HG-011", result) == expected


def test_x_hg_011_minutes_of_the_first_half() -> None:
    """Both halves of a split interview have their minutes."""
    assert of_first("X-HG-011", split(first())) == []
    assert of_first("X-HG-011", without_item(split(first()), "90020", "1022000013")) == ["X-HG-011"]
