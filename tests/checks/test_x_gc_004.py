from __future__ import annotations

import pytest

from guidance_building import a_guidance_claim
from guidance_judging import a_guidance_contract, asked, guidance_registers


@pytest.mark.parametrize(
    ("timing", "form", "expected"), [("4", "A", ["X-GC-004"]), ("4", "I", []), ("2", "A", [])]
)
def test_x_gc_004(timing: str, form: str, expected: list[str]) -> None:
    """Timing 4 is for individual contracts."""
    registers = guidance_registers(contracts=[a_guidance_contract(form=form)])
    claim = a_guidance_claim(guidance_timing=timing)
    assert expected == asked("X-GC-004", claim, registers=registers)
