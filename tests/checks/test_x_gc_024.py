from __future__ import annotations

import pytest

from guidance_building import an_earlier
from guidance_judging import asked


@pytest.mark.parametrize(("before", "expected"), [(40, []), (0, []), (50, ["X-GC-024"])])
def test_x_gc_024(before: int, expected: list[str]) -> None:
    """The shares of all instalments of a card make at most 100 percent."""
    earlier = (an_earlier(payment_rate=before),)
    assert expected == asked("X-GC-024", final=True, earlier=earlier)


def test_x_gc_024_same_instalment() -> None:
    """The same instalment again is X-DU-005's."""
    assert asked("X-GC-024", earlier=(an_earlier(payment_rate=80),)) == []
