from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_result


@pytest.mark.parametrize(
    ("branch", "expected"),
    [
        (None, []),
        ("01", []),
        ("1", ["X-HC-010"]),
        ("０１", ["X-HC-010"]),
    ],
)
def test_x_hc_010(branch: str | None, expected: list[str]) -> None:
    """A branch number may be absent; when there it is two half-width digits."""
    person_ids = () if branch is None else (Identifier(oids.BRANCH_CODE, branch),)
    assert expected == of_result("X-HC-010", person_ids=person_ids)
