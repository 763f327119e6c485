from __future__ import annotations

import pytest

from judging import of_members


@pytest.mark.parametrize(
    ("without", "extra", "expected"),
    [
        ([], [], []),
        (["DATA/h"], ["DATA/"], ["X-ARC-027"]),
        (["CLAIMS/c"], ["CLAIMS/"], ["X-ARC-027"]),
        (["DATA/h", "CLAIMS/c"], ["DATA/", "CLAIMS/readme.txt"], ["X-ARC-027", "X-ARC-027"]),
        (["DATA/"], [], []),  # X-ARC-011
    ],
)
def test_x_arc_027(without: list[str], extra: list[str], expected: list[str]) -> None:
    """An empty DATA or CLAIMS is found; a missing one is another rule's."""
    assert expected == of_members("X-ARC-027", without=without, extra=extra)
