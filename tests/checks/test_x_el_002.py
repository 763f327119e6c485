from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from building import INSURER, a_claim
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import an_insurer, an_issued_card, of_pair, some_registers


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


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({"symbol": "9", "number": "8"}, []), ({"name_kana": "ケンシンハナコ"}, ["X-EL-002"])],
)
def test_x_el_002_card_of_a_merged_insurer(changes: dict[str, str], expected: list[str]) -> None:
    """Its symbol and number are those of before the merger; the person stays the same."""
    before = an_insurer(insurer_number="06132021", end_on=date(2026, 3, 31), merged_into=INSURER)
    card = an_issued_card(insurer_number=before.insurer_number, **changes)
    registers = some_registers(cards=[card])
    assert registers.insurers is not None
    registers.insurers[before.insurer_number] = before
    assert expected == of_pair("X-EL-002", registers=registers)
