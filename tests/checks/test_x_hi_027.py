from __future__ import annotations

from datetime import date

import pytest

from building import a_pair
from daiko.checks.findings import Severity
from daiko.documents.records import Observation
from judging import (
    a_contract,
    items_changed,
    not_performed,
    of_items,
    of_phase_3,
    severities,
    some_registers,
)
from observing import coded

REASON = coded("9N512000000000011", "CD", "2", "1.2.392.200119.6.24080")


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([coded("1A010000000191111", "CO", "1", "1.2.392.200119.6.2102")], []),
        ([], ["X-HI-027"]),
        ([not_performed("1A010000000191111")], ["X-HI-027"]),
        ([not_performed("1A010000000191111"), REASON], []),
    ],
)
def test_x_hi_027(items: list[Observation], expected: list[str]) -> None:
    """Urine protein is there, or undone with a reason."""
    assert expected == of_items("X-HI-027", *items, without=["1A010000000191111"])


def test_x_hi_027_another_reason_is_a_warning() -> None:
    """Reasons 1 and 2 are lawful, 3 (other) warns (ruling 29)."""
    reason = coded("9N512000000000011", "CD", "3", "1.2.392.200119.6.24080")
    result = items_changed(not_performed("1A010000000191111"), reason)
    assert severities("X-HI-027", a_pair(result=result)) == [Severity.WARNING]


@pytest.mark.parametrize(
    ("term", "expected"),
    [("return_02", [None]), ("warning", [Severity.WARNING]), ("note", [Severity.NOTE])],
)
def test_x_hi_027_of_phase_3(term: str, expected: list[Severity | None]) -> None:
    """Until March 2024 there was no item for the reason: the contract decides (ruling 29)."""
    of_2023 = {"valid_from": date(2023, 4, 1), "valid_to": date(2024, 3, 31)}
    contract = a_contract(unperformed_basic_item=term, **of_2023)
    registers = some_registers(contracts=[contract])
    result = of_phase_3(not_performed("1A010000000191111"))
    assert severities("X-HI-027", a_pair(result=result, registers=registers)) == expected
