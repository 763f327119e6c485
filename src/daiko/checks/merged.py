"""One card, one person under two numbers: what a merger of insurers asks of comparisons.

After a merger a claim may come under the number of the insurer in place of another, and
a late one still under the old number; each is compared with the claims of the other.
A card is the same one where the register gives the same card under both numbers: two
insurers may each have issued the number. A person is the same one where symbol, number,
branch, birth date and sex are; where the successor gave new ones only the card tells.
Source: standards/administrative-checks.md 5, routing-and-delivery.md 3 (rule 2). Pure.
"""

from __future__ import annotations

from dataclasses import replace

from daiko.checks.guidance_subject import AnyPair
from daiko.checks.person_key import person_key
from daiko.checks.registers import EarlierClaim, Merger, Registers, ReturnedClaim, merged_with
from daiko.checks.subjects import PairSubject, once


class Elsewhere:
    """The other numbers of a claim's insurer; asks the register once in an archive."""

    def __init__(self, registers: Registers | None) -> None:
        self._registers = registers
        self._mergers: list[Merger] | None = None
        self._known: dict[str, tuple[str, ...]] = {}

    def complete(self, pair: AnyPair) -> None:
        """Write into the key of a pair under which numbers it is compared, too."""
        others = self._of(pair.key.insurer_number)
        if others:
            keys = tuple((number, person_key(pair.claim, number)) for number in others)
            pair.key = replace(pair.key, elsewhere=keys)

    def _of(self, insurer_number: str) -> tuple[str, ...]:
        if self._mergers is None:
            self._mergers = [] if self._registers is None else list(self._registers.mergers())
        if not self._mergers:
            return ()
        if insurer_number not in self._known:
            self._known[insurer_number] = merged_with(self._mergers, insurer_number)
        return self._known[insurer_number]


def numbers_of_card(pair: AnyPair, card_id: str) -> tuple[str, ...]:
    """Insurer numbers under which this card may have been used; the claim's own first."""
    own, registers = pair.key.insurer_number, pair.registers
    if not pair.key.elsewhere or registers is None:
        return (own,)
    issuer = _issuer(registers, own, card_id)
    if issuer is None:
        return (own,)
    others = (number for number, _ in pair.key.elsewhere)
    return (own, *(n for n in others if _issuer(registers, n, card_id) == issuer))


def _issuer(registers: Registers, insurer_number: str, card_id: str) -> str | None:
    """Whose card a claim under this number is made with, where the register tells.

    An insurer whose own register is not loaded may have issued the number itself.
    """
    card = registers.card(insurer_number, card_id)
    if card is None:
        return None
    is_own = card.insurer_number == insurer_number
    return card.insurer_number if is_own or registers.has_cards(insurer_number) else None


@once
def earlier_of_card(pair: PairSubject) -> list[EarlierClaim]:
    """Checkups accepted before with the card of the claim, under every number it has."""
    return claims_with_card(pair, pair.card_id)


def claims_with_card(pair: AnyPair, card_id: str | None) -> list[EarlierClaim]:
    """Checkups accepted before with a card, under every number it may have been used."""
    if pair.history is None or not card_id:
        return []
    return [
        claim
        for insurer in numbers_of_card(pair, card_id)
        for claim in pair.history.by_card(insurer, card_id)
    ]


@once
def earlier_of_person(pair: PairSubject) -> list[EarlierClaim]:
    """Checkups accepted before for the person in the fiscal year, under every number."""
    year = pair.fiscal_year
    if pair.history is None or year is None:
        return []
    return [
        claim
        for insurer, person in pair.key.people
        for claim in pair.history.by_person(insurer, person, year)
    ]


def returned_of_person(pair: PairSubject) -> list[ReturnedClaim]:
    """Checkups of the person that were returned in the fiscal year, under every number."""
    year = pair.fiscal_year
    if pair.history is None or year is None:
        return []
    return [
        claim
        for insurer, person in pair.key.people
        for claim in pair.history.returned(insurer, person, year)
    ]
