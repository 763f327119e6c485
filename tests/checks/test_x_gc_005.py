from __future__ import annotations

from typing import Any

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from guidance_judging import of_claim


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({}, 0),
        ({"provider": Identifier(oids.PROVIDER, "131990001")}, 1),
        ({"provider": Identifier(oids.INSURER, "1319900013")}, 1),
        ({"insurer": Identifier(oids.INSURER, "6132013")}, 1),
        ({"number": None}, 1),
        ({"symbol": Identifier(oids.SYMBOL, "1" * 21)}, 1),
        ({"branch_code": Identifier(oids.BRANCH_CODE, "1")}, 1),
        ({"name": "健診太郎"}, 1),
        ({"postal_code": "1050004"}, 1),
        ({"address": "東京都"}, 1),
        ({"birth_date": "19700231"}, 1),
        ({"sex": "0"}, 1),
    ],
)
def test_x_gc_005(fields: dict[str, Any], count: int) -> None:
    """Provider, insurance card and person, as in a checkup claim but without an address."""
    assert ["X-GC-005"] * count == of_claim("X-GC-005", **fields)
