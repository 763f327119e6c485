from __future__ import annotations

import pytest

from guidance_judging import of_claim


@pytest.mark.parametrize(("code", "expected"), [("1", []), ("2", []), ("3", ["X-GC-018"])])
def test_x_gc_018(code: str, expected: list[str]) -> None:
    """The copayment was collected at once (1) or otherwise (2)."""
    assert expected == of_claim("X-GC-018", payment_status=code)
