"""Faults of form that a provider's program makes in both documents of a pair alike.

The person, the card and the place come from one master record of the provider, so that a
wrong one stands in the claim and in the result (standards/checks.csv X-CC-001…010,
X-HC-006…026). The schema of the claim judges the same forms, and a value that breaks it is
told once, as X-XML-010. Then what only one document gets wrong: prices, classes, amounts.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Final

from daiko.documents.records import Identifier
from daiko.simulation.drafts import PairDraft
from daiko.simulation.faults.editing import replacing
from daiko.simulation.faults.kinds import pair_fault
from daiko.simulation.results import card_participant
from daiko.standard import oids

_OTHER_CDA: Final = "POCD_HD000020"
_TOO_LONG: Final = "1234567890" * 2 + "1"


def _unlisted(draft: PairDraft) -> bool:
    """No register says who the person is."""
    return not draft.is_registered and not draft.is_in_insured_register


def _identify(draft: PairDraft, root: str, extension: str | None) -> None:
    """Another identifier of the person in the result; ``None`` leaves it out."""
    new = () if extension is None else (Identifier(root, extension),)
    ids = draft.result.person_ids
    kept = tuple(changed for old in ids for changed in (new if old.root == root else (old,)))
    draft.set_result(person_ids=kept)


# --- the person ----------------------------------------------------------------------


@pair_fault("X-HC-014", "X-XML-010", fits=_unlisted)
def sex_of_no_code(draft: PairDraft, _rng: Random) -> None:
    """Sex 9, "unknown", as hospitals' programs have it."""
    draft.set_claim(sex="9")
    draft.set_result(sex="9")


@pair_fault("X-CC-009", "X-HC-015", fits=_unlisted)
def born_on_no_day(draft: PairDraft, _rng: Random) -> None:
    """Born on the 31st of February."""
    wrong = f"{draft.person.birth_date.year}0231"
    draft.set_claim(birth_date=wrong)
    draft.set_result(birth_date=wrong)


@pair_fault("X-HC-011", "X-XML-010")
def postal_code_without_hyphen(draft: PairDraft, _rng: Random) -> None:
    """The postal code as seven digits."""
    digits = draft.person.postal_code.replace("-", "")
    draft.set_claim(postal_code=digits)
    draft.set_result(postal_code=digits)


@pair_fault("X-HC-009", "X-XML-010", fits=_unlisted)
def insured_number_too_long(draft: PairDraft, _rng: Random) -> None:
    """An insured number of 21 digits."""
    draft.set_claim(number=Identifier(oids.NUMBER, _TOO_LONG))
    _identify(draft, oids.NUMBER, _TOO_LONG)


@pair_fault("X-CC-005", "X-HC-009", "X-XML-010", fits=_unlisted)
def insured_number_missing(draft: PairDraft, _rng: Random) -> None:
    """No insured number in either document."""
    draft.set_claim(number=None)
    _identify(draft, oids.NUMBER, None)


@pair_fault("X-HC-008", "X-XML-010", fits=_unlisted)
def symbol_too_long(draft: PairDraft, _rng: Random) -> None:
    """A symbol of 21 digits."""
    draft.set_claim(symbol=Identifier(oids.SYMBOL, _TOO_LONG))
    _identify(draft, oids.SYMBOL, _TOO_LONG)


@pair_fault("X-HC-010", "X-XML-010", fits=_unlisted)
def branch_of_one_digit(draft: PairDraft, _rng: Random) -> None:
    """The branch number lost its leading zero."""
    draft.set_claim(branch_code=Identifier(oids.BRANCH_CODE, "1"))
    _identify(draft, oids.BRANCH_CODE, "1")


@pair_fault("X-CC-003", "X-CT-001", "X-HC-007", fits=lambda draft: draft.card is not None)
def insurer_without_leading_zero(draft: PairDraft, _rng: Random) -> None:
    """The insurer number lost its leading zero; a spreadsheet took it for a number."""
    assert draft.card is not None
    short = draft.insurer.number[1:]
    draft.set_claim(insurer=Identifier(oids.INSURER, short))
    _identify(draft, oids.INSURER, short)
    issuer = Identifier(oids.INSURER, short)
    draft.set_result(cards=(replace(card_participant(draft.card), issuing_insurer=issuer),))


