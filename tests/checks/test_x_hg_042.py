from __future__ import annotations

import pytest

from daiko.documents.records import ObservationValue
from guidance_building import a_guidance_pair
from guidance_judging import edited, first, last, of_first, with_observation
from guidance_sections import item
from judging import findings

WAIST = "1021001031"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (ObservationValue("PQ", "85.0", "cm"), []),
        (ObservationValue("PQ", "85.0", "kg"), ["X-HG-042"]),
        (ObservationValue("PQ", "八五", "cm"), ["X-HG-042"]),
        (ObservationValue("ST", text="85.0"), ["X-HG-042"]),
    ],
)
def test_x_hg_042(value: ObservationValue, expected: list[str]) -> None:
    """Type, unit and digits of a value are those of its item."""
    assert expected == of_first("X-HG-042", edited(first(), "90030", WAIST, values=(value,)))


@pytest.mark.parametrize(("length", "expected"), [(256, []), (257, ["X-HG-042"])])
def test_x_hg_042_text(length: int, expected: list[str]) -> None:
    """A note has at most 256 characters."""
    note = item("90030", "1022000090", "あ" * length)
    assert expected == of_first("X-HG-042", with_observation(first(), "90030", note))


@pytest.mark.parametrize(("unit", "expected"), [("min", []), ("分", ["X-HG-042"])])
def test_x_hg_042_minutes(unit: str, expected: list[str]) -> None:
    """Minutes are digits with the unit min."""
    minutes = ObservationValue(value="30", unit=unit)
    assert expected == of_first("X-HG-042", edited(first(), "90030", "1022000013", minutes=minutes))


def test_x_hg_042_minutes_as_a_value() -> None:
    """Minutes stand in effectiveTime/width; as a value they are at a wrong place, told once."""
    value = ObservationValue("PQ", "30", "min")
    result = edited(last(), "90040", "1032300013", minutes=None, values=(value,))
    pair = a_guidance_pair(result=result, final=True)
    told = findings("X-HG-042", pair)
    assert told
    assert {found.expected for found in told} == {"effectiveTime/width min"}
    assert findings("X-HG-021", pair) == []


def test_x_hg_042_names_the_unit() -> None:
    """A value of another type is told the unit as well."""
    value = ObservationValue("INT", "12")
    result = edited(first(), "90030", "1021000020", values=(value,))
    (found,) = findings("X-HG-042", a_guidance_pair(result=result))
    assert (found.found, found.expected) == ("INT 12", "PQ wk")
