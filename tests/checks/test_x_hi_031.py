from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import not_performed, of_items
from observing import told


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([told("9N511000000000049", "異常を認めません。", author="基金次郎")], []),
        ([], ["X-HI-031"]),
        ([not_performed("9N511000000000049")], ["X-HI-031"]),
    ],
)
def test_x_hi_031(items: list[Observation], expected: list[str]) -> None:
    """The doctor's diagnosis is there; it cannot be undone."""
    assert expected == of_items("X-HI-031", *items, without=["9N511000000000049"])
