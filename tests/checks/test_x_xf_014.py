from __future__ import annotations

import pytest

from daiko.checks.subjects import ClaimTotals
from judging import of_archive


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        ({"1": 3}, []),
        ({"1": 2, "2": 1}, ["X-XF-014"]),
        ({"2": 2, "3": 1}, ["X-XF-014", "X-XF-014"]),
    ],
)
def test_x_xf_014(classes: dict[str, int], expected: list[str]) -> None:
    """Every claim has the service class of the index; each other class is found once."""
    totals = ClaimTotals(first_of_event_type=dict.fromkeys(classes, "CLAIMS/c.xml"))
    totals.service_event_types.update(classes)
    assert expected == of_archive("X-XF-014", totals=totals)
