from __future__ import annotations

import pytest

from building import a_summary
from daiko.checks.subjects import ClaimTotals
from judging import of_archive


@pytest.mark.parametrize(
    ("cost", "payment", "other", "claim", "expected"),
    [
        ("7680", "0", None, "7680", []),
        ("7680", "1000", "680", "6000", []),
        ("7680", "1000", "680", "6001", ["X-SU-007"]),
        ("7680", "1000", None, "7680", ["X-SU-007"]),
    ],
)
def test_x_su_007(
    cost: str, payment: str, other: str | None, claim: str, expected: list[str]
) -> None:
    """Cost less payment less other programmes is the total claimed."""
    summary = a_summary(
        total_cost=cost, total_payment=payment, total_other_program=other, total_claim=claim
    )
    assert expected == of_archive("X-SU-007", summary=summary)


def test_x_su_007_leaves_a_wrong_claim_to_its_own_rule() -> None:
    """A claim that is wrong in itself is returned alone; its sum refuses nothing (ruling 11)."""
    totals = ClaimTotals(claims=1, unit_total_yen=7680, claim_yen=7000)
    summary = a_summary(total_claim="7000")
    assert of_archive("X-SU-007", totals=totals, summary=summary) == []
    assert of_archive("X-SU-007", summary=summary) == ["X-SU-007"]
