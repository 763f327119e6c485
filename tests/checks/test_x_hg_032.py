from __future__ import annotations

import pytest

from guidance_judging import first, of_first
from guidance_sections import with_value


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ("1041010070", "130", []),
        ("1041010070", "150", ["X-HG-032"]),  # with the points of an early interview
        ("1041010060", "2", ["X-HG-032"]),  # one e-mail more
    ],
)
def test_x_hg_032(code: str, value: str, expected: list[str]) -> None:
    """Planned process points are counts times points of the form."""
    assert expected == of_first("X-HG-032", with_value(first(), "90070", code, value))
