from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from building import INSURER, a_pair
from judging import a_history_of, an_insurer, an_issued_card, of_pair, some_registers


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["X-DU-002"]),
        ({"card_id": "26100000025"}, []),
        ({"insurer_number": "06132021"}, []),
        ({"card_id": None}, []),
    ],
)
def test_x_du_002(changes: dict[str, Any], expected: list[str]) -> None:
    """A card that was accepted before is found, of the same insurer."""
    assert expected == of_pair("X-DU-002", history=a_history_of(a_pair(), **changes))


@pytest.mark.parametrize(("merged", "expected"), [(True, ["X-DU-002"]), (False, [])])
def test_x_du_002_card_of_a_merged_insurer(*, merged: bool, expected: list[str]) -> None:
    """Used before the merger under the old number, it is not used again under the new one."""
    before = an_insurer(
        insurer_number="06132021",
        end_on=date(2026, 5, 1) if merged else None,
        merged_into=INSURER if merged else None,
    )
    registers = some_registers(cards=[an_issued_card(insurer_number=before.insurer_number)])
    assert registers.insurers is not None
    registers.insurers[before.insurer_number] = before
    history = a_history_of(a_pair(), insurer_number=before.insurer_number)
    assert expected == of_pair("X-DU-002", history=history, registers=registers)
