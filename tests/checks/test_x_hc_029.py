from __future__ import annotations

from dataclasses import replace

import pytest

from building import a_result, a_section
from daiko.documents.records import Observation
from judging import of_items, of_pair
from observing import measured


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (measured("9N001000000000001", "162.3", "cm"), []),
        (measured("9N00100000000001", "162.3", "cm"), ["X-HC-029"]),
        (replace(measured("9N001000000000001", "162.3", "cm"), code_system=None), []),
        (replace(measured("9N001000000000001", "162.3", "cm"), code_system="1.2.3"), ["X-HC-029"]),
    ],
)
def test_x_hc_029(item: Observation, expected: list[str]) -> None:
    """An item code has 17 characters of the item table and stands once in a section."""
    assert expected == of_items("X-HC-029", item)


def test_x_hc_029_twice_in_a_section() -> None:
    """The same item twice in a section is found; in two sections it is not."""
    height = measured("9N001000000000001", "162.3", "cm")
    twice = a_result(sections=(a_section([height, height]),))
    apart = a_result(sections=(a_section([height]), a_section([height], "01990")))
    assert of_pair("X-HC-029", result=twice) == ["X-HC-029"]
    assert of_pair("X-HC-029", result=apart) == []
