from __future__ import annotations

import pytest

from guidance_judging import first, of_first
from guidance_sections import with_value


@pytest.mark.parametrize(
    ("checkup_on", "expected"), [("20260512", []), ("20250401", []), ("20250331", ["X-PE-004"])]
)
def test_x_pe_004(checkup_on: str, expected: list[str]) -> None:
    """An interview on 1 June 2026 is late for a checkup of fiscal 2024, not of 2025."""
    result = with_value(first(), "90010", "1020000004", checkup_on)
    assert expected == of_first("X-PE-004", result)
