from __future__ import annotations

import pytest

from building import a_claim, a_pair
from daiko.checks.findings import Severity
from daiko.documents.records import DeclaredTerms
from judging import of_claim, severities


@pytest.mark.parametrize(
    ("paid", "expected"),
    [
        ("000680", []),
        ("000679", ["X-CC-034"]),
        ("000681", ["X-CC-034"]),
        ("007681", ["X-CC-034"]),
    ],
)
def test_x_cc_034(paid: str, expected: list[str]) -> None:
    """Of 7,680 yen with a limit of 7,000 at least 680 are paid, at most the price."""
    assert expected == of_claim(
        "X-CC-034", basic_terms=DeclaredTerms("4", amount="007000"), basic_payment=paid
    )


@pytest.mark.parametrize(
    ("paid", "severity"), [("000679", None), ("000681", Severity.WARNING), ("007681", None)]
)
def test_x_cc_034_more_than_the_excess_needs_the_card(paid: str, severity: Severity | None) -> None:
    """A limit hides amount or rate beside it, so more than its excess only warns (ruling 34)."""
    claim = a_claim(basic_terms=DeclaredTerms("4", amount="007000"), basic_payment=paid)
    assert severities("X-CC-034", a_pair(claim)) == [severity]
