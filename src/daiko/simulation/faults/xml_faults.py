"""Faults of the XML form of a result or claim (stage S1)."""

from __future__ import annotations

from random import Random

from daiko.simulation.drafts import PairDraft
from daiko.simulation.faults.editing import replacing
from daiko.simulation.faults.kinds import pair_fault
from daiko.standard.oids import CDA_NAMESPACE, NAMESPACE, NAMESPACE_OLD

_ROOT_OF_RESULT = f'<ClinicalDocument xmlns="{CDA_NAMESPACE}"'


@pair_fault("X-XML-002")
def result_cut_short(draft: PairDraft, rng: Random) -> None:
    """The transfer of the result broke off."""
    share = rng.uniform(0.3, 0.9)
    draft.result_edits.append(lambda data: data[: int(len(data) * share)])


def _has_card(draft: PairDraft) -> bool:
    """Without a readable claim, only the result's own card says that there is one."""
    return draft.card is not None


@pair_fault("X-XML-002", fits=_has_card)
def claim_without_end(draft: PairDraft, _rng: Random) -> None:
    """The end tag of the claim's root is missing."""
    draft.claim_edits.append(replacing("</checkupClaim>", ""))
    draft.claim_is_readable = False


@pair_fault("X-XML-002")
def result_with_doctype(draft: PairDraft, _rng: Random) -> None:
    """A DOCTYPE with an entity stands in the result."""
    doctype = '<!DOCTYPE ClinicalDocument [<!ENTITY a "b">]>\n<ClinicalDocument'
    draft.result_edits.append(replacing("<ClinicalDocument", doctype))


@pair_fault("X-XML-002", fits=_has_card)
def claim_in_shift_jis(draft: PairDraft, _rng: Random) -> None:
    """The claim was saved in Shift_JIS."""
    draft.claim_edits.append(lambda data: data.decode().encode("cp932"))
    draft.claim_is_readable = False


@pair_fault("X-XML-004", phases=(4,))
def claim_in_old_namespace(draft: PairDraft, _rng: Random) -> None:
    """The claim carries the namespace of phases 1 to 3 (rulings 8, 30)."""
    draft.claim_edits.append(replacing(NAMESPACE, NAMESPACE_OLD, -1))


@pair_fault("X-XML-006")
def result_in_wrong_namespace(draft: PairDraft, _rng: Random) -> None:
    """The result is in a namespace that HL7 never gave."""
    wrong = _ROOT_OF_RESULT.replace(":v3", ":v2")
    draft.result_edits.append(replacing(_ROOT_OF_RESULT, wrong))


@pair_fault("X-XML-006")
def result_names_another_schema(draft: PairDraft, _rng: Random) -> None:
    """The schemaLocation of the result names the schema of guidance."""
    draft.result_edits.append(replacing("XSD/hc08_V08.xsd", "XSD/hg08_V08.xsd"))


@pair_fault("X-XML-012")
def result_with_unknown_element(draft: PairDraft, _rng: Random) -> None:
    """A program wrote an element of its own into the person."""
    draft.result_edits.append(replacing("<patient>\n", "<patient>\n<nickname/>\n"))


@pair_fault("X-XML-012")
def result_with_number_in_words(draft: PairDraft, _rng: Random) -> None:
    """A measured height is no number."""
    height = f'value="{draft.found.height}" unit="cm"'
    draft.result_edits.append(replacing(height, 'value="不明" unit="cm"'))


@pair_fault("X-XML-010")
def claim_with_unknown_element(draft: PairDraft, _rng: Random) -> None:
    """A program wrote consumption tax into the settlement."""
    draft.claim_edits.append(replacing("<settlement>\n", '<settlement>\n<taxAmount value="0"/>\n'))


@pair_fault("X-XML-010", fits=lambda draft: draft.claim.basic_payment is not None)
def payment_without_leading_zeros(draft: PairDraft, _rng: Random) -> None:
    """A copayment is written without its leading zeros."""
    amount = draft.claim.basic_payment or ""
    element = '<paymentForBasic>\n<amount value="'
    draft.claim_edits.append(replacing(element + amount, f"{element}{int(amount)}"))


@pair_fault("X-XML-014")
def address_with_rare_character(draft: PairDraft, _rng: Random) -> None:
    """The address holds a character that is in none of the permitted sets."""
    address = draft.person.address + "𠮷田荘"
    draft.set_claim(address=address)
    draft.set_result(address=address)
