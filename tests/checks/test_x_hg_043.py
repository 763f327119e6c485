from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceObservation
from guidance_judging import first, of_first, with_observation, with_section
from guidance_sections import item


@pytest.mark.parametrize(
    ("observation", "expected"),
    [
        (item("90030", "1021001033", "130"), []),
        (item("90060", "1042001031", "85.0"), ["X-HG-043"]),  # of the evaluation
        (GuidanceObservation(code="1041020060", mood_code="INT"), ["X-HG-043"]),  # no such item
    ],
)
def test_x_hg_043(observation: GuidanceObservation, expected: list[str]) -> None:
    """An item stands in its own section."""
    assert expected == of_first("X-HG-043", with_observation(first(), "90030", observation, 1))


def test_x_hg_043_of_a_section_nobody_knows() -> None:
    """The section itself is X-HG-044's; its items are not told besides."""
    result = with_section(first(), "90030", code="90035")
    assert of_first("X-HG-043", result) == []
    assert "X-HG-044" in of_first("X-HG-044", result)
