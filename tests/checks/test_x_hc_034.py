from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items, of_pair, of_phase_3
from observing import coded


@pytest.mark.parametrize(
    ("answer", "system", "expected"),
    [
        ("1", "1.2.392.200119.6.2102", []),
        ("5", "1.2.392.200119.6.2102", []),
        ("6", "1.2.392.200119.6.2102", ["X-HC-034"]),
        ("1", "1.2.392.200119.6.2001", ["X-HC-034"]),
    ],
)
def test_x_hc_034(answer: str, system: str, expected: list[str]) -> None:
    """A coded answer is a member of the table of the item."""
    assert expected == of_items("X-HC-034", coded("1A020000000191111", "CO", answer, system))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (coded("9N786000000000011", "CD", "2", "1.2.392.200119.6.2005"), []),
        (coded("9N786000000000011", "CD", "2", "1.2.392.200119.6.24040"), ["X-HC-034"]),
        (coded("9N512000000000011", "CD", "2", "1.2.392.200119.6.24080"), []),  # X-REF-009's
    ],
)
def test_x_hc_034_of_phase_3(question: Observation, expected: list[str]) -> None:
    """Until March 2024 the table of phase 3 counts; items it does not know are not judged."""
    assert expected == of_pair("X-HC-034", result=of_phase_3(question))
