from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_claim


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("１３１", []),
        ("131", []),
        ("１３２", ["X-XF-002"]),
        (None, ["X-XF-002"]),
    ],
)
def test_x_xf_002(symbol: str | None, expected: list[str]) -> None:
    """Result and claim name the same symbol; absent is not the same as there."""
    identifier = None if symbol is None else Identifier(oids.SYMBOL, symbol)
    assert expected == of_claim("X-XF-002", symbol=identifier)
