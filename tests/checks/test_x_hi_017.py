from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import measured


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([measured("3F070000002327101", "55", "mg/dL")], []),
        ([measured("3F070000002399901", "55", "mg/dL")], []),
        ([], ["X-HI-017"]),
    ],
)
def test_x_hi_017(items: list[Observation], expected: list[str]) -> None:
    """HDL cholesterol is there, by any of its methods."""
    assert expected == of_items("X-HI-017", *items, without=["3F070000002327101"])
