from __future__ import annotations

import pytest

from daiko.documents.records import AdjudicationResult
from judging import of_claim


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (None, []),
        (AdjudicationResult("2", "20260520", "01", "記録形式不備"), ["X-CC-043"]),
    ],
)
def test_x_cc_043(block: AdjudicationResult | None, expected: list[str]) -> None:
    """The block of the agency in a provider's claim is found."""
    assert expected == of_claim("X-CC-043", agency_result=block)
