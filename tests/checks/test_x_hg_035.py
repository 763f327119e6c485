from __future__ import annotations

import pytest

from guidance_judging import last, of_final
from guidance_sections import with_value


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ("1042010070", "130", []),
        ("1042010070", "150", ["X-HG-035"]),
        ("1042010050", "2", []),  # not the number of supports: X-HG-039
    ],
)
def test_x_hg_035(code: str, value: str, expected: list[str]) -> None:
    """Done process points are counts times points of the form."""
    assert expected == of_final("X-HG-035", with_value(last(), "90070", code, value))
