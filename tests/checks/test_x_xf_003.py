from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_claim


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("123123123", []),
        ("123123124", ["X-XF-003"]),
    ],
)
def test_x_xf_003(number: str, expected: list[str]) -> None:
    """Result and claim name the same number."""
    assert expected == of_claim("X-XF-003", number=Identifier(oids.NUMBER, number))
