from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import measured


@pytest.mark.parametrize(
    ("items", "bmi", "expected"),
    [
        ([measured("9N016160100000001", "82.0", "cm")], "24.9", []),
        ([measured("9N021000000000001", "100", "cm2")], "24.9", []),
        ([], "20.0", ["X-HI-005"]),
        ([], "19.9", []),
    ],
)
def test_x_hi_005(items: list[Observation], bmi: str, expected: list[str]) -> None:
    """Waist or visceral fat is there, except below BMI 20 (ruling 22)."""
    body = measured("9N011000000000001", bmi, "kg/m2")
    assert expected == of_items("X-HI-005", body, *items, without=["9N016160100000001"])
