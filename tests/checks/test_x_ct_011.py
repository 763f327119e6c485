from __future__ import annotations

import pytest

from building import a_claim
from judging import a_contract, of_pair, some_registers


@pytest.mark.parametrize(
    ("agreed_yen", "declared", "kind", "expected"),
    [
        (1500, "1500", "1", []),
        (1500, "1200", "1", ["X-CT-011"]),
        (1500, None, "1", ["X-CT-011"]),
        (1500, None, "5", []),  # docks are not part of it
        (None, "1200", "1", []),  # nothing is agreed
    ],
)
def test_x_ct_011(
    agreed_yen: int | None, declared: str | None, kind: str, expected: list[str]
) -> None:
    """Where joint execution is agreed, the other programme bears the agreed amount."""
    registers = some_registers(contracts=[a_contract(joint_program_yen=agreed_yen)])
    claim = a_claim(other_program=declared, claim_type=kind)
    assert expected == of_pair("X-CT-011", claim, registers=registers)
