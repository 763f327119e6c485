from __future__ import annotations

import pytest

from building import profile_with
from judging import members, of_archive


@pytest.mark.parametrize(
    ("without", "claims_required", "expected"),
    [
        ([], True, []),
        (["CLAIMS/"], True, ["X-ARC-012"]),
        (["CLAIMS/"], False, []),
    ],
)
def test_x_arc_012(without: list[str], claims_required: bool, expected: list[str]) -> None:
    """The folder CLAIMS is there where claims are to be settled."""
    assert expected == of_archive(
        "X-ARC-012",
        members=members(without=without),
        profile=profile_with(claims_required=claims_required),
    )
