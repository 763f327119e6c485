from __future__ import annotations

from dataclasses import replace

import pytest

from daiko.documents.records import Observation
from judging import items_changed, of_items, of_pair
from observing import marked, measured

NGSP, JDS = "3D046000001906202", "3D045000001906202"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (measured(NGSP, "5.2", "%"), []),
        (measured(NGSP, "2.9", "%"), ["X-HI-025"]),
        (measured(NGSP, "52.0", "%"), ["X-HI-025"]),
        (marked(NGSP, "H", "20.4", "%"), []),
        (measured(JDS, "5.2", "%"), ["X-HI-025"]),
    ],
)
def test_x_hi_025(item: Observation, expected: list[str]) -> None:
    """HbA1c (NGSP) from 3.0 to 20.0; the JDS codes ended in March 2013."""
    assert expected == of_items("X-HI-025", item)


def test_x_hi_025_jds_was_lawful_once() -> None:
    """A checkup of fiscal year 2012 may hold the JDS value."""
    result = items_changed(measured(JDS, "5.2", "%"), without=[NGSP])
    assert of_pair("X-HI-025", result=replace(result, performed_on="20130331")) == []
    assert of_pair("X-HI-025", result=replace(result, performed_on="20130401")) == ["X-HI-025"]
