from __future__ import annotations

import pytest

from building import a_claim
from daiko.documents.records import Identifier
from daiko.standard import oids
from guidance_building import a_guidance_claim
from guidance_judging import asked
from judging import an_insurer, of_pair, some_registers


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [("１３１", []), ("131", []), ("１３１　", []), ("９９９", ["X-EL-012"]), ("", [])],
)
def test_x_el_012(symbol: str, expected: list[str]) -> None:
    """Somebody of the insurer has the symbol, however wide it is written; none is none."""
    identifier = Identifier(oids.SYMBOL, symbol)
    registers = some_registers()
    assert expected == of_pair("X-EL-012", a_claim(symbol=identifier), registers=registers)
    guidance = a_guidance_claim(symbol=identifier)
    assert expected == asked("X-EL-012", guidance, registers=registers)


def test_x_el_012_needs_the_register_of_this_insurer() -> None:
    """Where the insurer gave none, nothing is said."""
    registers = some_registers(insurer=an_insurer(insured_loaded=False), coverages=[])
    assert of_pair("X-EL-012", registers=registers) == []
