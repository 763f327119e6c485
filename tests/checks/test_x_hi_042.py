from __future__ import annotations

from dataclasses import replace

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import a_blood_count, a_creatinine, an_ecg, exam, measured, told

WHY = told("2A020161001930149", "貧血の既往")
WHOLE = exam(*a_blood_count(), why=(WHY,))


@pytest.mark.parametrize(
    ("items", "count"),
    [
        ([WHOLE, an_ecg()], 0),
        ([*a_blood_count(), WHY], 4),  # flat
        ([exam(*a_blood_count()), exam(why=(WHY,))], 1),  # two wrappers for one test
        ([exam(*an_ecg().parts[:1], *a_creatinine().parts[:2])], 1),  # one for two
        ([replace(WHOLE, code_null_flavor=None, code="2A020161001930149")], 1),
        ([exam(*a_blood_count(), WHY)], 1),  # the reason as a result
        ([measured("2A010000001930101", "6000", "/mm3")], 0),  # white cells may stand alone
        ([], 0),
    ],
)
def test_x_hi_042(items: list[Observation], count: int) -> None:
    """Parts of a detailed examination are children of one parent without a code."""
    assert of_items("X-HI-042", *items) == ["X-HI-042"] * count
