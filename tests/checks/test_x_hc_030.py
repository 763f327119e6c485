from __future__ import annotations

from dataclasses import replace

import pytest

from daiko.documents.records import Observation, ObservationValue
from daiko.standard import oids
from judging import not_performed, of_items
from observing import coded, measured, told


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (measured("9N001000000000001", "162.3", "cm"), []),
        (told("9N001000000000001", "162.3"), ["X-HC-030"]),
        (coded("9N056000000000011", "CD", "2", "1.2.392.200119.6.2001"), []),
        (coded("9N056000000000011", "CO", "2", "1.2.392.200119.6.2001"), ["X-HC-030"]),
        (not_performed("9N001000000000001"), []),
    ],
)
def test_x_hc_030(item: Observation, expected: list[str]) -> None:
    """A value is of the type of the item table: height is PQ, history CD."""
    assert expected == of_items("X-HC-030", item)


def test_x_hc_030_reads_the_value_behind_a_limit_marker() -> None:
    """H before a value beyond the range is no second type (official sample)."""
    marker = ObservationValue("CD", code="H", code_system=oids.LIMIT_MARKER)
    value = ObservationValue("PQ", value="150", unit="mm[Hg]")
    item = Observation(code="9A761000000000001", code_system=oids.ITEM, values=(marker, value))
    assert of_items("X-HC-030", item) == []
    assert of_items("X-HC-030", replace(item, values=(value, marker))) == []
    assert of_items("X-HC-030", replace(item, values=(marker,))) == ["X-HC-030"]
