from __future__ import annotations

from typing import Any

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from guidance_building import a_guidance_claim
from guidance_judging import a_guidance_contract, asked, guidance_registers, of_claim

SET_CARD = Identifier(oids.CHECKUP_CARD, "26500000017")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"card_id": None}, ["X-GC-006"]),
        ({"card_id": None, "checkup_card_id": SET_CARD}, []),
        ({"card_id": Identifier(oids.GUIDANCE_CARD, "2630000001")}, ["X-GC-006"]),
        ({"card_id": Identifier(oids.CHECKUP_CARD, "26300000017")}, ["X-GC-006"]),
    ],
)
def test_x_gc_006(fields: dict[str, Any], expected: list[str]) -> None:
    """Eleven digits of table 210, or a set card in its place."""
    assert expected == of_claim("X-GC-006", **fields)


def test_x_gc_006_individual_contract() -> None:
    """An individual contract needs no card."""
    registers = guidance_registers(contracts=[a_guidance_contract(form="I")])
    assert asked("X-GC-006", a_guidance_claim(card_id=None), registers=registers) == []
