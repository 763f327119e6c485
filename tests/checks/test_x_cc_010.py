from __future__ import annotations

import pytest

from judging import of_claim


@pytest.mark.parametrize(
    ("sex", "expected"),
    [
        ("1", []),
        ("2", []),
        ("3", ["X-CC-010"]),
        (None, ["X-CC-010"]),
    ],
)
def test_x_cc_010(sex: str | None, expected: list[str]) -> None:
    """Sex is 1 or 2."""
    assert expected == of_claim("X-CC-010", sex=sex)
