from __future__ import annotations

from datetime import date

import pytest

from guidance_building import an_earlier
from guidance_judging import last, of_final
from guidance_sections import with_value

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


def test_x_hg_036_without_the_flag() -> None:
    """With the flag unknown the sum cannot be judged."""
    result = with_value(last(), "90070", "1042010080", "200")
    assert of_final("X-HG-036", result, earlier=()) == []
