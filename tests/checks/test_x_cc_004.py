from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_claim


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        (None, []),
        (Identifier(oids.SYMBOL, "１"), []),
        (Identifier(oids.SYMBOL, "１" * 20), []),
        (Identifier(oids.SYMBOL, "１" * 21), ["X-CC-004"]),
        (Identifier(oids.SYMBOL, " "), ["X-CC-004"]),
        (Identifier(oids.NUMBER, "１３１"), ["X-CC-004"]),
    ],
)
def test_x_cc_004(symbol: Identifier | None, expected: list[str]) -> None:
    """A symbol may be absent; when there it has 1 to 20 characters."""
    assert expected == of_claim("X-CC-004", symbol=symbol)
