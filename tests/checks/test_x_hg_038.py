from __future__ import annotations

import pytest

from guidance_judging import last, of_final
from guidance_sections import with_value


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ("1041010080", "190", []),
        ("1041010080", "200", ["X-HG-038"]),
        ("1041010060", "2", ["X-HG-038"]),
    ],
)
def test_x_hg_038(code: str, value: str, expected: list[str]) -> None:
    """The plan repeated at the end is that of the accepted first report."""
    assert expected == of_final("X-HG-038", with_value(last(), "90070", code, value))


def test_x_hg_038_without_a_first_report() -> None:
    """Without it there is nothing to compare (X-DU-006 says so)."""
    result = with_value(last(), "90070", "1041010080", "200")
    assert of_final("X-HG-038", result, earlier=()) == []
