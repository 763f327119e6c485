from __future__ import annotations

import pytest

from judging import of_claim


@pytest.mark.parametrize(
    ("claim_type", "basic", "detail", "other", "expected"),
    [
        ("1", "000000", None, None, []),
        ("2", "000000", "000000", None, []),
        ("5", None, None, "014000", []),
        ("1", None, None, None, ["X-CC-027"]),
        ("1", "000000", "000000", None, ["X-CC-027"]),
        ("3", "000000", None, None, ["X-CC-027"]),
        ("5", "000000", None, None, ["X-CC-027", "X-CC-027"]),
    ],
)
def test_x_cc_027(
    claim_type: str, basic: str | None, detail: str | None, other: str | None, expected: list[str]
) -> None:
    """Payments stand for exactly the parts of the claim type."""
    assert expected == of_claim(
        "X-CC-027",
        claim_type=claim_type,
        basic_payment=basic,
        detail_payment=detail,
        other_payment=other,
    )
