from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_claim


@pytest.mark.parametrize(
    ("branch", "expected"),
    [
        (None, []),
        (Identifier(oids.BRANCH_CODE, "00"), []),
        (Identifier(oids.BRANCH_CODE, "1"), ["X-CC-006"]),
        (Identifier(oids.BRANCH_CODE, "001"), ["X-CC-006"]),
        (Identifier(oids.BRANCH_CODE, "０１"), ["X-CC-006"]),
    ],
)
def test_x_cc_006(branch: Identifier | None, expected: list[str]) -> None:
    """A branch number may be absent; when there it is two half-width digits."""
    assert expected == of_claim("X-CC-006", branch_code=branch)
