from __future__ import annotations

import pytest

from judging import of_claim


@pytest.mark.parametrize(
    ("claim_type", "expected"),
    [
        ("1", []),
        ("5", []),
        ("0", ["X-CC-022"]),
        ("6", ["X-CC-022"]),
        (None, ["X-CC-022"]),
    ],
)
def test_x_cc_022(claim_type: str | None, expected: list[str]) -> None:
    """The claim type is 1 to 5."""
    assert expected == of_claim("X-CC-022", claim_type=claim_type)
