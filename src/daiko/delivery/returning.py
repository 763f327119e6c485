"""What goes back to a provider: its own files, the claim with the agency's answer.

Source: standards/archive-and-xml.md 6, routing-and-delivery.md 3.1 (interaction
type 2, date, reason of table 9, text of at most 100 characters), rulings.md 43, 51.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from daiko.checks.rulebook import rule_row, words
from daiko.delivery.originals import Originals
from daiko.documents.gate import Parsed, parse_xml
from daiko.documents.reading import map_old_namespace, read_checkup_claim, read_guidance_claim
from daiko.documents.records import AdjudicationResult
from daiko.documents.returns import add_agency_result
from daiko.reception import queries as reception
from daiko.reception.queries import ReturnedDocument, SubmissionRow

TEXT_LENGTH: Final = 100
OTHER_REASON: Final = "09"  # table 9: その他
_FORM_STAGES: Final = frozenset({"S0", "S1", "S2"})


@dataclass(frozen=True, slots=True)
class Returnable:
    """One document on its way back, amounts as its claim states them, yen."""

    document_id: int
    kind: str  # checkup | guidance
    provider_number: str  # as the file is named
    claimed_by: str  # provider of the claim, "" where it names none
    result_path: str  # in the submission, root folder included
    claim: bytes
    unit_total_yen: int
    payment_yen: int
    other_program_yen: int
    claim_yen: int


def returnable(
    submission: SubmissionRow, originals: Originals, *, recorded_on: date
) -> list[Returnable]:
    """Returned documents of a submission that can be written into an archive again.

    A document whose form is wrong (stages S0 to S2) cannot: what we write must be
    valid. Nothing of a refused archive goes back, it was never taken in.
    """
    if submission.state == "refused":
        return []
    return [
        _returnable(submission, document, originals, recorded_on)
        for document in reception.returned_documents(submission.submission_id)
        if not any(rule_row(rule).stage in _FORM_STAGES for rule in document.error_rules)
    ]


def _returnable(
    submission: SubmissionRow, document: ReturnedDocument, originals: Originals, on: date
) -> Returnable:
    root = submission.root_folder
    number = submission.submission_id
    claim_xml = originals.content(number, f"{root}/{document.claim_path}")
    parsed = parse_xml(claim_xml)
    if not isinstance(parsed, Parsed):  # its form was judged, so that the store is damaged
        raise TypeError(f"document {document.document_id} cannot be read again")
    answer = AdjudicationResult(
        interaction_type="2",
        recorded_on=f"{on:%Y%m%d}",
        reason_code=document.return_reason or OTHER_REASON,
        text=answer_text(document.error_rules, document.pair_name),
    )
    cost, payment, other, claimed = _amounts(document.kind, parsed)
    return Returnable(
        document_id=document.document_id,
        kind=document.kind,
        provider_number=document.pair_name[:10],
        claimed_by=document.provider_number,
        result_path=f"{root}/{document.result_path}",
        claim=add_agency_result(claim_xml, answer),
        unit_total_yen=_yen(cost),
        payment_yen=_yen(payment),
        other_program_yen=_yen(other),
        claim_yen=_yen(claimed),
    )


def _amounts(kind: str, parsed: Parsed) -> tuple[str | None, ...]:
    """What the summary adds up: cost, payment, other programme, claim, as written.

    A claim of a service before April 2024 may be in the old namespace (ruling 8).
    """
    map_old_namespace(parsed.root)
    if kind == "guidance":
        guidance = read_guidance_claim(parsed.root)
        return guidance.calculated, guidance.payment_total, None, guidance.claim_amount
    claim = read_checkup_claim(parsed.root)
    return claim.unit_total, claim.payment_total, claim.other_program, claim.claim_amount


def answer_text(rules: Sequence[str], pair_name: str) -> str:
    """Why, in words, and which file it was: at most 100 characters.

    >>> answer_text([], "1319900013202606050100001")
    '（1319900013202606050100001）'
    """
    origin = f"（{pair_name}）"
    reasons = "、".join(f"{rule} {words(rule).message_ja}" for rule in rules)
    return reasons[: TEXT_LENGTH - len(origin)] + origin


def _yen(digits: str | None) -> int:
    """An amount as it stands in the file; what is no number adds nothing to the sums."""
    return int(digits) if digits and digits.isascii() and digits.isdigit() else 0
