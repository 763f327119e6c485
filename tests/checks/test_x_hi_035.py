from __future__ import annotations

import pytest

from judging import of_items
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
