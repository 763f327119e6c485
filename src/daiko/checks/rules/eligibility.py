"""S7: the card and the person's right to the checkup (X-EL).

Source: standards/checks.csv, administrative-checks.md 6; rulings.md 12, 33. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from daiko.checks.bilingual import both
from daiko.checks.claim_places import card_id_at, claimed_card, decided_on, person_at
from daiko.checks.findings import Finding
from daiko.checks.guidance_subject import AnyPair, GuidanceSubject
from daiko.checks.rulebook import Source, rule
from daiko.checks.rules.claim_judgement import card_of
from daiko.checks.subjects import PairSubject
from daiko.checks.values import comparable, day
from daiko.standard.identifiers import CardId

_DISABLED_FROM: Final = 65
PERSON: Final = "checkupClaim/subjectPerson"
EVENT: Final = "/ClinicalDocument/documentationOf/serviceEvent/effectiveTime/@value"


@rule("X-EL-001", requires=Source.CARDS)
def card_issued(pair: AnyPair) -> Iterator[Finding]:
    """The card number is in the insurer's register."""
    number = claimed_card(pair)
    if number is None or (isinstance(pair, GuidanceSubject) and CardId.parse(number) is None):
        return  # X-CC-011, X-GC-006
    if card_of(pair) is None:
        yield Finding("X-EL-001", card_id_at(pair), number, both("受診券台帳", "card register"))


@rule("X-EL-002", requires=Source.CARDS)
def card_of_this_person(pair: AnyPair) -> Iterator[Finding]:
    """Symbol, number, birth date, sex and name are those of the card.

    A card of an insurer merged into this one has the symbol and number of before.
    """
    card = card_of(pair)
    if card is None:
        return
    claim = pair.claim
    symbol = claim.symbol.extension if claim.symbol else ""
    number = claim.number.extension if claim.number else ""
    insured = (
        ("insuranceCard/symbol", symbol, card.symbol),
        ("insuranceCard/number", number, card.number),
    )
    pairs = (
        *(insured if card.insurer_number == pair.insurer_number else ()),
        ("birthTime/@value", claim.birth_date, f"{card.birth_date:%Y%m%d}"),
        ("administrativeGender/@code", claim.sex, card.sex),
        ("name", claim.name, card.name_kana),
    )
    for at, found, expected in pairs:
        if found != expected and (comparable(found) or "") != (comparable(expected) or ""):
            yield Finding("X-EL-002", f"{person_at(pair)}/{at}", found or "", expected)


@rule("X-EL-003")
def within_expiry(pair: PairSubject) -> Iterator[Finding]:
    """The checkup is on or before the expiry of the card, stated and (if known) registered."""
    on, card = pair.performed_on, card_of(pair)
    ends = [day(pair.claim.card_valid_until), card.valid_until if card is not None else None]
    until = min((end for end in ends if end is not None), default=None)
    if until is not None and on is not None and on > until:
        yield Finding("X-EL-003", EVENT, f"{on:%Y%m%d}", f"–{until:%Y%m%d}")


@rule("X-EL-004", requires=Source.CARDS)
def after_issue(pair: PairSubject) -> Iterator[Finding]:
    """The checkup is on or after the day the card was issued."""
    card, on = card_of(pair), pair.performed_on
    if card is not None and card.issued_on is not None and on is not None and on < card.issued_on:
        yield Finding("X-EL-004", EVENT, f"{on:%Y%m%d}", f"{card.issued_on:%Y%m%d}–")


@rule("X-EL-006", requires=Source.CARDS)
def card_not_revoked(pair: AnyPair) -> Iterator[Finding]:
    """The card was not revoked before the checkup or first interview (used once: X-DU-002)."""
    card, on = card_of(pair), decided_on(pair)
    if card is None or card.revoked_on is None or on is None:
        return
    if on >= card.revoked_on:
        yield Finding("X-EL-006", card_id_at(pair), f"{card.revoked_on:%Y%m%d}", "")


@rule("X-EL-009")
def age(pair: PairSubject) -> Iterator[Finding]:
    """40 to 74 at the end of the fiscal year, or before the 75th birthday in it."""
    born, on, year = day(pair.claim.birth_date), pair.performed_on, pair.fiscal_year
    if born is None or on is None or year is None or _late_elderly(pair):
        return
    if on > pair.received_on:
        return  # X-PE-001; the year may be the last one a date can have
    at_year_end = _age(born, date(year + 1, 3, 31))
    if 40 <= at_year_end <= 74 or (at_year_end == 75 and _age(born, on) < 75):
        return
    yield Finding("X-EL-009", f"{PERSON}/birthTime/@value", str(at_year_end), "40–74")


@rule("X-EL-010")
def age_of_the_late_elderly(pair: PairSubject) -> Iterator[Finding]:
    """An association of the late elderly: from 75, or from 65 with a disability, on the day."""
    born, on = day(pair.claim.birth_date), pair.performed_on
    if born is None or on is None or not _late_elderly(pair):
        return
    age_that_day = _age(born, on)
    if age_that_day < _DISABLED_FROM:
        expected = both("75歳以上（障害認定は65歳以上）", "75 or more (disabled: 65)")
        yield Finding("X-EL-010", f"{PERSON}/birthTime/@value", str(age_that_day), expected)


def _late_elderly(pair: PairSubject) -> bool:
    return (pair.insurer_number or "").startswith("39")


def _age(born: date, on: date) -> int:
    """Age in years; Japanese age law is about the eve of the birthday (catalogue.md 8, [U])."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
