from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_claim


@pytest.mark.parametrize(
    ("branch", "expected"),
    [
        ("01", []),
        ("02", ["X-XF-004"]),
        (None, ["X-XF-004"]),
    ],
)
def test_x_xf_004(branch: str | None, expected: list[str]) -> None:
    """Result and claim name the same branch number."""
    identifier = None if branch is None else Identifier(oids.BRANCH_CODE, branch)
    assert expected == of_claim("X-XF-004", branch_code=identifier)
