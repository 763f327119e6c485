from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import not_measurable, not_performed, of_items
from observing import measured

UPPER, LOWER = "9A751000000000001", "9A761000000000001"
MM = "mm[Hg]"


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([measured(UPPER, "118", MM), measured(LOWER, "76", MM)], []),
        ([measured(UPPER, "76", MM), measured(LOWER, "118", MM)], ["X-HI-011"]),
        ([measured(UPPER, "90", MM), measured(LOWER, "90", MM)], ["X-HI-011"]),
        ([measured(UPPER, "118", MM)], ["X-HI-011"]),
        ([measured(LOWER, "76", MM)], ["X-HI-011"]),
        ([not_measurable(UPPER), measured(LOWER, "76", MM)], []),  # as in the fund's sample
        ([measured(UPPER, "118", MM), not_performed(LOWER)], []),
    ],
)
def test_x_hi_011(items: list[Observation], expected: list[str]) -> None:
    """Each reading has both pressures, upper above lower; one of them may be marked undone."""
    assert expected == of_items("X-HI-011", *items, without=[UPPER, LOWER])
