from __future__ import annotations

from building import a_pair
from daiko.checks.registers import ContractEntry, PriceEntry
from daiko.checks.rules.contract import contract_of
from judging import a_contract, an_issued_card, findings, of_pair, some_registers

CHEAPER = (PriceEntry("1", "basic", "", 7000),)


def other(**changes: object) -> ContractEntry:
    """A second contract, of another organiser."""
    return a_contract(contract_id="K2", organiser_name="医師会", prices=CHEAPER, **changes)


def test_x_ct_012() -> None:
    """Two contracts at other prices cover the claim: that is told, and which one counts."""
    pair = a_pair(registers=some_registers(contracts=[a_contract(), other()]))
    (finding,) = findings("X-CT-012", pair)
    assert (finding.found, finding.expected) == ("K1, K2", "K1")


def test_x_ct_012_one_contract() -> None:
    """A single contract, or a second that cannot pay for it, is no question."""
    assert of_pair("X-CT-012", registers=some_registers()) == []
    guidance = other(services=frozenset({"guidance"}))
    assert of_pair("X-CT-012", registers=some_registers(contracts=[a_contract(), guidance])) == []
    same = a_contract(contract_id="K2")
    assert of_pair("X-CT-012", registers=some_registers(contracts=[a_contract(), same])) == []


def test_x_ct_012_the_card_decides() -> None:
    """The organiser on the card says by which contract the claim is judged."""
    cards = [an_issued_card(organiser_name="医師会")]
    pair = a_pair(registers=some_registers(contracts=[a_contract(), other()], cards=cards))
    chosen = contract_of(pair)
    assert chosen is not None
    assert chosen.contract_id == "K2"
    (finding,) = findings("X-CT-012", pair)
    assert finding.expected == "K2 医師会"
