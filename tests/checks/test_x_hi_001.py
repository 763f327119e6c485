from __future__ import annotations

import pytest

from building import a_pair
from daiko.checks.findings import Severity
from daiko.documents.records import Observation
from judging import (
    a_contract,
    items_changed,
    not_measurable,
    not_performed,
    of_items,
    severities,
    some_registers,
)
from observing import measured


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([measured("9N001000000000001", "162.3", "cm")], []),
        ([], ["X-HI-001"]),
        ([not_performed("9N001000000000001")], ["X-HI-001"]),
        ([not_measurable("9N001000000000001")], ["X-HI-001"]),
    ],
)
def test_x_hi_001(items: list[Observation], expected: list[str]) -> None:
    """Height is there."""
    assert expected == of_items("X-HI-001", *items, without=["9N001000000000001"])


@pytest.mark.parametrize(
    ("term", "severity"),
    [("return_02", None), ("warning", Severity.WARNING), ("note", Severity.NOTE)],
)
def test_x_hi_001_not_performed_is_what_the_contract_says(
    term: str, severity: Severity | None
) -> None:
    """A basic item that was not performed costs what the contract agreed (ruling 29)."""
    registers = some_registers(contracts=[a_contract(unperformed_basic_item=term)])
    result = items_changed(not_performed("9N001000000000001"))
    assert severities("X-HI-001", a_pair(result=result, registers=registers)) == [severity]
