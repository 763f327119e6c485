from __future__ import annotations

import pytest

from judging import of_claim


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("1", []),
        ("0", ["X-CC-042"]),
        ("000", ["X-CC-042"]),
    ],
)
def test_x_cc_042(total: str, expected: list[str]) -> None:
    """A unit total of 0 yen is found."""
    assert expected == of_claim("X-CC-042", unit_total=total)


def test_x_cc_042_a_claim_of_0_yen_is_legal() -> None:
    """With a price, nothing may be left to claim (ruling 36)."""
    assert of_claim("X-CC-042", claim_amount="0", payment_total="7680") == []
