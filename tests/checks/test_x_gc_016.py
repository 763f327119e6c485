from __future__ import annotations

import pytest

from guidance_building import a_guidance_claim
from guidance_judging import asked, guidance_registers, of_claim


@pytest.mark.parametrize(
    ("final", "price", "calculated", "expected"),
    [
        (False, "26400", "10560", []),
        (True, "26400", "15840", []),
        (False, "26400", "10561", ["X-GC-016"]),
        (False, "8251", "3300", []),  # 3300.4
        (True, "8251", "4951", []),  # 4950.6
        (False, "0", "10560", []),  # X-GC-011
    ],
)
def test_x_gc_016(final: bool, price: str, calculated: str, expected: list[str]) -> None:
    """The calculated amount is price times rate, half a yen up."""
    assert expected == of_claim("X-GC-016", final=final, unit_price=price, calculated=calculated)


@pytest.mark.parametrize(("calculated", "expected"), [("10560", []), ("8000", ["X-GC-016"])])
def test_x_gc_016_of_another_price(calculated: str, expected: list[str]) -> None:
    """Right by the price of the contract, the amount is right: the price is X-CT-008's."""
    claim = a_guidance_claim(unit_price="24000", calculated=calculated)
    registers = guidance_registers()
    assert expected == asked("X-GC-016", claim, registers=registers)
    assert asked("X-CT-008", claim, registers=registers) == ["X-CT-008"]
