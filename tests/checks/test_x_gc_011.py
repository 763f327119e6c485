from __future__ import annotations

import pytest

from guidance_judging import of_claim


@pytest.mark.parametrize(
    ("price", "expected"), [("26400", []), ("0", ["X-GC-011"]), (None, ["X-GC-011"])]
)
def test_x_gc_011(price: str | None, expected: list[str]) -> None:
    """A price was entered."""
    assert expected == of_claim("X-GC-011", unit_price=price)
