from __future__ import annotations

from datetime import date

import pytest

from guidance_building import a_guidance_pair, an_earlier
from guidance_judging import last, of_final
from guidance_sections import with_value, without_section
from judging import findings

SAME_DAY = date(2026, 6, 1)  # of checkup and interview


@pytest.mark.parametrize(
    ("total", "flag", "expected"),
    [
        ("190", "0", []),
        ("210", "1", []),  # the first report told of an interview on the checkup day
        ("190", "1", ["X-HG-036"]),
        ("200", "0", ["X-HG-036"]),
    ],
)
def test_x_hg_036(total: str, flag: str, expected: list[str]) -> None:
    """The done total is early interview, outcome and process together."""
    result = with_value(last(), "90070", "1042010080", total)
    facts = {"early_flag": flag} | ({"checkup_on": SAME_DAY} if flag == "1" else {})
    assert expected == of_final("X-HG-036", result, earlier=(an_earlier(**facts),))


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("190", []),  # not early
        ("200", []),  # within a week
        ("210", []),  # on the day of the checkup
        ("180", ["X-HG-036"]),
        ("195", ["X-HG-036"]),
        ("220", ["X-HG-036"]),
    ],
)
def test_x_hg_036_without_the_flag(total: str, expected: list[str]) -> None:
    """With the flag unknown a total is wrong that no flag makes right."""
    result = with_value(last(), "90070", "1042010080", total)
    assert of_final("X-HG-036", result, earlier=()) == expected


def test_x_hg_036_names_all_totals_that_may_be() -> None:
    result = with_value(last(), "90070", "1042010080", "195")
    pair = a_guidance_pair(result=result, final=True, earlier=())
    assert [finding.expected for finding in findings("X-HG-036", pair)] == ["190, 200, 210"]


def test_x_hg_036_by_the_days() -> None:
    """A flag nobody stated follows from the days of checkup and interview."""
    earlier = (an_earlier(early_flag="", checkup_on=SAME_DAY),)
    for total, expected in (("210", []), ("190", ["X-HG-036"])):
        result = with_value(last(), "90070", "1042010080", total)
        assert of_final("X-HG-036", result, earlier=earlier) == expected


@pytest.mark.parametrize(("total", "expected"), [("130", []), ("180", ["X-HG-036"])])
def test_x_hg_036_ended_midway(total: str, expected: list[str]) -> None:
    """What ended before its evaluation has no outcome: padded points would be paid."""
    result = without_section(last(report_code="23"), "90060")
    result = with_value(result, "90070", "1042010080", total)
    assert expected == of_final("X-HG-036", result, earlier=(an_earlier(early_flag="0"),))
