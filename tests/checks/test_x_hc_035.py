from __future__ import annotations

from dataclasses import replace

import pytest

from daiko.documents.records import Observation
from judging import not_performed, of_items
from observing import measured


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (not_performed("9N001000000000001"), []),
        (measured("9N001000000000001", "162.3", "cm"), []),
        (replace(measured("9N001000000000001", "162.3", "cm"), negated=True), ["X-HC-035"]),
    ],
)
def test_x_hc_035(item: Observation, expected: list[str]) -> None:
    """An item that was not performed carries no value."""
    assert expected == of_items("X-HC-035", item)
