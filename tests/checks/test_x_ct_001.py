from __future__ import annotations

from datetime import date

import pytest

from daiko.checks.registers import ContractEntry
from daiko.documents.records import Identifier
from daiko.standard import oids
from guidance_building import a_guidance_claim
from guidance_judging import asked, guidance_registers
from judging import a_contract, of_pair, some_registers


@pytest.mark.parametrize(
    ("contracts", "expected"),
    [
        ([a_contract()], []),
        ([a_contract(valid_from=date(2020, 4, 1), valid_to=date(2021, 3, 31))], []),  # X-CT-010
        ([], ["X-CT-001"]),
    ],
)
def test_x_ct_001(contracts: list[ContractEntry], expected: list[str]) -> None:
    """A contract joins insurer and provider, whatever its period."""
    assert expected == of_pair("X-CT-001", registers=some_registers(contracts=contracts))


def test_x_ct_001_of_guidance_for_a_number_that_is_no_insurers() -> None:
    """A lost digit is X-GC-005's: nobody has a contract with such a number."""
    registers = guidance_registers(contracts=[])
    assert asked("X-CT-001", registers=registers) == ["X-CT-001"]
    claim = a_guidance_claim(insurer=Identifier(oids.INSURER, "6132013"))
    assert asked("X-CT-001", claim, registers=registers) == []
    assert asked("X-GC-005", claim, registers=registers) == ["X-GC-005"]
