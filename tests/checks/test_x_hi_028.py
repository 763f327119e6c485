from __future__ import annotations

from dataclasses import replace

import pytest

from daiko.documents.records import Observation
from judging import items_changed, not_performed, of_pair, of_phase_3
from observing import coded

PROTEIN = "1A010000000191111"


def reason(answer: str) -> Observation:
    return coded("9N512000000000011", "CD", answer, "1.2.392.200119.6.24080")


@pytest.mark.parametrize(
    ("items", "sex", "expected"),
    [
        ([not_performed(PROTEIN), reason("1")], "2", []),
        ([not_performed(PROTEIN), reason("1")], "1", ["X-HI-028"]),  # menstruation of a man
        ([not_performed(PROTEIN), reason("2")], "1", []),
        ([not_performed(PROTEIN)], "1", []),  # the missing reason is X-HI-027's
        ([reason("3")], "2", ["X-HI-028"]),  # nothing is missing
        ([], "1", []),
    ],
)
def test_x_hi_028(items: list[Observation], sex: str, expected: list[str]) -> None:
    """A reason stands where an item has no value; menstruation only with women."""
    result = replace(items_changed(*items), sex=sex)
    assert expected == of_pair("X-HI-028", result=result)


def test_x_hi_028_begins_with_phase_4() -> None:
    """Before, there was no such item, which is X-REF-009's to say."""
    result = of_phase_3(reason("2"))
    assert of_pair("X-HI-028", result=result) == []
    assert of_pair("X-REF-009", result=result) == ["X-REF-009"]
