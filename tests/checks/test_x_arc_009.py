from __future__ import annotations

import pytest

from building import an_archive_subject
from judging import findings, members, of_members


@pytest.mark.parametrize(
    ("without", "extra", "expected"),
    [
        ([], [], []),
        (["ix08_V08.xml"], [], ["X-ARC-009"]),
        (["ix08_V08.xml"], ["DATA/ix08_V08.xml"], ["X-ARC-009"]),  # in another folder
    ],
)
def test_x_arc_009(without: list[str], extra: list[str], expected: list[str]) -> None:
    """Without ix08_V08.xml in the root folder the archive is found."""
    assert expected == of_members("X-ARC-009", without=without, extra=extra)


def test_x_arc_009_says_which_file_was_meant() -> None:
    """An index.xml is not taken for the index, but the finding names it (ruling 7)."""
    subject = an_archive_subject(members=members(without=["ix08_V08.xml"], extra=["index.xml"]))
    (found,) = findings("X-ARC-009", subject)
    assert (found.rule, found.found) == ("X-ARC-009", "index.xml")
