from __future__ import annotations

import pytest

from guidance_building import a_guidance_claim
from guidance_judging import a_guidance_contract, asked, guidance_registers


@pytest.mark.parametrize(
    ("yen", "form", "expected"), [("0", "A", []), ("1000", "A", ["X-GC-023"]), ("1000", "I", [])]
)
def test_x_gc_023(yen: str, form: str, expected: list[str]) -> None:
    """An unfinished interview is sent as data, without money unless agreed one by one."""
    claim = a_guidance_claim(
        guidance_timing="5", payment_rate="0", calculated=yen, claim_amount=yen
    )
    registers = guidance_registers(contracts=[a_guidance_contract(form=form)])
    assert expected == asked("X-GC-023", claim, registers=registers)
