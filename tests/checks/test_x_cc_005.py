from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_claim


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (Identifier(oids.NUMBER, "1"), []),
        (Identifier(oids.NUMBER, "1" * 20), []),
        (Identifier(oids.NUMBER, "1" * 21), ["X-CC-005"]),
        (Identifier(oids.NUMBER, ""), ["X-CC-005"]),
        (None, ["X-CC-005"]),
    ],
)
def test_x_cc_005(number: Identifier | None, expected: list[str]) -> None:
    """The number is mandatory and has 1 to 20 characters."""
    assert expected == of_claim("X-CC-005", number=number)
