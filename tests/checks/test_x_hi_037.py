from __future__ import annotations

import pytest

from building import a_pair
from daiko.checks.findings import Severity
from daiko.documents.records import Observation
from judging import items_changed, not_measurable, of_items, severities
from observing import a_blood_count, exam, measured, told

WHY = told("2A020161001930149", "貧血の既往")


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([exam(*a_blood_count(), why=(WHY,))], []),
        ([exam(*a_blood_count()[:2], why=(WHY,))], ["X-HI-037"]),
        ([exam(*a_blood_count())], ["X-HI-037"]),  # nobody says why
        ([exam(*a_blood_count(), why=(told("2A020161001930149", " "),))], ["X-HI-037"]),
        (
            [
                exam(
                    *a_blood_count()[::2], measured("2A030000001930101", "31.0", "g/dL"), why=(WHY,)
                )
            ],
            ["X-HI-037"],
        ),
        ([], []),
    ],
)
def test_x_hi_037(items: list[Observation], expected: list[str]) -> None:
    """An anaemia test has its three values and a reason; haemoglobin is at most 30."""
    assert expected == of_items("X-HI-037", *items)


def test_x_hi_037_not_measurable() -> None:
    """A value that could not be measured is a note."""
    lost = exam(*a_blood_count()[:2], not_measurable("2A020000001930101"), why=(WHY,))
    assert severities("X-HI-037", a_pair(result=items_changed(lost))) == [Severity.NOTE]
