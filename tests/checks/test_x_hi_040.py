from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import a_creatinine, exam


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([a_creatinine()], []),
        ([a_creatinine(rate=False)], ["X-HI-040"]),
        ([a_creatinine(why="")], ["X-HI-040"]),
        ([exam(*a_creatinine().parts[:2], why=a_creatinine().parts[3:])], ["X-HI-040"]),
        ([exam(a_creatinine().parts[1], why=a_creatinine().parts[2:])], ["X-HI-040"]),
        ([], []),
    ],
)
def test_x_hi_040(items: list[Observation], expected: list[str]) -> None:
    """Creatinine stands with eGFR, for whom and why."""
    assert expected == of_items("X-HI-040", *items)
