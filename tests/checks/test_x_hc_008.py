from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_result


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        (None, []),
        ("１３１", []),
        ("131", []),
        ("１31", ["X-HC-008"]),  # two widths
        (" 131", ["X-HC-008"]),
        ("1" * 20, []),
        ("1" * 21, ["X-HC-008"]),
    ],
)
def test_x_hc_008(symbol: str | None, expected: list[str]) -> None:
    """A symbol may be absent; when there it has 1 to 20 characters of one width."""
    person_ids = () if symbol is None else (Identifier(oids.SYMBOL, symbol),)
    assert expected == of_result("X-HC-008", person_ids=person_ids)
