from __future__ import annotations

import pytest

from daiko.documents.records import Observation, ObservationValue
from judging import not_measurable, of_items

CODED_YET_UNMEASURABLE = Observation(
    code="1A020000000191111",
    values=(ObservationValue("CO", code="1", null_flavor="NI"),),
)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (not_measurable("9A751000000000001"), []),
        (not_measurable("9A751000000000001", value="118"), ["X-HC-036"]),
        (CODED_YET_UNMEASURABLE, ["X-HC-036"]),
        (not_measurable("9A751000000000001", null_flavor="NA"), ["X-HC-036"]),
    ],
)
def test_x_hc_036(item: Observation, expected: list[str]) -> None:
    """A value that cannot be measured is NI, without number and code."""
    assert expected == of_items("X-HC-036", item)
