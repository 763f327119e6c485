"""Cards of guided people: a guidance card, or the set card of the checkup in its place.

Source: standards/guidance.md 8; actors-and-contracts.md 4.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Final

from daiko.checks.values import fiscal_year
from daiko.guidance.stratification import ACTIVE, MOTIVATIONAL
from daiko.money.copayment import CopaymentKind, CopaymentTerms
from daiko.simulation.chance import chance
from daiko.simulation.organisations import Insurer
from daiko.simulation.people import PATTERNS
from daiko.simulation.plan import SimulationPlan

EQUIVALENT: Final = "3"
_KIND_OF_CARD: Final = {ACTIVE: "3", MOTIVATIONAL: "2", EQUIVALENT: "4"}
_SET: Final = "5"
_FIXED_YEN: Final = (500, 1000, 3000)
_LIMITS_YEN: Final = (5000, 7000, 20_000)
_RATES: Final = (10_000, 20_000, 30_000)


@dataclass(frozen=True, slots=True)
class GuidanceCard:
    """A guidance card, or the set card of the checkup in its place."""

    insurer_number: str
    card_id: str
    checkup_card_id: str
    issued_on: date
    valid_until: date
    terms: CopaymentTerms
    level: str  # "" on a set card, which is printed before the checkup
    is_registered: bool
    organiser_name: str
    row: dict[str, str] = field(default_factory=dict)  # what the register says differently

    @property
    def is_set(self) -> bool:
        return self.card_id == self.checkup_card_id


def guidance_card(
    rng: Random,
    plan: SimulationPlan,
    payer: Insurer,
    serial: int,
    level: str,
    days: tuple[date, date],
) -> GuidanceCard:
    """A set card where the interview began on the checkup day, else a guidance card."""
    checkup_on, first_on = days
    year = fiscal_year(first_on)
    is_set = checkup_on == first_on
    checkup_kind = _SET if is_set else "1"
    checkup_card = f"{fiscal_year(checkup_on) % 100:02d}{checkup_kind}{serial:08d}"
    own_card = f"{year % 100:02d}{_KIND_OF_CARD[level]}{serial:08d}"
    begin = date(year, 4, 1)
    return GuidanceCard(
        insurer_number=payer.number,
        card_id=checkup_card if is_set else own_card,
        checkup_card_id=checkup_card,
        issued_on=begin if is_set else max(checkup_on, begin),
        valid_until=date(year + 1, 3, 31),
        terms=_terms(chance(plan.seed, "guidance-terms", payer.index, level, rng.randrange(3))),
        level="" if is_set else level,
        is_registered=payer.has_card_register,
        organiser_name="",
    )


def _terms(rng: Random) -> CopaymentTerms:
    pattern = rng.choice(PATTERNS)
    terms = CopaymentTerms(CopaymentKind.NONE)
    if pattern.startswith("fixed"):
        terms = CopaymentTerms(CopaymentKind.FIXED, fixed_yen=rng.choice(_FIXED_YEN))
    elif pattern.startswith("rate"):
        terms = CopaymentTerms(CopaymentKind.RATE, rate_per_100_000=rng.choice(_RATES))
    if pattern.endswith("limit"):
        terms = replace(terms, insurer_limit_yen=rng.choice(_LIMITS_YEN))
    return terms
