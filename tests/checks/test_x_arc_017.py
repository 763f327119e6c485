from __future__ import annotations

import pytest

from judging import of_members


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("c13199000132026060501000009.xml", []),
        ("p13199000132026060502000009.xml", []),
        ("h13199000132026060501000009.xml", ["X-ARC-017"]),  # a result's letter
        ("c131990001320260605010000009.xml", ["X-ARC-017"]),  # a serial of seven digits
    ],
)
def test_x_arc_017(name: str, expected: list[str]) -> None:
    """A claim is c or p, 10 + 8 + 1 + 1 + 6 digits and .xml."""
    assert expected == of_members("X-ARC-017", extra=[f"CLAIMS/{name}"])
