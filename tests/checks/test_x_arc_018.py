from __future__ import annotations

import pytest

from judging import of_members


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("h13100000072026060501000009.xml", []),
        ("h13199000132026060401000009.xml", ["X-ARC-018"]),  # the day before
        ("h13199000132026060511000009.xml", ["X-ARC-018"]),  # sequence 1
        ("h13199000132026060502000009.xml", ["X-ARC-018"]),  # class 2
    ],
)
def test_x_arc_018(name: str, expected: list[str]) -> None:
    """Date, sequence and class of file names are the archive's; the institution may be another."""
    assert expected == of_members("X-ARC-018", extra=[f"DATA/{name}"])
