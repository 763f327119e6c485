from __future__ import annotations

from datetime import date

import pytest

from guidance_building import an_earlier
from guidance_judging import first, of_first, split


@pytest.mark.parametrize(
    ("on", "expected"), [("20260301", []), ("20260228", ["X-HG-024"]), ("20260520", [])]
)
def test_x_hg_024(on: str, expected: list[str]) -> None:
    """The second half is at most three months after the first."""
    assert expected == of_first("X-HG-024", split(first(), on=on))


@pytest.mark.parametrize(
    ("on", "expected"), [(date(2026, 3, 1), []), (date(2026, 2, 28), ["X-HG-024"])]
)
def test_x_hg_024_first_half_told_before(on: date, expected: list[str]) -> None:
    """The first half may stand in an accepted report 25."""
    before = an_earlier(timing="5", first_interview_on=on)
    assert expected == of_first("X-HG-024", first(), earlier=(before,))
