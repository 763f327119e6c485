from __future__ import annotations

import pytest

from judging import of_result


@pytest.mark.parametrize(
    ("performed_on", "expected"),
    [
        ("20300331", []),
        ("20300401", ["X-PE-007"]),
    ],
)
def test_x_pe_007(performed_on: str, expected: list[str]) -> None:
    """The fourth term ends on 2030-03-31."""
    assert expected == of_result("X-PE-007", performed_on=performed_on)
