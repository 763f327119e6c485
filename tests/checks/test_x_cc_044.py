from __future__ import annotations

import pytest

from daiko.documents.records import AdjudicationResult
from judging import of_claim


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (None, []),
        (AdjudicationResult("5", "20260520", "06", "資格喪失後の受診"), ["X-CC-044"]),
    ],
)
def test_x_cc_044(block: AdjudicationResult | None, expected: list[str]) -> None:
    """The block of an insurer in a provider's claim is found."""
    assert expected == of_claim("X-CC-044", insurer_result=block)
