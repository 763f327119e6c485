from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_claim


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("06132013", []),
        ("０６１３２０１３", []),
        ("06132021", ["X-XF-001"]),
    ],
)
def test_x_xf_001(number: str, expected: list[str]) -> None:
    """Result and claim name the same insurer; width does not count."""
    assert expected == of_claim("X-XF-001", insurer=Identifier(oids.INSURER, number))
