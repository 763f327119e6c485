from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredPrice
from judging import of_claim


@pytest.mark.parametrize(
    ("claim_type", "codes", "expected"),
    [
        ("2", ["1"], []),
        ("4", ["1", "2", "3", "4"], []),
        ("2", [], ["X-CC-025"]),
        ("2", ["1", "1"], ["X-CC-025"]),
        ("2", ["5"], ["X-CC-025"]),
        ("1", [], []),
        ("3", ["1"], ["X-CC-025"]),
    ],
)
def test_x_cc_025(claim_type: str, codes: list[str], expected: list[str]) -> None:
    """Types 2 and 4 price detailed exams 1 to 4, each once; other types none."""
    prices = tuple(DeclaredPrice("231", code) for code in codes)
    assert expected == of_claim("X-CC-025", claim_type=claim_type, detail_prices=prices)
