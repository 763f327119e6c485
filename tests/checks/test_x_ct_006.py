from __future__ import annotations

import pytest

from building import a_claim
from daiko.documents.records import DeclaredPrice
from daiko.standard import oids
from judging import ADDED_ITEM, a_contract, of_pair, some_registers


@pytest.mark.parametrize(
    ("code", "price", "expected"),
    [
        (ADDED_ITEM, "110", []),
        (ADDED_ITEM, "111", ["X-CT-006"]),
        ("3F050000002327101", "110", ["X-CT-006"]),  # not in the contract
    ],
)
def test_x_ct_006(code: str, price: str, expected: list[str]) -> None:
    """An additional item is in the contract, at its price of 110 yen."""
    claim = a_claim(claim_type="3", other_prices=(DeclaredPrice(price, code, oids.ITEM),))
    contract = a_contract(services=frozenset({"basic", "other"}))
    assert expected == of_pair("X-CT-006", claim, registers=some_registers(contracts=[contract]))
