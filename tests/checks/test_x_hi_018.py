from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import measured


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([measured("3F077000002327101", "88", "mg/dL")], []),
        ([measured("3F069000002391901", "120", "mg/dL")], []),
        ([], ["X-HI-018"]),
    ],
)
def test_x_hi_018(items: list[Observation], expected: list[str]) -> None:
    """LDL or non-HDL cholesterol is there."""
    assert expected == of_items("X-HI-018", *items, without=["3F077000002327101"])
