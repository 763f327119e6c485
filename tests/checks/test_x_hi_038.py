from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import an_ecg, coded, exam, told


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([an_ecg()], []),
        ([an_ecg("0")], []),
        ([an_ecg(finding="1", text="洞性徐脈")], []),
        ([an_ecg(finding="1")], ["X-HI-038"]),  # findings, but which?
        ([an_ecg(why=" ")], ["X-HI-038"]),
        ([exam(coded("9A110160700000011", "CD", "2", "1.2.392.200119.6.2002"))], ["X-HI-038"] * 2),
        ([exam(told("9A110160800000049", "洞性徐脈"), why=an_ecg().parts[1:])], ["X-HI-038"]),
        ([], []),
    ],
)
def test_x_hi_038(items: list[Observation], expected: list[str]) -> None:
    """An electrocardiogram says whether, which, for whom and why."""
    assert expected == of_items("X-HI-038", *items)
