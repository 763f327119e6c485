"""People, their insurance cards and their checkup cards.

Source: standards/actors-and-contracts.md 4.1 (card: number, expiry, terms per part);
settlement.md 1.1 (six patterns of terms); administrative-checks.md 6 (age 40 to 74).
One person is one pair of the month; the person's serial stands in card and number, so
that nobody meets twice unless a fault makes it so.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from random import Random
from typing import Final

from daiko.checks.values import fiscal_year
from daiko.money.copayment import CopaymentKind, CopaymentTerms
from daiko.simulation.chance import chance
from daiko.simulation.organisations import Insurer
from daiko.simulation.plan import SimulationPlan
from daiko.simulation.words import address, kana_name

PARTS: Final = ("basic", "detail", "other", "dock")
PATTERNS: Final = ("none", "fixed", "rate", "limit", "fixed and limit", "rate and limit")
_FIXED_YEN: Final = {
    "basic": (500, 1000, 1300),
    "detail": (200, 300, 500),
    "other": (100, 200, 400),
    "dock": (5000, 8000),
}
_LIMITS_YEN: Final = {
    "basic": (6000, 6520, 7000, 9000),
    "detail": (1000, 1500, 3400),
    "other": (300, 500, 1000),
    "dock": (20_000, 25_000, 30_000),
}
_RATES: Final = (10_000, 15_000, 20_000, 30_000)  # 30000 is 30 %
_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody insured; fields as the documents write them."""

    serial: int
    insurer_number: str
    symbol: str
    number: str
    branch_code: str
    name: str
    sex: str  # 1 male, 2 female
    birth_date: date
    postal_code: str
    address: str


@dataclass(frozen=True, slots=True)
class Card:
    """A checkup card; ``row`` holds what the register says differently (faults)."""

    insurer_number: str
    card_id: str
    issued_on: date
    valid_until: date
    terms: dict[str, CopaymentTerms]
    is_registered: bool
    organiser_name: str
    row: dict[str, str] = field(default_factory=dict)


def person(plan: SimulationPlan, insurer: Insurer, serial: int, performed_on: date) -> Person:
    """The person of pair ``serial``, 40 to 74 at the end of the fiscal year."""
    rng = chance(plan.seed, "person", serial)
    sex = rng.choice("12")
    year_end = fiscal_year(performed_on) + 1
    age = rng.randint(40, 73)
    born = date(year_end - age - 1, rng.randint(4, 12), rng.randint(2, 27))
    postal, place = address(rng, insurer.prefecture)
    symbol = str(rng.randint(1, 999))
    return Person(
        serial=serial,
        insurer_number=insurer.number,
        symbol=symbol.translate(_FULL_WIDTH) if rng.random() < 0.5 else symbol,
        number=f"{serial:08d}",
        branch_code=rng.choice(("01", "01", "02")),
        name=kana_name(rng, sex),
        sex=sex,
        birth_date=born,
        postal_code=postal,
        address=place,
    )


def age_at_year_end(born: date, performed_on: date) -> int:
    """Age on the 31st of March that ends the fiscal year of the checkup."""
    year = fiscal_year(performed_on) + 1
    return year - born.year - ((born.month, born.day) > (3, 31))


def card(
    plan: SimulationPlan, insurer: Insurer, serial: int, performed_on: date, organiser_name: str
) -> Card:
    """The card of pair ``serial``, valid until the end of the fiscal year."""
    rng = chance(plan.seed, "card", serial)
    year = fiscal_year(performed_on)
    kind = "5" if rng.random() < 0.1 else "1"
    scheme = rng.randrange(len(PATTERNS))
    return Card(
        insurer_number=insurer.number,
        card_id=f"{year % 100:02d}{kind}{serial:08d}",
        issued_on=date(year, 4, 1),
        valid_until=date(year + 1, 3, 31),
        terms=schemes(plan, insurer.index)[scheme],
        is_registered=insurer.has_card_register,
        organiser_name=organiser_name,
    )


@lru_cache(maxsize=1024)
def schemes(plan: SimulationPlan, insurer_index: int) -> tuple[dict[str, CopaymentTerms], ...]:
    """An insurer's six kinds of cards: each part meets each pattern once."""
    rng = chance(plan.seed, "terms", insurer_index)
    turns = {part: rng.randrange(len(PATTERNS)) for part in PARTS}
    return tuple(
        {
            part: _terms(rng, part, PATTERNS[(scheme + turns[part]) % len(PATTERNS)])
            for part in PARTS
        }
        for scheme in range(len(PATTERNS))
    )


def _terms(rng: Random, part: str, pattern: str) -> CopaymentTerms:
    terms = CopaymentTerms(CopaymentKind.NONE)
    if pattern.startswith("fixed"):
        terms = CopaymentTerms(CopaymentKind.FIXED, fixed_yen=rng.choice(_FIXED_YEN[part]))
    elif pattern.startswith("rate"):
        terms = CopaymentTerms(CopaymentKind.RATE, rate_per_100_000=rng.choice(_RATES))
    if pattern.endswith("limit"):
        terms = replace(terms, insurer_limit_yen=rng.choice(_LIMITS_YEN[part]))
    return terms
