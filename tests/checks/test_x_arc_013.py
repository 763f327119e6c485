from __future__ import annotations

import pytest

from judging import of_members


@pytest.mark.parametrize(
    ("without", "expected"),
    [
        ([], []),
        (["XSD/gc08_V08.xsd"], ["X-ARC-013"]),
        (["XSD/gc08_V08.xsd", "XSD/coreschemas/voc_hcgv08.xsd"], ["X-ARC-013", "X-ARC-013"]),
        (["XSD/"], ["X-ARC-013"]),
    ],
)
def test_x_arc_013(without: list[str], expected: list[str]) -> None:
    """XSD holds every schema of the set; each missing one is found, a missing folder once."""
    assert expected == of_members("X-ARC-013", without=without)
