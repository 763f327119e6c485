from __future__ import annotations

import pytest

from judging import of_members


@pytest.mark.parametrize(
    ("without", "extra", "expected"),
    [
        ([], [], []),
        (["DATA/"], [], ["X-ARC-011"]),
        (["DATA/"], ["Data/h.xml"], ["X-ARC-011"]),
        (["DATA/"], ["DATA/"], []),  # empty: X-ARC-027
    ],
)
def test_x_arc_011(without: list[str], extra: list[str], expected: list[str]) -> None:
    """The folder DATA is there, in capitals."""
    assert expected == of_members("X-ARC-011", without=without, extra=extra)
