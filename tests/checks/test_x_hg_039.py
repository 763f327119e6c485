from __future__ import annotations

import pytest

from guidance_judging import last, of_final
from guidance_sections import an_act, item, with_acts, with_value, without_section


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ("1042010010", "1", []),
        ("1042010010", "2", ["X-HG-039"]),  # one session stands in 90040
        ("1042020010", "30", ["X-HG-039"]),  # it lasted 20 minutes
        ("1042010030", "1", ["X-HG-039"]),
    ],
)
def test_x_hg_039(code: str, value: str, expected: list[str]) -> None:
    """Done counts and minutes are those of the single supports."""
    assert expected == of_final("X-HG-039", with_value(last(), "90070", code, value))


def test_x_hg_039_interim() -> None:
    """An interim evaluation may be counted among the contacts of its form, or not."""
    lasted = item("90050", "1032000013", "10")
    counted = with_value(last(), "90070", "1042010050", "2")
    counted = with_value(counted, "90070", "1042020050", "20")
    interim = an_act("5", "20260720", [lasted])
    assert of_final("X-HG-039", with_acts(counted, "90050", interim)) == []
    assert of_final("X-HG-039", with_acts(last(), "90050", interim)) == []
    assert of_final("X-HG-039", counted) == ["X-HG-039"] * 2


def test_x_hg_039_without_supports() -> None:
    """Only totals reported: nothing to compare."""
    assert of_final("X-HG-039", without_section(last(), "90040")) == []
