from __future__ import annotations

from dataclasses import replace

import pytest

from building import a_section
from daiko.documents.records import Observation
from judging import items_changed, of_pair
from observing import a_blood_count, coded, exam, measured

CHOLESTEROL = measured("3F050000002327101", "169", "mg/dL")
WALKING = coded("9N751000000000011", "CD", "1", "1.2.392.200119.6.2003")
WHITE_CELLS = measured("2A010000001930101", "6000", "/mm3")


@pytest.mark.parametrize(
    ("main", "added", "expected"),
    [
        ([], [CHOLESTEROL], []),
        ([CHOLESTEROL], [], ["X-HI-048"]),
        ([], [WALKING], ["X-HI-048"]),
        ([exam(*a_blood_count(), WHITE_CELLS)], [], []),  # beside its group
        ([], [WHITE_CELLS], []),
        ([], [measured("3A015000000106101", "9.0", "mg/L")], []),  # an open question
        ([], [], []),
    ],
)
def test_x_hi_048(main: list[Observation], added: list[Observation], expected: list[str]) -> None:
    """Items of the checkup stand in section 01010, additional ones in 01990."""
    result = items_changed(*main)
    sections = (*result.sections, a_section(added, "01990")) if added else result.sections
    assert expected == of_pair("X-HI-048", result=replace(result, sections=sections))
