from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredTerms
from judging import of_claim


@pytest.mark.parametrize(
    ("paid", "other_program", "expected"),
    [
        ("000680", "7000", []),
        ("001000", "7000", ["X-CC-037"]),  # nothing was taken off
        ("000500", "7000", []),  # wrong, but not through this step: X-CC-032
        ("001000", None, []),
    ],
)
def test_x_cc_037(paid: str, other_program: str | None, expected: list[str]) -> None:
    """7,000 yen of another programme leave 680 of 7,680, and of fixed 1,000 those 680."""
    assert expected == of_claim(
        "X-CC-037",
        basic_terms=DeclaredTerms("2", amount="001000"),
        basic_payment=paid,
        other_program=other_program,
    )
