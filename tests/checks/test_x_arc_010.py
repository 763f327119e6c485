from __future__ import annotations

import pytest

from building import profile_with
from judging import members, of_archive


@pytest.mark.parametrize(
    ("without", "claims_required", "expected"),
    [
        ([], True, []),
        (["su08_V08.xml"], True, ["X-ARC-010"]),
        (["su08_V08.xml"], False, ["X-ARC-010"]),  # there are claims all the same
        (["su08_V08.xml", "CLAIMS/"], False, []),
    ],
)
def test_x_arc_010(without: list[str], claims_required: bool, expected: list[str]) -> None:
    """Towards an agency the summary is mandatory; with results alone it is not."""
    assert expected == of_archive(
        "X-ARC-010",
        members=members(without=without),
        profile=profile_with(claims_required=claims_required),
    )
