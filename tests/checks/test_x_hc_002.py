from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from judging import of_result


@pytest.mark.parametrize(
    ("document_id", "expected"),
    [
        (Identifier(null_flavor="NI"), []),
        (Identifier("1.2.3", "4"), ["X-HC-002"]),
        (None, ["X-HC-002"]),
    ],
)
def test_x_hc_002(document_id: Identifier | None, expected: list[str]) -> None:
    """No document id is used: nullFlavor NI."""
    assert expected == of_result("X-HC-002", document_id=document_id)
