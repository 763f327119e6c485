"""Which provider sends how many pairs, in which archives, on which day.

Archives of one provider go out on different days while there are days, then as second,
third … of a day (at most ten). The order of reception is day, then file name; no rule
compares archives of different providers here, so that any order between them will do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from daiko.simulation.chance import chance
from daiko.simulation.plan import SimulationPlan

_USUAL_PAIRS: Final = 90  # of one archive
_SEQUENCES: Final = 10


@dataclass(frozen=True, slots=True)
class Slot:
    """One archive to come: pairs ``first`` to ``first + pairs - 1`` of the month."""

    provider_index: int
    sent_on: date
    sequence: int
    first: int
    pairs: int
    is_last_of_day: bool


def shares(plan: SimulationPlan) -> tuple[int, ...]:
    """Pairs of each provider: some are ten times as large as others, none has 0."""
    rng = chance(plan.seed, "shares")
    weights = [rng.choice((1, 2, 3, 4, 6, 9)) for _ in range(plan.providers)]
    free, total = plan.pairs - plan.providers, sum(weights)
    counts = [1 + free * weight // total for weight in weights]
    for index in range(plan.pairs - sum(counts)):
        counts[index % plan.providers] += 1
    return tuple(counts)


def slots(plan: SimulationPlan) -> Iterator[Slot]:
    """All archives of the month, provider by provider, each in the order of sending."""
    first = 0
    for index, pairs in enumerate(shares(plan)):
        yield from _slots_of(plan, index, first, pairs)
        first += pairs


def _slots_of(plan: SimulationPlan, index: int, first: int, pairs: int) -> Iterator[Slot]:
    rng = chance(plan.seed, "schedule", index)
    days = plan.sending_days
    most = len(days) * _SEQUENCES
    size = max(_USUAL_PAIRS - rng.randint(0, 40), -(-pairs // most))
    archives = -(-pairs // size)
    on_days = sorted(rng.sample(range(len(days)), min(archives, len(days))))
    per_day, extra = divmod(archives, len(on_days))
    sent = 0
    for place, day in enumerate(on_days):
        of_day = per_day + (place < extra)
        for sequence in range(of_day):
            count = (pairs - sent) // archives
            archives -= 1
            yield Slot(index, days[day], sequence, first + sent, count, sequence == of_day - 1)
            sent += count
