from __future__ import annotations

import pytest

from judging import of_members


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ([], []),
        (["memo.txt"], ["X-ARC-015"]),
        (["DATA/memo.txt"], ["X-ARC-015"]),
        (["DATA/old/h1.xml", "DATA/old/h2.xml"], ["X-ARC-015"]),
        (["DATA/Thumbs.db"], ["X-ARC-015"]),  # a left-over of a program
        (["memo.txt", "CLAIMS/memo.txt"], ["X-ARC-015", "X-ARC-015"]),
    ],
)
def test_x_arc_015(extra: list[str], expected: list[str]) -> None:
    """What does not belong into the archive is found, each folder once."""
    assert expected == of_members("X-ARC-015", extra=extra)


def test_x_arc_015_leaves_a_misnamed_index_to_its_rule() -> None:
    """index.xml in place of the index is X-ARC-009's, shown once."""
    assert of_members("X-ARC-015", without=["ix08_V08.xml"], extra=["index.xml"]) == []
    assert of_members("X-ARC-015", extra=["index.xml"]) == ["X-ARC-015"]
