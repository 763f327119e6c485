from __future__ import annotations

import pytest

from judging import of_members


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("h13199000132026060501000009.xml", []),
        ("g13199000132026060502000009.xml", []),
        ("c13199000132026060501000009.xml", ["X-ARC-016"]),  # a claim's letter
        ("h1319900013202606050100009.xml", ["X-ARC-016"]),  # a serial of five digits
        ("h13199000132026060500000009.xml", ["X-ARC-016"]),  # class 0
        ("H13199000132026060501000009.xml", ["X-ARC-016"]),
    ],
)
def test_x_arc_016(name: str, expected: list[str]) -> None:
    """A result is h or g, 10 + 8 + 1 + 1 + 6 digits and .xml."""
    assert expected == of_members("X-ARC-016", extra=[f"DATA/{name}"])
