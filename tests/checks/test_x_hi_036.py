from __future__ import annotations

from dataclasses import replace

import pytest

from judging import items_changed, of_items, of_pair
from observing import coded

OID = "1.2.392.200119.6."


@pytest.mark.parametrize(
    ("item", "answer", "table", "expected"),
    [
        ("9N736000000000011", "3", "24060", []),
        ("9N736000000000011", "2", "2003", ["X-HI-036"]),  # smoking, yes or no
        ("9N786000000000011", "1", "2005", ["X-HI-036"]),  # drinking, three answers
        ("9N806000000000011", "1", "2003", ["X-HI-036"]),  # the question itself ended
        ("9N808000000000011", "1", "2003", []),
    ],
)
def test_x_hi_036(item: str, answer: str, table: str, expected: list[str]) -> None:
    """From April 2024 on no question and no answers of phase 3."""
    question = coded(item, "CD", answer, OID + table)
    assert expected == of_items("X-HI-036", question)
    result = replace(items_changed(question), performed_on="20240331")
    assert of_pair("X-HI-036", result=result) == []


@pytest.mark.parametrize("other", ["X-HC-034", "X-REF-009"])
def test_an_ended_question_is_found_once(other: str) -> None:
    """The rules of tables leave it to this one."""
    smoking = coded("9N736000000000011", "CD", "2", f"{OID}2003")
    wish = coded("9N806000000000011", "CD", "1", f"{OID}2003")
    assert of_items(other, smoking, wish) == []
