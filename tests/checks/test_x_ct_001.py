from __future__ import annotations

from datetime import date

import pytest

from daiko.checks.registers import ContractEntry
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
