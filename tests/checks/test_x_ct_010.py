from __future__ import annotations

from datetime import date

import pytest

from judging import a_contract, of_pair, some_registers


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "expected"),
    [
        (date(2026, 5, 12), date(2026, 5, 12), []),
        (date(2026, 5, 13), None, ["X-CT-010"]),
        (date(2025, 4, 1), date(2026, 5, 11), ["X-CT-010"]),
        (date(2025, 4, 1), None, []),
    ],
)
def test_x_ct_010(valid_from: date, valid_to: date | None, expected: list[str]) -> None:
    """The checkup (2026-05-12) lies within the period of a contract."""
    contract = a_contract(valid_from=valid_from, valid_to=valid_to)
    assert expected == of_pair("X-CT-010", registers=some_registers(contracts=[contract]))
