from __future__ import annotations

import pytest

from judging import of_result


@pytest.mark.parametrize(
    ("performed_on", "expected"),
    [
        ("20080401", []),
        ("20080331", ["X-PE-001"]),
        ("20260605", []),
        ("20260606", ["X-PE-001"]),
    ],
)
def test_x_pe_001(performed_on: str, expected: list[str]) -> None:
    """The checkup lies between 2008-04-01 and the reception (2026-06-05)."""
    assert expected == of_result("X-PE-001", performed_on=performed_on)
