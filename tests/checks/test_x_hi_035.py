from __future__ import annotations

import pytest

from judging import of_items, of_pair, of_phase_3
from observing import coded


@pytest.mark.parametrize(
    ("item", "answer", "table", "expected"),
    [
        ("9N786000000000011", "8", "24040", []),
        ("9N786000000000011", "9", "24040", ["X-HI-035"]),  # drinking: 1 to 8
        ("9N872000000000011", "3", "18030", []),
        ("9N872000000000011", "4", "18030", ["X-HI-035"]),  # chewing: 1 to 3
        ("9N746000000000011", "0", "2003", ["X-HI-035"]),
        ("9N786000000000011", "9", "2005", []),  # the table of phase 3: X-HI-036
    ],
)
def test_x_hi_035(item: str, answer: str, table: str, expected: list[str]) -> None:
    """An answer of an optional question is one of its choices."""
    question = coded(item, "CD", answer, f"1.2.392.200119.6.{table}")
    assert expected == of_items("X-HI-035", question)


def test_an_answer_is_found_once() -> None:
    """X-HC-034 leaves the questions to this rule."""
    question = coded("9N786000000000011", "CD", "9", "1.2.392.200119.6.24040")
    assert of_items("X-HC-034", question) == []


def test_an_answer_of_another_table_is_found_once() -> None:
    """X-HC-034 says that the table is another one; its choices are not asked for besides."""
    question = coded("9N786000000000011", "CD", "9", "1.2.392.200119.6.2001")
    assert of_items("X-HC-034", question) == ["X-HC-034"]
    assert of_items("X-HI-035", question) == []


@pytest.mark.parametrize(
    ("answer", "table", "expected"),
    [("3", "2005", []), ("4", "2005", ["X-HI-035"]), ("4", "24040", [])],
)
def test_x_hi_035_of_phase_3(answer: str, table: str, expected: list[str]) -> None:
    """Until March 2024 there were three answers about drinking; a later table is X-HC-034's."""
    question = coded("9N786000000000011", "CD", answer, f"1.2.392.200119.6.{table}")
    assert expected == of_pair("X-HI-035", result=of_phase_3(question))
