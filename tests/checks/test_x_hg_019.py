from __future__ import annotations

from datetime import date

import pytest

from daiko.documents.guidance_records import GuidanceResult
from daiko.documents.records import ObservationValue
from daiko.standard import oids
from guidance_building import a_guidance_pair, an_earlier
from guidance_judging import edited, first, of_first, split, with_act
from guidance_sections import with_value, without_item
from judging import findings


def held(interview_on: str, flag: str) -> GuidanceResult:
    result = with_act(first(), "90030", performed_on=interview_on)
    return with_value(result, "90030", "1022000016", flag)


@pytest.mark.parametrize(
    ("interview_on", "flag", "expected"),
    [
        ("20260512", "1", []),  # the day of the checkup
        ("20260512", "2", ["X-HG-019"]),
        ("20260513", "2", []),
        ("20260519", "2", []),  # the seventh day
        ("20260520", "0", []),
        ("20260520", "2", ["X-HG-019"]),
        ("20260601", "3", ["X-HG-019"]),  # no such code
    ],
)
def test_x_hg_019(interview_on: str, flag: str, expected: list[str]) -> None:
    """The early flag is that of the days since the checkup."""
    assert expected == of_first("X-HG-019", held(interview_on, flag))


def test_x_hg_019_split() -> None:
    """Of a split interview the first half decides."""
    assert of_first("X-HG-019", split(held("20260601", "1"), on="20260512")) == []
    assert of_first("X-HG-019", split(held("20260601", "0"), on="20260512")) == ["X-HG-019"]


def test_x_hg_019_without_the_checkup_date() -> None:
    """Without the day of the checkup there is nothing to compare."""
    assert of_first("X-HG-019", without_item(held("20260512", "0"), "90010", "1020000004")) == []


def test_x_hg_019_first_half_told_before() -> None:
    """The first half decides where a report 25 told of it, too."""
    before = (an_earlier(timing="5", first_interview_on=date(2026, 5, 12)),)
    assert of_first("X-HG-019", held("20260601", "1"), earlier=before) == []
    assert of_first("X-HG-019", held("20260601", "0"), earlier=before) == ["X-HG-019"]


def test_x_hg_019_of_the_table_of_checkups() -> None:
    """The mark of a checkup (18060) is no early flag: the table belongs to the value."""
    wrong = ObservationValue("CD", code="0", code_system=f"{oids.ROOT}.18060")
    result = edited(held("20260601", "0"), "90030", "1022000016", values=(wrong,))
    (found,) = findings("X-HG-019", a_guidance_pair(result=result))
    assert found.at.endswith("/value/@codeSystem")
    assert (found.found, found.expected) == (wrong.code_system, oids.EARLY_INTERVIEW)
