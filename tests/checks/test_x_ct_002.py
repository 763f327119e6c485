from __future__ import annotations

import pytest

from building import a_claim
from judging import a_contract, of_pair, some_registers


@pytest.mark.parametrize(
    ("claim_type", "services", "expected"),
    [
        ("1", {"basic"}, []),
        ("2", {"basic"}, ["X-CT-002"]),
        ("4", {"basic", "detail", "other"}, []),
        ("5", {"basic"}, []),
    ],
)
def test_x_ct_002(claim_type: str, services: set[str], expected: list[str]) -> None:
    """Each part of the claim is covered; the dock is X-CT-007."""
    registers = some_registers(contracts=[a_contract(services=frozenset(services))])
    assert expected == of_pair("X-CT-002", a_claim(claim_type=claim_type), registers=registers)
