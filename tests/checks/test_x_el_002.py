from __future__ import annotations

from typing import Any

import pytest

from building import a_claim
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_pair, some_registers


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"symbol": Identifier(oids.SYMBOL, "131")}, []),  # width does not count
        ({"number": Identifier(oids.NUMBER, "123123124")}, ["X-EL-002"]),
        ({"name": "ケンシンハナコ", "sex": "2"}, ["X-EL-002", "X-EL-002"]),
        ({"birth_date": "19700517"}, ["X-EL-002"]),
        ({"symbol": None}, ["X-EL-002"]),
    ],
)
def test_x_el_002(changes: dict[str, Any], expected: list[str]) -> None:
    """The card was issued to this person; each field that differs is found."""
    assert expected == of_pair("X-EL-002", a_claim(**changes), registers=some_registers())
