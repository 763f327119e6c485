from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceResult
from daiko.standard import oids
from guidance_building import an_earlier
from guidance_judging import first, of_first, split, with_act
from guidance_sections import with_value


def lasting(minutes: str, form: str = "1") -> GuidanceResult:
    result = with_value(first(), "90030", "1022000013", minutes)
    return with_act(result, "90030", code=form)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (lasting("20"), []),
        (lasting("19"), ["X-HG-018"]),
        (lasting("80", "3"), []),
        (lasting("79", "4"), ["X-HG-018"]),
        (split(lasting("10"), minutes="10"), []),  # the halves count together
        (split(lasting("5"), minutes="10"), ["X-HG-018"]),
    ],
)
def test_x_hg_018(result: GuidanceResult, expected: list[str]) -> None:
    """Twenty minutes individually, eighty in a group."""
    assert expected == of_first("X-HG-018", result)


def lasting_3(minutes: str, form: str) -> GuidanceResult:
    """A form of phase 3: individual, in a group, remote."""
    result = lasting(minutes, form)
    return with_act(result, "90030", code_system=oids.INTERVIEW_FORM_PHASE_3)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (lasting_3("20", "1"), []),
        (lasting_3("19", "1"), ["X-HG-018"]),
        (lasting_3("80", "2"), []),
        (lasting_3("79", "2"), ["X-HG-018"]),
        (lasting_3("30", "5"), []),  # remote is longer there
        (lasting_3("29", "5"), ["X-HG-018"]),
        (lasting_3("5", "3"), []),  # the form is X-HG-017's
    ],
)
def test_x_hg_018_phase_3(result: GuidanceResult, expected: list[str]) -> None:
    """By the table of the form: 2 is remote in one, a group in the other."""
    assert expected == of_first("X-HG-018", result)


def test_x_hg_018_first_half_told_before() -> None:
    """Nothing is known of the minutes a report 25 told."""
    result = lasting("5")
    assert of_first("X-HG-018", result, earlier=(an_earlier(timing="5"),)) == []
