from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from judging import of_result


@pytest.mark.parametrize(
    ("type_id", "expected"),
    [
        (Identifier("2.16.840.1.113883.1.3", "POCD_HD000040"), []),
        (Identifier("2.16.840.1.113883.1.3", "POCD_HD000020"), ["X-HC-001"]),
        (None, ["X-HC-001", "X-HC-001"]),
    ],
)
def test_x_hc_001(type_id: Identifier | None, expected: list[str]) -> None:
    """typeId is that of CDA Release 2; wrong in both parts, it is found twice."""
    assert expected == of_result("X-HC-001", type_id=type_id)
