from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import not_measurable, of_items
from observing import measured


def reading(place: int, upper: str, lower: str) -> list[Observation]:
    """1 first, 2 second, 5 other."""
    return [
        measured(f"9A75{place}000000000001", upper, "mm[Hg]"),
        measured(f"9A76{place}000000000001", lower, "mm[Hg]"),
    ]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (reading(1, "120", "80"), []),
        (reading(1, "120", "80") + reading(2, "125", "81") + reading(5, "123", "81"), []),
        (reading(1, "120", "80") + reading(2, "125", "81") + reading(5, "122", "81"), ["X-HI-012"]),
        (reading(1, "120", "80") + reading(2, "125", "81"), []),  # nobody said the mean
        (reading(5, "123", "81"), []),
        (reading(2, "125", "81"), ["X-HI-012"]),  # a single reading is the first
        ([not_measurable("9A751000000000001"), *reading(2, "125", "81")], []),
    ],
)
def test_x_hi_012(items: list[Observation], expected: list[str]) -> None:
    """Beside two readings "other" is their mean, half up; a single one stands as the first."""
    without = ["9A751000000000001", "9A761000000000001"]
    assert expected == of_items("X-HI-012", *items, without=without)
