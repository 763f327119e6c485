from __future__ import annotations

import pytest

from building import a_claim
from judging import of_pair, some_registers


@pytest.mark.parametrize(
    ("commission_type", "expected"),
    [
        ("1", []),
        ("2", ["X-CT-003"]),  # only individual execution was agreed
        ("9", []),  # X-CC-023
    ],
)
def test_x_ct_003(commission_type: str, expected: list[str]) -> None:
    """The contract has prices for the commission type of the claim."""
    assert expected == of_pair(
        "X-CT-003", a_claim(commission_type=commission_type), registers=some_registers()
    )
