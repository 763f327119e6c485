from __future__ import annotations

import pytest

from building import a_pair, a_result, a_section
from daiko.checks.findings import Severity
from daiko.documents.records import Observation
from judging import of_items, severities
from observing import measured


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (measured("3D046000001906202", "5.2", "%"), []),
        (measured("3D045000001906202", "4.8", "%"), []),  # HbA1c (JDS): X-HI-025
        (measured("3D999999999999999", "1", "%"), ["X-REF-009"]),
        (measured("3D99", "1", "%"), []),  # X-HC-029
    ],
)
def test_x_ref_009(item: Observation, expected: list[str]) -> None:
    """An item is in the item table of the year."""
    assert expected == of_items("X-REF-009", item)


def test_x_ref_009_additional_section_is_a_note() -> None:
    """Local codes in section 01990 are noted, never refused (ruling 24)."""
    local = a_section([measured("3D999999999999999", "1", "%")], "01990")
    pair = a_pair(result=a_result(sections=(local,)))
    assert severities("X-REF-009", pair) == [Severity.NOTE]
