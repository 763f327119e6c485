from __future__ import annotations

import pytest

from daiko.documents.records import ObservationValue
from guidance_judging import edited, first, of_first, with_observation
from guidance_sections import item

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
