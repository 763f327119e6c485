from __future__ import annotations

import pytest

from guidance_judging import last, of_final
from guidance_sections import with_value


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ("1042001060", "60", []),
        ("1042001060", "0", ["X-HG-034"]),
        ("1042001043", "1", ["X-HG-034"]),  # who quit earns 30
        ("1042001044", "2", ["X-HG-034"]),  # 180 instead of 20
    ],
)
def test_x_hg_034(code: str, value: str, expected: list[str]) -> None:
    """Outcome points are those of the outcomes."""
    assert expected == of_final("X-HG-034", with_value(last(), "90060", code, value))
