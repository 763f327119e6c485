from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredTerms
from guidance_judging import of_claim


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (DeclaredTerms("1"), []),
        (DeclaredTerms("1", amount="001000"), ["X-GC-009"]),
        (DeclaredTerms("2", amount="001000"), []),
        (DeclaredTerms("2"), ["X-GC-009"]),
        (DeclaredTerms("2", amount="1000"), ["X-GC-009"]),
        (DeclaredTerms("3", rate="010000"), []),
        (DeclaredTerms("3", rate="100001"), ["X-GC-009"]),
        (DeclaredTerms("3", amount="001000"), ["X-GC-009"]),
        (DeclaredTerms("4", amount="007000"), []),
        (DeclaredTerms("5"), ["X-GC-009"]),
        (None, []),
    ],
)
def test_x_gc_009(terms: DeclaredTerms | None, expected: list[str]) -> None:
    """Code, amount and rate of the copayment fit together."""
    assert expected == of_claim("X-GC-009", copayment_terms=terms)
