"""Faults where result and claim of one pair contradict each other (X-XF).

The result is changed where that is possible: the claim then still fits the registers.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from daiko.documents.records import Identifier
from daiko.simulation.drafts import PairDraft
from daiko.simulation.faults.kinds import pair_fault
from daiko.simulation.organisations import Standing, bystander, insurer, provider
from daiko.simulation.results import organization
from daiko.simulation.words import SURNAMES
from daiko.standard import oids


def _has_card(draft: PairDraft) -> bool:
    return draft.card is not None


def _change_id(draft: PairDraft, root: str, extension: str) -> None:
    ids = tuple(
        Identifier(root, extension) if identifier.root == root else identifier
        for identifier in draft.result.person_ids
    )
    draft.set_result(person_ids=ids)


@pair_fault("X-XF-001", fits=lambda draft: draft.plan.insurers > 1)
def insurers_differ(draft: PairDraft, _rng: Random) -> None:
    """Result and its card name another insurer than the claim."""
    other = insurer(draft.plan, (draft.insurer.index + 1) % draft.plan.insurers)
    _change_id(draft, oids.INSURER, other.number)
    if draft.card is not None:
        holder = replace(
            draft.result.cards[0],
            card_id=Identifier(oids.checkup_card_root(other.number), draft.card.card_id),
            issuing_insurer=Identifier(oids.INSURER, other.number),
        )
        draft.set_result(cards=(holder,))


@pair_fault("X-XF-002")
def symbols_differ(draft: PairDraft, _rng: Random) -> None:
    """Another symbol of the insurance card."""
    _change_id(draft, oids.SYMBOL, "1001")


@pair_fault("X-XF-003")
def numbers_differ(draft: PairDraft, _rng: Random) -> None:
    """Two digits of the insured number are swapped in the result."""
    _change_id(draft, oids.NUMBER, "9" + draft.person.number[1:])


@pair_fault("X-XF-004")
def branches_differ(draft: PairDraft, _rng: Random) -> None:
    """Another branch number."""
    _change_id(draft, oids.BRANCH_CODE, "99")


@pair_fault("X-XF-005")
def names_differ(draft: PairDraft, _rng: Random) -> None:
    """The result bears the name before a marriage."""
    name = draft.person.name
    family = next(surname for surname in SURNAMES if not name.startswith(surname))
    draft.set_result(name=family + name[-3:])


@pair_fault("X-XF-006", fits=lambda draft: draft.found.is_slim and draft.found.waist < 85)
def sexes_differ(draft: PairDraft, _rng: Random) -> None:
    """The sex in the result is the other one; the judgements do not hang on it."""
    draft.set_result(sex="2" if draft.person.sex == "1" else "1")


@pair_fault("X-XF-007")
def birth_dates_differ(draft: PairDraft, _rng: Random) -> None:
    """The birth date in the result is a day off."""
    born: date = draft.person.birth_date
    draft.set_result(birth_date=f"{born + timedelta(days=1):%Y%m%d}")


@pair_fault("X-XF-008")
def postal_codes_differ(draft: PairDraft, _rng: Random) -> None:
    """The result has another postal code."""
    draft.set_result(postal_code="999-9999")


@pair_fault("X-XF-009", fits=lambda draft: draft.plan.providers > 1)
def providers_differ(draft: PairDraft, _rng: Random) -> None:
    """The result names another performing institution than the claim."""
    index = (draft.visit.provider.index + 1) % draft.plan.providers
    draft.set_result(performer=organization(provider(draft.plan, index)))


@pair_fault("X-XF-010", fits=_has_card)
def cards_differ(draft: PairDraft, _rng: Random) -> None:
    """The result carries another card number than the claim."""
    assert draft.card is not None
    number = draft.card.card_id[:3] + "9" + draft.card.card_id[4:]
    root = oids.checkup_card_root(draft.card.insurer_number)
    holder = replace(draft.result.cards[0], card_id=Identifier(root, number))
    draft.set_result(cards=(holder,))


@pair_fault("X-HC-021", "X-XF-010", fits=_has_card)
def card_number_too_short(draft: PairDraft, _rng: Random) -> None:
    """The card number in the result lost its last digit."""
    assert draft.card is not None
    root = oids.checkup_card_root(draft.card.insurer_number)
    short = Identifier(root, draft.card.card_id[:10])
    draft.set_result(cards=(replace(draft.result.cards[0], card_id=short),))


@pair_fault("X-XF-011", fits=_has_card)
def expiries_differ(draft: PairDraft, _rng: Random) -> None:
    """The card in the result expires a month earlier."""
    assert draft.card is not None
    until = f"{draft.card.valid_until - timedelta(days=31):%Y%m%d}"
    draft.set_result(cards=(replace(draft.result.cards[0], valid_until=until),))


@pair_fault("X-XF-015", accepted=True)
def file_name_of_another_institution(draft: PairDraft, _rng: Random) -> None:
    """The file names carry the number of a provider that had no part in it."""
    draft.file_institution = bystander(draft.plan, Standing.WITHOUT_CONTRACT).number
