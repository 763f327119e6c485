from __future__ import annotations

from datetime import date

import pytest

from daiko.documents.guidance_records import GuidanceResult
from guidance_building import an_earlier
from guidance_judging import first, last, of_final, of_first, split, with_act
from guidance_sections import without_section


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (first(), []),
        (with_act(first(), "90030", performed_on="20260511"), ["X-HG-022"]),  # before the checkup
        (split(first()), []),
        (split(first(), on="20260602"), ["X-HG-022"]),  # the halves are turned round
        (with_act(first(), "90030", performed_on="20260604"), ["X-HG-022"]),  # after the file
    ],
)
def test_x_hg_022(result: GuidanceResult, expected: list[str]) -> None:
    """Checkup, halves of the interview and the making of the file follow one another."""
    assert expected == of_first("X-HG-022", result)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (last(), []),
        (with_act(last(), "90040", performed_on="20260531"), ["X-HG-022"]),
        (with_act(last(), "90040", 2, performed_on="20260908"), ["X-HG-022"]),
        (with_act(last(), "90070", 1, performed_on="20260908"), ["X-HG-022"]),  # end of support
        (with_act(last(), "90060", performed_on="20261002"), ["X-HG-022"]),
    ],
)
def test_x_hg_022_final(result: GuidanceResult, expected: list[str]) -> None:
    """Supports lie between interview and evaluation, the evaluation before the file."""
    assert expected == of_final("X-HG-022", result)


@pytest.mark.parametrize(
    ("on", "expected"), [(date(2026, 6, 1), []), (date(2026, 6, 2), ["X-HG-022"])]
)
def test_x_hg_022_first_half_told_before(on: date, expected: list[str]) -> None:
    """The second half is not before the first one of an accepted report 25."""
    before = an_earlier(timing="5", first_interview_on=on)
    assert expected == of_first("X-HG-022", first(), earlier=(before,))


@pytest.mark.parametrize(("on", "expected"), [("20260824", []), ("20270824", ["X-HG-022"])])
def test_x_hg_022_end_of_support_that_ended_midway(on: str, expected: list[str]) -> None:
    """Without an evaluation the support ended before the file was made."""
    result = without_section(last(report_code="23"), "90060")
    assert expected == of_final("X-HG-022", with_act(result, "90070", 1, performed_on=on))
