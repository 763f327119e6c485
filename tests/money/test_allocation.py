"""Allocation of money to claims (ruling 39): cases and laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daiko.money.allocation import Allocation, DueClaim, allocate

CLAIMS = [DueClaim(1, 7_680), DueClaim(2, 8_930), DueClaim(3, 500)]


@pytest.mark.parametrize(
    ("credits_yen", "paid_yen", "expected"),
    [
        (0, 0, Allocation((), (1, 2, 3), 0, 0, 17_572, 0)),
        (0, 7_679, Allocation((), (1, 2, 3), 0, 7_679, 9_893, 0)),
        (7_680, 0, Allocation((1,), (2, 3), 0, 0, 9_892, 0)),
        # 8,300 would cover claim 3, but claim 2 comes first
        (7_680, 8_300, Allocation((1,), (2, 3), 0, 8_300, 1_592, 0)),
        (0, 17_110, Allocation((1, 2, 3), (), 0, 0, 462, 0)),
        (0, 17_200, Allocation((1, 2, 3), (), 90, 0, 372, 0)),
        (0, 17_572, Allocation((1, 2, 3), (), 462, 0, 0, 0)),
        (7_680, 10_000, Allocation((1, 2, 3), (), 462, 0, 0, 108)),
    ],
)
def test_cases(credits_yen: int, paid_yen: int, expected: Allocation) -> None:
    """Credits first, whole claims in order, stop at the first uncovered one, fee last."""
    assert allocate(CLAIMS, fee_yen=462, credits_yen=credits_yen, paid_yen=paid_yen) == expected


def test_claims_of_zero_yen_are_covered_in_their_turn() -> None:
    """A claim of 0 yen needs no money but keeps its place in the row (ruling 36)."""
    claims = [DueClaim(1, 0), DueClaim(2, 10), DueClaim(3, 0)]
    assert allocate(claims, fee_yen=0, credits_yen=0, paid_yen=0).covered == (1,)
    assert allocate(claims, fee_yen=0, credits_yen=0, paid_yen=10).covered == (1, 2, 3)


def test_credits_above_the_invoice_are_refused() -> None:
    """Only the part that fits is applied; the rest is carried to the next invoice."""
    with pytest.raises(ValueError, match="credits"):
        allocate([DueClaim(1, 10)], fee_yen=0, credits_yen=11, paid_yen=0)


@given(
    st.lists(st.integers(0, 50_000), max_size=15),
    st.integers(0, 5_000),
    st.integers(0, 300_000),
    st.integers(0, 300_000),
    st.data(),
)
def test_laws(
    yen: list[int], fee_yen: int, paid_yen: int, more_yen: int, data: st.DataObject
) -> None:
    """Every yen has one place, covered claims are a prefix, more money never covers less."""
    claims = [DueClaim(number, amount) for number, amount in enumerate(yen)]
    total_yen = sum(yen) + fee_yen
    credits_yen = data.draw(st.integers(0, total_yen))
    found = allocate(claims, fee_yen=fee_yen, credits_yen=credits_yen, paid_yen=paid_yen)
    covered_yen = sum(yen[number] for number in found.covered)
    assert credits_yen + paid_yen == (
        covered_yen + found.fee_covered_yen + found.in_hand_yen + found.excess_yen
    )
    assert found.covered + found.uncovered == tuple(range(len(yen)))
    assert found.missing_yen == max(0, total_yen - credits_yen - paid_yen)
    assert not found.uncovered or (found.fee_covered_yen == 0 and found.excess_yen == 0)
    later = allocate(claims, fee_yen=fee_yen, credits_yen=credits_yen, paid_yen=paid_yen + more_yen)
    assert later.covered[: len(found.covered)] == found.covered
