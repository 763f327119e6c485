"""Guidance claims: the worked tables of guidance.md 9.4 and settlement.md 7, and laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daiko.money.guidance_claim import (
    DEFAULT_SHARES,
    CopaymentRule,
    GuidanceLevel,
    GuidanceTerms,
    GuidanceTiming,
    Shares,
    instalment,
)

ACTIVE = DEFAULT_SHARES[GuidanceLevel.ACTIVE]
MOTIVATIONAL = DEFAULT_SHARES[GuidanceLevel.MOTIVATIONAL]
FIRST, FINAL, ENDED, UNFINISHED = GuidanceTiming
NET, WHOLE = CopaymentRule

TABLE = [
    (8250, 0, MOTIVATIONAL, NET, FIRST, (0, 0), (6600, 0, 6600)),
    (8250, 0, MOTIVATIONAL, NET, FINAL, (0, 0), (1650, 0, 1650)),
    (8250, 1250, MOTIVATIONAL, NET, FIRST, (0, 0), (6600, 1000, 5600)),
    (8250, 1250, MOTIVATIONAL, NET, FINAL, (0, 0), (1650, 250, 1400)),
    (26400, 0, ACTIVE, NET, FIRST, (0, 0), (10560, 0, 10560)),
    (26400, 0, ACTIVE, NET, FINAL, (0, 0), (15840, 0, 15840)),
    (26400, 2640, ACTIVE, NET, FIRST, (0, 0), (10560, 1056, 9504)),
    (26400, 2640, ACTIVE, NET, FINAL, (0, 0), (15840, 1584, 14256)),
    (26400, 2640, ACTIVE, WHOLE, FIRST, (0, 0), (10560, 2640, 7920)),
    (26400, 2640, ACTIVE, WHOLE, FINAL, (0, 0), (15840, 0, 15840)),
    (26400, 0, ACTIVE, NET, ENDED, (100, 180), (7333, 0, 7333)),
    (26400, 2640, ACTIVE, NET, ENDED, (100, 180), (7333, 733, 6600)),
    (26400, 0, ACTIVE, NET, ENDED, (110, 200), (7260, 0, 7260)),
    (26400, 0, ACTIVE, NET, ENDED, (0, 180), (0, 0, 0)),
    (8251, 0, MOTIVATIONAL, NET, FIRST, (0, 0), (6601, 0, 6601)),
    (8251, 0, MOTIVATIONAL, NET, FINAL, (0, 0), (1650, 0, 1650)),
    (8250, 825, MOTIVATIONAL, NET, FIRST, (0, 0), (6600, 660, 5940)),  # D09
    (26400, 0, ACTIVE, NET, ENDED, (120, 180), (8800, 0, 8800)),  # D10
    (26400, 0, ACTIVE, NET, ENDED, (200, 180), (13200, 0, 13200)),  # capped: ruling 4
    (8250, 825, MOTIVATIONAL, NET, ENDED, (0, 0), (0, 0, 0)),
]


@pytest.mark.parametrize(
    ("price", "payment", "shares", "rule", "timing", "points", "expected"), TABLE
)
def test_worked_examples(
    price: int,
    payment: int,
    shares: Shares,
    rule: CopaymentRule,
    timing: GuidanceTiming,
    points: tuple[int, int],
    expected: tuple[int, int, int],
) -> None:
    """Every row of the published worked tables comes out to the yen."""
    terms = GuidanceTerms(price, payment, shares, rule)
    found = instalment(terms, timing, points_completed=points[0], points_intended=points[1])
    assert (found.calculated_yen, found.payment_yen, found.claim_yen) == expected


@st.composite
def agreed(draw: st.DrawFn) -> GuidanceTerms:
    price = draw(st.integers(0, 999_999))
    first = draw(st.integers(0, 100))
    return GuidanceTerms(
        price,
        draw(st.integers(0, price)),
        Shares(first, 100 - first, draw(st.integers(0, 100))),
        draw(st.sampled_from(CopaymentRule)),
    )


@given(agreed())
def test_first_and_final_claim_make_the_whole(terms: GuidanceTerms) -> None:
    """Both claims add up to price minus copayment, whatever the fractions (ruling 1)."""
    first, final = instalment(terms, FIRST), instalment(terms, FINAL)
    assert first.claim_yen + final.claim_yen == terms.unit_price_yen - terms.payment_yen
    assert first.calculated_yen + final.calculated_yen == terms.unit_price_yen


@given(agreed(), st.sampled_from(GuidanceTiming), st.integers(0, 400), st.integers(1, 400))
def test_claim_is_calculated_minus_payment(
    terms: GuidanceTerms, timing: GuidanceTiming, done: int, planned: int
) -> None:
    """No part is negative and the identity of gc08 holds for every instalment."""
    found = instalment(terms, timing, points_completed=done, points_intended=planned)
    assert found.claim_yen == found.calculated_yen - found.payment_yen
    assert min(found.claim_yen, found.calculated_yen, found.payment_yen) >= 0


def test_unfinished_first_interview_is_data_only() -> None:
    """Timing 5 costs nothing unless the contract has a price for it (ruling 36)."""
    assert instalment(GuidanceTerms(8250, 825, MOTIVATIONAL), UNFINISHED).claim_yen == 0
    priced = GuidanceTerms(8250, 825, MOTIVATIONAL, first_unfinished_price_yen=2000)
    assert instalment(priced, UNFINISHED).claim_yen == 2000


def test_drop_out_without_a_plan_is_refused() -> None:
    """A ratio of points needs planned points."""
    with pytest.raises(ValueError, match="planned"):
        instalment(GuidanceTerms(26400, 0, ACTIVE), ENDED)


def test_copayment_above_the_price_is_refused() -> None:
    """No one pays more at the window than the guidance costs."""
    with pytest.raises(ValueError, match="copayment"):
        GuidanceTerms(8250, 8251, MOTIVATIONAL)
