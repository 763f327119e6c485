from __future__ import annotations

import pytest

from building import pair_name
from judging import of_members


@pytest.mark.parametrize(
    ("without", "expected"),
    [
        ([], []),
        ([f"CLAIMS/c{pair_name(1)}"], ["X-ARC-019"]),
        ([f"DATA/h{pair_name(0)}", f"CLAIMS/c{pair_name(1)}"], ["X-ARC-019", "X-ARC-019"]),
        (["CLAIMS/"], []),  # X-ARC-012
    ],
)
def test_x_arc_019(without: list[str], expected: list[str]) -> None:
    """Each result without its claim is found, and the reverse."""
    assert expected == of_members("X-ARC-019", without=without, pairs=2)
