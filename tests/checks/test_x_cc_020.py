from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredTerms
from judging import of_claim


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        ("000001", []),
        ("030000", []),
        ("100000", []),  # 100 %
        ("100001", ["X-CC-020"]),
        ("000000", ["X-CC-020"]),
        (None, ["X-CC-020"]),
    ],
)
def test_x_cc_020(rate: str | None, expected: list[str]) -> None:
    """Code 3 (rate) has a rate of 000001 to 100000, a thousandth of a percent each."""
    assert expected == of_claim("X-CC-020", basic_terms=DeclaredTerms("3", rate=rate))
