"""Offset of reversals: the worked month and the laws."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from daiko.money.calendar import ProcessingMonth
from daiko.money.offsets import Offset, QueuedReversal, becomes_repayment_demand, offset

START = datetime(2026, 6, 1, tzinfo=UTC)


def reversal(number: int, amount_yen: int, day: int = 0) -> QueuedReversal:
    return QueuedReversal(number, START + timedelta(days=day), amount_yen)


def test_worked_month() -> None:
    """P1 settles X1; P3 carries the older X2, which does not fit, and settles X3."""
    assert offset(49_710, [reversal(1, 7_680)]).rest_yen == 42_030
    x2, x3 = reversal(2, 8_930, day=0), reversal(3, 7_680, day=1)
    assert offset(7_680, [x3, x2]) == Offset((x3,), (x2,), 0)


@given(
    st.integers(0, 100_000),
    st.lists(st.tuples(st.integers(0, 30_000), st.integers(0, 5)), max_size=20),
)
def test_laws(available_yen: int, amounts: list[tuple[int, int]]) -> None:
    """Never negative, nothing lost, and what is carried did not fit when its turn came."""
    queue = [reversal(n, yen, day) for n, (yen, day) in enumerate(amounts)]
    found = offset(available_yen, queue)
    assert found.rest_yen >= 0
    assert found.rest_yen == available_yen - sum(r.amount_yen for r in found.settled)
    assert sorted(found.settled + found.carried, key=lambda r: r.id) == queue
    assert all(r.amount_yen > found.rest_yen for r in found.carried)
    in_turn = [(r.requested_at, r.id) for r in found.settled]
    assert in_turn == sorted(in_turn)


def test_repayment_demand() -> None:
    """After three months, or when the provider is gone, the yen are asked back."""
    june = ProcessingMonth(2026, 6)
    assert not becomes_repayment_demand(june, june.plus(2), provider_abolished=False)
    assert becomes_repayment_demand(june, june.plus(3), provider_abolished=False)
    assert becomes_repayment_demand(june, june, provider_abolished=True)
