from __future__ import annotations

from dataclasses import replace

import pytest

from daiko.documents.guidance_records import GuidanceClaim
from daiko.documents.records import DeclaredTerms
from guidance_building import a_guidance_claim
from guidance_judging import a_guidance_contract, asked, guidance_registers

TEN_PERCENT = DeclaredTerms("3", rate="010000")


def paid(yen: str, status: str = "1", *, final: bool = False) -> GuidanceClaim:
    return a_guidance_claim(
        final=final, copayment_terms=TEN_PERCENT, payment_total=yen, payment_status=status
    )


@pytest.mark.parametrize(
    ("rule", "claim", "expected"),
    [
        ("net_price", paid("1056"), []),
        ("net_price", paid("1584", final=True), []),
        ("net_price", paid("2640"), ["X-GC-019"]),  # all of it in the first claim
        ("whole_first", paid("2640"), []),
        ("whole_first", paid("0", final=True), []),
        ("whole_first", paid("1056"), ["X-GC-019"]),
        ("whole_first", paid("1056", "2"), []),  # collected each time
    ],
)
def test_x_gc_019(rule: str, claim: GuidanceClaim, expected: list[str]) -> None:
    """The copayment is shared as the contract says (ruling 1)."""
    contract = a_guidance_contract(guidance_copayment_rule=rule)
    assert expected == asked("X-GC-019", claim, registers=guidance_registers(contracts=[contract]))


@pytest.mark.parametrize(("yen", "expected"), [("1056", []), ("2640", []), ("1000", ["X-GC-019"])])
def test_x_gc_019_without_contract(yen: str, expected: list[str]) -> None:
    """Without a contract register either way of sharing passes."""
    assert expected == asked("X-GC-019", paid(yen))


def test_x_gc_019_insurer_limit() -> None:
    """What exceeds the limit is borne by the person: 26,400 less 20,000, of it 40 percent."""
    limit = DeclaredTerms("4", amount="020000")
    right = a_guidance_claim(copayment_terms=None, insurer_limit=limit, payment_total="2560")
    registers = guidance_registers()
    assert asked("X-GC-019", right, registers=registers) == []
    wrong = replace(right, payment_total="0")
    assert asked("X-GC-019", wrong, registers=registers) == ["X-GC-019"]


def test_x_gc_019_individual_contract() -> None:
    """Individual contracts share by their own rates: 70 percent at the start."""
    registers = guidance_registers(contracts=[a_guidance_contract(form="I")])
    claim = a_guidance_claim(
        copayment_terms=TEN_PERCENT, payment_rate="70", calculated="18480", payment_total="1848"
    )
    assert asked("X-GC-019", claim, registers=registers) == []
    wrong = replace(claim, payment_total="1056")
    assert asked("X-GC-019", wrong, registers=registers) == ["X-GC-019"]
