from __future__ import annotations

import pytest

from building import a_claim
from daiko.documents.records import DeclaredPrice
from judging import a_contract, of_pair, some_registers


@pytest.mark.parametrize(
    ("services", "price", "expected"),
    [
        ({"dock"}, "44000", []),
        ({"dock"}, "43999", ["X-CT-007"]),
        ({"basic"}, "44000", ["X-CT-007"]),
    ],
)
def test_x_ct_007(services: set[str], price: str, expected: list[str]) -> None:
    """A dock is in the contract, at its price of 44,000 yen."""
    claim = a_claim(claim_type="5", basic_prices=(), other_prices=(DeclaredPrice(price),))
    contract = a_contract(services=frozenset(services))
    assert expected == of_pair("X-CT-007", claim, registers=some_registers(contracts=[contract]))
