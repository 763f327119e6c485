"""Faults against the registers of cards, persons, insurers and providers, and the days (S3, S7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from daiko.checks.values import fiscal_year
from daiko.documents.records import Identifier
from daiko.simulation.drafts import PairDraft
from daiko.simulation.faults.kinds import pair_fault
from daiko.simulation.organisations import (
    ProviderForm,
    insurer_number,
    merged_insurer,
    provider_number,
)
from daiko.simulation.people import Card
from daiko.simulation.words import PREFECTURES, SURNAMES
from daiko.standard import oids

_UNKNOWN_PROVIDER = 99_900
_UNKNOWN_INSURER = "0613998"
_LATE_ELDERLY = "3913115"
_FOREIGN_SYMBOL = "99001"


def _registered(draft: PairDraft) -> bool:
    return draft.is_registered


def _card(draft: PairDraft) -> Card:
    assert draft.card is not None
    return draft.card


@pair_fault("X-EL-001", fits=_registered)
def card_unknown(draft: PairDraft, _rng: Random) -> None:
    """The insurer never issued this card."""
    draft.visit = replace(draft.visit, card=replace(_card(draft), is_registered=False))


@pair_fault("X-EL-002", fits=_registered)
def card_of_somebody_else(draft: PairDraft, _rng: Random) -> None:
    """The register has the card under another name."""
    name = draft.person.name
    family = next(surname for surname in SURNAMES if not name.startswith(surname))
    _card(draft).row["name_kana"] = family + name[-3:]


@pair_fault("X-EL-003", fits=lambda draft: draft.card is not None and _late_enough(draft))
def card_expired(draft: PairDraft, _rng: Random) -> None:
    """The card expired the day before the checkup."""
    until = draft.visit.performed_on - timedelta(days=1)
    draft.rewrite(card=replace(_card(draft), valid_until=until))


def _late_enough(draft: PairDraft) -> bool:
    """The checkup is not on the first day of its fiscal year, when cards are issued."""
    performed_on = draft.visit.performed_on
    return fiscal_year(performed_on - timedelta(days=1)) == fiscal_year(performed_on)


@pair_fault("X-EL-004", fits=_registered)
def card_issued_afterwards(draft: PairDraft, _rng: Random) -> None:
    """The card was issued the day after the checkup."""
    issued_on = draft.visit.performed_on + timedelta(days=1)
    draft.visit = replace(draft.visit, card=replace(_card(draft), issued_on=issued_on))


@pair_fault("X-EL-006", fits=lambda draft: draft.is_registered and _late_enough(draft))
def card_revoked(draft: PairDraft, _rng: Random) -> None:
    """The insurer had revoked the card a day before the checkup."""
    revoked_on = draft.visit.performed_on - timedelta(days=1)
    _card(draft).row["revoked_on"] = f"{revoked_on}"


def _is_listed(draft: PairDraft) -> bool:
    return draft.is_in_insured_register


@pair_fault("X-EL-007", fits=_is_listed)
def coverage_ended(draft: PairDraft, _rng: Random) -> None:
    """The person left the insurer on the day before the checkup."""
    draft.insured_row["covered_to"] = f"{draft.visit.performed_on - timedelta(days=1)}"


@pair_fault("X-EL-007", fits=_is_listed)
def covered_afterwards(draft: PairDraft, _rng: Random) -> None:
    """The person joined the insurer on the day after the checkup."""
    draft.insured_row["covered_from"] = f"{draft.visit.performed_on + timedelta(days=1)}"


@pair_fault("X-EL-007", fits=_is_listed)
def insured_is_somebody_else(draft: PairDraft, _rng: Random) -> None:
    """Symbol and number are those of a relative, born on another day."""
    born = draft.person.birth_date
    draft.insured_row["birth_date"] = f"{born.replace(year=born.year + 1)}"


@pair_fault("X-EL-012", fits=_is_listed)
def symbol_of_no_one(draft: PairDraft, _rng: Random) -> None:
    """Documents and card have a symbol the insurer does not use."""
    draft.insured_row["symbol"] = draft.person.symbol
    draft.rewrite(person=replace(draft.person, symbol=_FOREIGN_SYMBOL))


@pair_fault("X-EL-009", fits=lambda draft: draft.found.age < 65)
def too_young(draft: PairDraft, _rng: Random) -> None:
    """The person is 38 at the end of the fiscal year."""
    born = draft.person.birth_date
    year = fiscal_year(draft.visit.performed_on) + 1 - 39
    draft.rewrite(person=replace(draft.person, birth_date=born.replace(year=year)))


@pair_fault("X-PE-003", fits=_registered)
def card_of_last_year(draft: PairDraft, _rng: Random) -> None:
    """The card is of the fiscal year before, and still valid."""
    card = _card(draft)
    number = f"{int(card.card_id[:2]) - 1:02d}{card.card_id[2:]}"
    issued_on = card.issued_on.replace(year=card.issued_on.year - 1)
    draft.rewrite(card=replace(card, card_id=number, issued_on=issued_on))


def _of_this_year(draft: PairDraft) -> bool:
    """The fiscal year does not end in the next weeks."""
    later = draft.plan.cutoff_on + timedelta(days=20)
    return fiscal_year(later) == fiscal_year(draft.visit.performed_on)


@pair_fault("X-HC-004", "X-PE-001", fits=_of_this_year)
def checkup_in_the_future(draft: PairDraft, _rng: Random) -> None:
    """The checkup is dated after the reception, and the file before the checkup."""
    performed_on = draft.plan.cutoff_on + timedelta(days=20)
    draft.rewrite(performed_on=performed_on)


def _insured_with(draft: PairDraft, number: str) -> None:
    """Both documents and the card name another insurer, which keeps no register of cards."""
    card = None
    if draft.card is not None:
        card = replace(draft.card, insurer_number=number, is_registered=False)
    draft.rewrite(person=replace(draft.person, insurer_number=number), card=card)


@pair_fault("X-REF-004", fits=lambda draft: draft.contract.form is ProviderForm.NATIONWIDE)
def insurer_merged(draft: PairDraft, _rng: Random) -> None:
    """The insurer had been merged into another one before the checkup."""
    _insured_with(draft, merged_insurer(draft.plan).number)


@pair_fault("X-CT-001", "X-REF-004", fits=lambda draft: draft.card is not None)
def insurer_unknown(draft: PairDraft, _rng: Random) -> None:
    """An insurer number, right in form, that nobody has."""
    _insured_with(draft, insurer_number(_UNKNOWN_INSURER))


@pair_fault("X-CT-001", "X-REF-004", "X-REF-005", fits=lambda draft: draft.card is not None)
def insurer_mistyped(draft: PairDraft, _rng: Random) -> None:
    """An insurer number with a wrong check digit."""
    right = insurer_number(_UNKNOWN_INSURER)
    _insured_with(draft, f"{right[:-1]}{(int(right[-1]) + 1) % 10}")


def _is_young(draft: PairDraft) -> bool:
    return draft.card is not None and draft.found.age < 65


@pair_fault("X-CT-001", "X-EL-010", "X-REF-004", fits=_is_young)
def insurer_of_the_late_elderly(draft: PairDraft, _rng: Random) -> None:
    """The number of an association of the late elderly, which insures nobody so young."""
    _insured_with(draft, insurer_number(_LATE_ELDERLY))


def _performed_by_number(draft: PairDraft, number: str) -> None:
    identifier = Identifier(oids.PROVIDER, number)
    assert draft.result.performer is not None
    draft.set_claim(provider=identifier)
    draft.set_result(performer=replace(draft.result.performer, identifier=identifier))


def _no_such_provider() -> str:
    return provider_number(PREFECTURES[0], "1", _UNKNOWN_PROVIDER)


@pair_fault("X-CT-001", "X-REF-002", fits=lambda draft: draft.card is not None)
def provider_unknown(draft: PairDraft, _rng: Random) -> None:
    """A performing institution that is not registered."""
    _performed_by_number(draft, _no_such_provider())


@pair_fault("X-CT-001", "X-REF-002", "X-REF-006", fits=lambda draft: draft.card is not None)
def provider_mistyped(draft: PairDraft, _rng: Random) -> None:
    """A performing institution whose number has a wrong check digit."""
    right = _no_such_provider()
    _performed_by_number(draft, f"{right[:-1]}{(int(right[-1]) + 1) % 10}")