@pair_fault("X-HC-026", "X-XML-010")
def provider_without_last_digit(draft: PairDraft, _rng: Random) -> None:
    """The number of the performing institution lacks its check digit."""
    short = Identifier(oids.PROVIDER, draft.visit.provider.number[:9])
    assert draft.result.performer is not None
    draft.set_claim(provider=short)
    if draft.card is None:  # no contract is found that lets the card be missing
        draft.expected |= {"X-CC-011"}
    draft.set_result(performer=replace(draft.result.performer, identifier=short))


def _examined_in_midlife(draft: PairDraft) -> bool:
    """With a card, and of an age at which eight years do not change the judgement."""
    return draft.card is not None and draft.found.is_slim and draft.found.age < 60


@pair_fault(
    "X-CT-010",
    "X-EL-003",
    "X-HC-004",
    "X-PE-001",
    "X-PE-003",
    "X-PE-007",
    fits=_examined_in_midlife,
    phases=(4,),
)
def year_mistyped(draft: PairDraft, _rng: Random) -> None:
    """The checkup is dated eight years ahead, after the term of phase 4: then neither
    contract nor card are valid, and the file is older than the checkup."""
    on = draft.visit.performed_on
    draft.set_result(performed_on=f"{on.replace(year=on.year + 8):%Y%m%d}")


# --- the result alone ----------------------------------------------------------------


@pair_fault("X-HC-001")
def result_of_another_cda(draft: PairDraft, _rng: Random) -> None:
    """The CDA type is that of an older schema."""
    draft.set_result(type_id=Identifier(oids.CDA_TYPE_ROOT, _OTHER_CDA))


@pair_fault("X-HC-006")
def result_of_two_persons(draft: PairDraft, _rng: Random) -> None:
    """The person stands in the result twice."""

    def doubled(data: bytes) -> bytes:
        begin, end = data.index(b"<recordTarget>"), data.index(b"</recordTarget>")
        block = data[begin:end] + b"</recordTarget>\n"
        return data[:begin] + block + data[begin:]

    draft.result_edits.append(doubled)


# --- the claim alone -----------------------------------------------------------------


@pair_fault("X-CC-002", "X-XML-010")
def provider_left_out(draft: PairDraft, _rng: Random) -> None:
    """The claim does not say who performed the checkup."""
    draft.set_claim(provider=None)


@pair_fault("X-CC-022", "X-XML-010")
def claim_type_left_out(draft: PairDraft, _rng: Random) -> None:
    """The claim type was not chosen."""
    draft.set_claim(claim_type=None)


@pair_fault("X-CC-023", "X-XML-010")
def price_class_left_out(draft: PairDraft, _rng: Random) -> None:
    """The claim says neither individual nor group checkup."""
    draft.set_claim(commission_type=None)


@pair_fault("X-CC-024", "X-CC-028", fits=lambda draft: "basic" in draft.bill.parts)
def basic_price_missing(draft: PairDraft, _rng: Random) -> None:
    """The basic price is not written; the sum still has it."""
    draft.set_claim(basic_prices=())


@pair_fault("X-XML-010", fits=lambda draft: int(draft.claim.unit_total or 0) >= 1000)
def amount_with_commas(draft: PairDraft, _rng: Random) -> None:
    """The sum of the prices is written with a separator of thousands."""
    total = int(draft.claim.unit_total or 0)
    written = f'<unitAmount value="{total}"'
    draft.claim_edits.append(replacing(written, f'<unitAmount value="{total:,}"'))
    draft.claim_is_readable = False


def _pays_something(draft: PairDraft) -> bool:
    """A basic copayment of some size without a limit, and no other programme's share."""
    bill = draft.bill
    if bill.claim_type != "1" or bill.other_program_yen is not None:
        return False
    terms = bill.terms["basic"]
    is_plain = terms.insurer_limit_yen is None and draft.contract.joint_program_yen is None
    return is_plain and int(draft.claim.basic_payment or 0) > 100


@pair_fault("X-CC-029", "X-CC-037", "X-CC-048", fits=_pays_something)
def paid_beside_a_whole_programme(draft: PairDraft, _rng: Random) -> None:
    """Another programme leaves less than the copayment, which was taken all the same."""
    paid = draft.claim.basic_payment
    left_yen = int(paid or 0) - 50
    price_yen = sum(draft.bill.part_prices_yen().values())
    draft.rebill(other_program_yen=price_yen - left_yen)
    draft.set_claim(basic_payment=paid, payment_total=str(int(paid or 0)), claim_amount="0")
