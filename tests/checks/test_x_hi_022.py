from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import measured


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([measured("3D046000001906202", "5.2", "%")], []),
        ([measured("3D010000001926101", "90", "mg/dL")], []),
        ([measured("3D010129901926101", "90", "mg/dL")], []),
        ([], ["X-HI-022"]),
    ],
)
def test_x_hi_022(items: list[Observation], expected: list[str]) -> None:
    """Fasting glucose, HbA1c or casual glucose is there."""
    assert expected == of_items("X-HI-022", *items, without=["3D046000001906202"])
