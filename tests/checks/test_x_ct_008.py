from __future__ import annotations

import pytest

from guidance_building import a_guidance_claim
from guidance_judging import a_guidance_contract, asked, guidance_registers


@pytest.mark.parametrize(
    ("level", "price", "expected"),
    [
        ("1", "26400", []),
        ("2", "8250", []),
        ("1", "26510", ["X-CT-008"]),
        ("1", "8250", ["X-CT-008"]),  # that of the other level
        ("1", "0", []),  # X-GC-011
    ],
)
def test_x_ct_008(level: str, price: str, expected: list[str]) -> None:
    """The price is that of the contract for the level."""
    claim = a_guidance_claim(level, unit_price=price)
    assert expected == asked("X-CT-008", claim, level=level, registers=guidance_registers())


def test_x_ct_008_level_without_price() -> None:
    """A level the contract does not price is found too."""
    contract = a_guidance_contract(prices=a_guidance_contract().prices[1:])
    assert asked("X-CT-008", registers=guidance_registers(contracts=[contract])) == ["X-CT-008"]
