from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import measured


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([measured("3F015000002327101", "60", "mg/dL")], []),
        ([measured("3F015129902327101", "60", "mg/dL")], []),
        ([], ["X-HI-014"]),
    ],
)
def test_x_hi_014(items: list[Observation], expected: list[str]) -> None:
    """Fasting or casual triglycerides are there."""
    assert expected == of_items("X-HI-014", *items, without=["3F015000002327101"])
