"""Faults of the header of a checkup result (stage S4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from daiko.documents.records import CheckupResult, Identifier, Section
from daiko.simulation.drafts import PairDraft
from daiko.simulation.faults.kinds import pair_fault
from daiko.standard import oids


def _has_card(draft: PairDraft) -> bool:
    return draft.card is not None


def _change_card(draft: PairDraft, **changes: object) -> None:
    card = replace(draft.result.cards[0], **changes)  # type: ignore[arg-type]  # fields by name
    draft.set_result(cards=(card,))


def _with_author(result: CheckupResult, **changes: object) -> CheckupResult:
    assert result.author is not None
    author = replace(result.author, **changes)  # type: ignore[arg-type]  # fields by name
    return replace(result, author=author)


@pair_fault("X-HC-002", accepted=True)
def result_with_document_id(draft: PairDraft, _rng: Random) -> None:
    """The program numbers its documents, although no id is used."""
    draft.set_result(document_id=Identifier(oids.PRIVATE_ID, str(draft.serial)))


@pair_fault("X-HC-003")
def report_code_of_another_checkup(draft: PairDraft, _rng: Random) -> None:
    """Report code 40, another checkup."""
    draft.set_result(report_code="40")


@pair_fault("X-HC-004")
def result_made_before_the_checkup(draft: PairDraft, _rng: Random) -> None:
    """The file claims to be older than the checkup."""
    made_on = f"{draft.visit.performed_on - timedelta(days=3):%Y%m%d}"
    draft.set_result(created_on=made_on, author_time=made_on)


@pair_fault("X-HC-005", accepted=True)
def restricted_confidentiality(draft: PairDraft, _rng: Random) -> None:
    """Confidentiality R in place of N."""
    draft.set_result(confidentiality_code="R")


@pair_fault("X-HC-008", fits=lambda draft: not draft.person.symbol.isascii())
def symbol_of_mixed_widths(draft: PairDraft, _rng: Random) -> None:
    """The symbol of the insurance card is half full-width, half half-width."""
    mixed = draft.person.symbol + "1"
    ids = tuple(
        Identifier(oids.SYMBOL, mixed) if identifier.root == oids.SYMBOL else identifier
        for identifier in draft.result.person_ids
    )
    wide = Identifier(oids.SYMBOL, draft.person.symbol + "１")
    draft.set_result(person_ids=ids)
    draft.set_claim(symbol=wide)
    if draft.card is not None:
        draft.card.row["symbol"] = wide.extension or ""
    draft.insured_row["symbol"] = wide.extension or ""


@pair_fault("X-HC-016")
def file_maker_with_short_number(draft: PairDraft, _rng: Random) -> None:
    """The number of the institution that made the file lacks a digit."""
    number = draft.visit.provider.number[:9]
    draft.result = _with_author(draft.result, identifier=Identifier(oids.PROVIDER, number))


@pair_fault("X-HC-017", accepted=True)
def file_maker_without_telephone(draft: PairDraft, _rng: Random) -> None:
    """The institution that made the file gives no telephone number."""
    draft.result = _with_author(draft.result, telecom=None)


@pair_fault("X-HC-018")
def custodian_with_number(draft: PairDraft, _rng: Random) -> None:
    """The custodian block, which is not used, names the provider."""
    draft.set_result(custodian=Identifier(oids.PROVIDER, draft.visit.provider.number))


@pair_fault("X-HC-019", fits=_has_card)
def card_face_of_guidance(draft: PairDraft, _rng: Random) -> None:
    """The card is marked as a guidance card (face 2)."""
    _change_card(draft, function_code="2")


@pair_fault("X-HC-020", fits=_has_card)
def card_root_without_insurer(draft: PairDraft, _rng: Random) -> None:
    """The OID of the card number lacks the insurer number."""
    assert draft.card is not None
    _change_card(draft, card_id=Identifier(oids.CHECKUP_CARD, draft.card.card_id))


@pair_fault("X-HC-023", fits=_has_card)
def card_of_another_insurer(draft: PairDraft, _rng: Random) -> None:
    """The issuing insurer is not the person's."""
    other = "06139991" if draft.insurer.number != "06139991" else "06139983"
    _change_card(draft, issuing_insurer=Identifier(oids.INSURER, other))


@pair_fault("X-HC-024")
def programme_of_an_employer(draft: PairDraft, _rng: Random) -> None:
    """Programme 030, a checkup under the labour law."""
    draft.set_result(program_code="030")


@pair_fault("X-HC-025")
def result_without_checkup_date(draft: PairDraft, _rng: Random) -> None:
    """The result does not say when the checkup was."""
    draft.set_result(performed_on=None)


@pair_fault("X-HC-027")
def main_section_twice(draft: PairDraft, _rng: Random) -> None:
    """Section 01010 stands twice, the second time empty."""
    again = Section("01010", oids.SECTION, "検査・問診結果セクション")
    draft.set_result(sections=(*draft.result.sections, again))


@pair_fault("X-HC-028")
def section_of_no_table(draft: PairDraft, _rng: Random) -> None:
    """A section code that no table knows."""
    own = Section("01999", None, "その他")
    draft.set_result(sections=(*draft.result.sections, own))


@pair_fault("X-HI-050", accepted=True)
def author_time_differs(draft: PairDraft, _rng: Random) -> None:
    """The author signed a day later than the file says it was made."""
    later = f"{draft.visit.created_on + timedelta(days=1):%Y%m%d}"
    draft.set_result(author_time=later)
