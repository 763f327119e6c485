from __future__ import annotations

from datetime import date

import pytest

from guidance_building import an_earlier
from guidance_judging import last, of_final, with_act


@pytest.mark.parametrize(
    ("interview_on", "evaluation_on", "expected"),
    [
        (date(2026, 6, 1), "20260901", []),  # the same day of the third month
        (date(2026, 6, 1), "20260831", ["X-HG-023"]),
        (date(2025, 11, 30), "20260228", []),  # February has no 30th
        (date(2025, 11, 30), "20260227", ["X-HG-023"]),
    ],
)
def test_x_hg_023(interview_on: date, evaluation_on: str, expected: list[str]) -> None:
    """The evaluation is three calendar months after the interview, or later."""
    result = with_act(last(), "90060", performed_on=evaluation_on)
    earlier = an_earlier(interview_on=interview_on, first_interview_on=interview_on)
    assert expected == of_final("X-HG-023", result, earlier=(earlier,))


def test_x_hg_023_without_the_interview() -> None:
    """Without a known interview nothing is compared."""
    result = with_act(last(), "90060", performed_on="20260602")
    assert of_final("X-HG-023", result, earlier=()) == []
