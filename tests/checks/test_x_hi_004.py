from __future__ import annotations

import pytest

from judging import of_items
from observing import measured


@pytest.mark.parametrize(
    ("bmi", "expected"),
    [
        ("24.9", []),  # 65.5 kg, 162.3 cm
        ("24.8", []),  # a tenth is rounding
        ("25.0", []),
        ("25.1", ["X-HI-004"]),
        ("22.0", ["X-HI-004"]),
    ],
)
def test_x_hi_004(bmi: str, expected: list[str]) -> None:
    """BMI is weight over height squared, within a tenth."""
    assert expected == of_items("X-HI-004", measured("9N011000000000001", bmi, "kg/m2"))
