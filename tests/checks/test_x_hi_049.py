from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import not_performed, of_items
from observing import measured

FASTING = measured("3D010000001926101", "90", "mg/dL")
CASUAL = measured("3D010129901926101", "90", "mg/dL")


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([measured("3D010000001926101", "90", "mg/dL")], []),  # beside HbA1c
        ([FASTING, CASUAL], ["X-HI-049"]),
        ([FASTING, not_performed("3D010129901926101")], []),
        ([measured("3F015129902327101", "60", "mg/dL")], ["X-HI-049"]),  # fasting ones are there
    ],
)
def test_x_hi_049(items: list[Observation], expected: list[str]) -> None:
    """Fasting and casual values of one test never stand together."""
    assert expected == of_items("X-HI-049", *items)
