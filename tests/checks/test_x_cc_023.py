from __future__ import annotations

import pytest

from judging import of_claim


@pytest.mark.parametrize(
    ("commission_type", "expected"),
    [
        ("1", []),
        ("2", []),
        ("3", ["X-CC-023"]),
        (None, ["X-CC-023"]),
    ],
)
def test_x_cc_023(commission_type: str | None, expected: list[str]) -> None:
    """The commission type is 1 or 2."""
    assert expected == of_claim("X-CC-023", commission_type=commission_type)
