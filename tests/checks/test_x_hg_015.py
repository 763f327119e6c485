from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceResult
from guidance_judging import first, last, of_final, of_first
from guidance_sections import an_act, item, with_acts, with_value, without_item, without_section

IMPOSSIBLE = with_acts(last(), "90060", an_act("5", "20260907", [item("90060", "1042000116", "3")]))


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (last(), []),
        (without_section(last(), "90060"), ["X-HG-015"]),
        (without_item(last(), "90060", "1042001031"), ["X-HG-015"]),  # waist
        (without_item(last(), "90060", "1042001060"), ["X-HG-015"]),  # points, 0 included
        (with_value(last(), "90060", "1042001032", "0.0"), ["X-HG-015"]),  # not measured
        (IMPOSSIBLE, []),
        (with_value(IMPOSSIBLE, "90060", "1042000116", "0"), ["X-HG-015"]),
    ],
)
def test_x_hg_015(result: GuidanceResult, expected: list[str]) -> None:
    """The evaluation is complete, or the attempts to make it are counted."""
    assert expected == of_final("X-HG-015", result)


def test_x_hg_015_of_a_first_report() -> None:
    """A first report has no evaluation."""
    assert of_first("X-HG-015", first()) == []
