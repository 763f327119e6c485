from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import a_fundus, exam, subject, told

SEEN = told("9E100160900000049", "白内障のため観察困難")


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([a_fundus()], []),
        ([exam(SEEN, why=a_fundus().parts[1:])], []),  # other findings stand for a grade
        ([a_fundus(why="")], ["X-HI-039"]),
        ([exam(a_fundus().parts[0], why=(subject("fundus", "1"),))], ["X-HI-039"]),
        ([exam(a_fundus().parts[0], why=a_fundus().parts[2:])], ["X-HI-039"]),  # for whom?
        ([], []),
    ],
)
def test_x_hi_039(items: list[Observation], expected: list[str]) -> None:
    """A fundus examination has a grade or other findings, for whom and why."""
    assert expected == of_items("X-HI-039", *items)
