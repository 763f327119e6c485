from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import told


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([told("9N511000000000049", "異常なし", author="基金次郎")], []),
        ([told("9N511000000000049", "異常なし")], ["X-HI-032"]),
        ([told("9N511000000000049", "異常なし", author=" ")], ["X-HI-032"]),
        ([told("9N516000000000049", "基金次郎")], ["X-HI-032"]),
    ],
)
def test_x_hi_032(items: list[Observation], expected: list[str]) -> None:
    """The doctor is the author of the diagnosis, never an item of its own."""
    assert expected == of_items("X-HI-032", *items)
