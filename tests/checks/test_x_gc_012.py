from __future__ import annotations

import pytest

from guidance_building import a_guidance_claim
from guidance_judging import a_guidance_contract, asked, ended, guidance_registers, last, of_claim


@pytest.mark.parametrize(
    ("level", "final", "rate", "expected"),
    [
        ("1", False, "40", []),
        ("1", True, "60", []),
        ("1", False, "80", ["X-GC-012"]),
        ("2", False, "80", []),
        ("2", True, "20", []),
        ("2", True, "60", ["X-GC-012"]),
        ("2", True, "101", ["X-GC-012"]),
    ],
)
def test_x_gc_012(level: str, final: bool, rate: str, expected: list[str]) -> None:
    """The rate is the share agreed for level and timing."""
    assert expected == of_claim("X-GC-012", level=level, final=final, payment_rate=rate)


def test_x_gc_012_ended_midway() -> None:
    """Active support that ended midway is settled with 50 percent."""
    result = last(report_code="23")
    assert asked("X-GC-012", ended(), result, final=True) == []
    assert asked("X-GC-012", ended(payment_rate="60"), result, final=True) == ["X-GC-012"]


def test_x_gc_012_level_in_doubt() -> None:
    """A claim of another level than the result's is X-XF-013's."""
    assert of_claim("X-GC-012", guidance_level="2") == []


def test_x_gc_012_individual_contract() -> None:
    """Individual contracts agree on shares of their own."""
    registers = guidance_registers(contracts=[a_guidance_contract(form="I")])
    assert asked("X-GC-012", a_guidance_claim(payment_rate="70"), registers=registers) == []
