from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceResult
from daiko.standard import oids
from guidance_judging import acts_of, first, of_first, with_act, with_section
from guidance_sections import an_act, with_acts


def common_twice() -> GuidanceResult:
    """The guidance level stands twice in 90010."""
    observations = acts_of(first(), "90010")[0].observations
    return with_act(first(), "90010", observations=(*observations, observations[0]))


def twice(section: str, number: int) -> GuidanceResult:
    """The first item of an act stands twice."""
    observations = acts_of(first(), section)[number].observations
    return with_act(first(), section, number, observations=(*observations, observations[0]))


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (first(), []),
        (with_section(first(), "90010", code_system=oids.ITEM), ["X-HG-044"]),
        (with_section(first(), "90010", has_text=False), ["X-HG-044"]),
        (with_acts(first(), "90010", *acts_of(first(), "90010") * 2), ["X-HG-044"]),
        (common_twice(), ["X-HG-044"]),  # five observations
        (twice("90030", 1), ["X-HG-044"]),  # a goal with two values
        (with_acts(first(), "90070", *acts_of(first(), "90070") * 2), ["X-HG-044"]),
        (with_act(first(), "90010", code="1", code_null_flavor=None), ["X-HG-044"]),
        (with_acts(first(), "90100", an_act("1", "20260601")), ["X-HG-044"]),  # no such section
        (first(sections=first().sections * 2), ["X-HG-044"] * 3),  # each stands twice
    ],
)
def test_x_hg_044(result: GuidanceResult, expected: list[str]) -> None:
    """Sections are known, single and built as the specification has them."""
    assert expected == of_first("X-HG-044", result)
