"""From the documents of a pair to the subject its rules read, for both kinds of pairs.

Source: administrative-checks.md 1; archive-and-xml.md 1.3 (prefixes h/c and g/p), 3
(what the summary counts); rulings.md 48 (days of guidance). Judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from daiko.archive.names import MemberName
from daiko.checks.guidance_subject import AnyPair, GuidanceSubject, GuidanceYen
from daiko.checks.person_key import claim_key, guidance_key
from daiko.checks.registers import EarlierGuidance
from daiko.checks.report import ClaimFacts
from daiko.checks.subjects import ArchiveSubject, ClaimYen, DocumentSubject, PairSubject
from daiko.checks.values import day, fiscal_year
from daiko.documents.guidance_records import GuidanceClaim, GuidanceResult
from daiko.documents.records import CheckupClaim, CheckupResult
from daiko.standard.kinds import DocumentKind

_NO_CLAIM: Final = CheckupClaim()
_NO_RESULT: Final = CheckupResult()
_NO_GUIDANCE_CLAIM: Final = GuidanceClaim()
_NO_GUIDANCE_RESULT: Final = GuidanceResult()
_GUIDANCE_PREFIXES: Final = ("g", "p")
_CHECKUP_PREFIXES: Final = ("h", "c")
GUIDANCE_CLASS: Final = "2"  # service event type

Side = tuple[str, DocumentSubject | None]
"""File name ("" for a missing file) and the document (``None`` if its bytes were not read)."""


def is_guidance(archive: ArchiveSubject, result_name: str, claim_name: str) -> bool:
    """Whether a pair is guidance: by the first letters, else by the archive's class."""
    for name in (result_name, claim_name):
        if name.startswith(_GUIDANCE_PREFIXES):
            return True
        if name.startswith(_CHECKUP_PREFIXES):
            return False
    name_of_archive = archive.parsed_name
    return name_of_archive is not None and name_of_archive.service_event_type == GUIDANCE_CLASS


def kinds_of(*, guidance: bool) -> tuple[DocumentKind, DocumentKind]:
    """Kinds of result and claim."""
    if guidance:
        return DocumentKind.HG, DocumentKind.GC
    return DocumentKind.HC, DocumentKind.CC


def pair_of_documents(
    archive: ArchiveSubject, name: str, result: Side, claim: Side, *, guidance: bool
) -> AnyPair:
    """The subject of one pair, before registers and history were asked."""
    if guidance:
        return _guidance(archive, name, result, claim)
    return _checkup(archive, name, result, claim)


def _checkup(archive: ArchiveSubject, name: str, result: Side, claim: Side) -> PairSubject:
    result_record, claim_record = _record(result), _record(claim)
    has_result = isinstance(result_record, CheckupResult)
    has_claim = isinstance(claim_record, CheckupClaim)
    result_read = result_record if isinstance(result_record, CheckupResult) else _NO_RESULT
    claim_read = claim_record if isinstance(claim_record, CheckupClaim) else _NO_CLAIM
    service_on = day(result_read.performed_on)
    return PairSubject(
        **_common(archive, name, result, claim),
        claim=claim_read,
        result=result_read,
        has_claim=has_claim,
        has_result=has_result,
        amounts=ClaimYen.of(claim_read),
        key=claim_key(claim_read, service_on),
        performed_on=service_on,
        birth_date=day(result_read.birth_date),
        fiscal_year=None if service_on is None else fiscal_year(service_on),
    )


def _guidance(archive: ArchiveSubject, name: str, result: Side, claim: Side) -> GuidanceSubject:
    result_record, claim_record = _record(result), _record(claim)
    has_result = isinstance(result_record, GuidanceResult)
    has_claim = isinstance(claim_record, GuidanceClaim)
    result_read = (
        result_record if isinstance(result_record, GuidanceResult) else _NO_GUIDANCE_RESULT
    )
    claim_read = claim_record if isinstance(claim_record, GuidanceClaim) else _NO_GUIDANCE_CLAIM
    pair = GuidanceSubject(
        **_common(archive, name, result, claim),
        claim=claim_read,
        result=result_read,
        has_claim=has_claim,
        has_result=has_result,
        amounts=GuidanceYen.of(claim_read),
        key=guidance_key(claim_read, None, None),
        performed_on=day(result_read.performed_on),
        birth_date=day(result_read.birth_date),
    )
    settle_days(pair)
    return pair


def settle_days(pair: GuidanceSubject, earlier: Iterable[EarlierGuidance] = ()) -> None:
    """Set what was accepted before, and the days and the year that follow from it."""
    pair.keep_earlier(tuple(earlier))
    service_on = pair.service_on
    pair.fiscal_year = None if service_on is None else fiscal_year(service_on)
    year = pair.checkup_fiscal_year or pair.fiscal_year
    if (pair.key.performed_on, pair.key.fiscal_year) != (service_on, year):
        pair.key = replace(pair.key, performed_on=service_on, fiscal_year=year)


def _record(side: Side) -> object:
    _, document = side
    return None if document is None else document.record


def _common(archive: ArchiveSubject, name: str, result: Side, claim: Side) -> dict[str, Any]:
    (result_name, result_document), (claim_name, claim_document) = result, claim
    return {
        "name": name,
        "received_on": archive.received_on,
        "claim_name": claim_name,
        "result_name": result_name,
        "parsed_name": MemberName.parse(result_name or claim_name),
        "claim_document": claim_document,
        "result_document": result_document,
        "claim_sha256": claim_document.sha256 if claim_document else "",
        "result_sha256": result_document.sha256 if result_document else "",
        "registers": archive.registers,
        "history": archive.history,
        "profile": archive.profile,
    }


def count(archive: ArchiveSubject, pair: AnyPair) -> None:
    """Add a claim to the sums that index and summary are compared with."""
    totals, amounts = archive.totals, pair.amounts
    totals.claims += 1
    other_yen = amounts.other_program_yen if _has_other_program(pair) else 0
    event_type = pair.claim.service_event_type
    if event_type is not None:
        totals.service_event_types[event_type] += 1
        totals.first_of_event_type.setdefault(event_type, pair.claim_path)
    if (
        amounts.unit_total_yen is None
        or amounts.payment_yen is None
        or other_yen is None
        or amounts.claim_yen is None
    ):
        totals.unreadable += 1
        return
    totals.unit_total_yen += amounts.unit_total_yen
    totals.payment_yen += amounts.payment_yen
    totals.other_program_yen += other_yen
    totals.claim_yen += amounts.claim_yen


def _has_other_program(pair: AnyPair) -> bool:
    return isinstance(pair, PairSubject) and pair.claim.other_program is not None


def facts_of(pair: AnyPair) -> ClaimFacts:
    """What reception and settlement keep of a claim that was read."""
    key, amounts = pair.key, pair.amounts
    of_guidance = pair.facts() if isinstance(pair, GuidanceSubject) else None
    return ClaimFacts(
        insurer_number=key.insurer_number,
        provider_number=key.provider_number,
        card_id=key.card_id,
        person_key=key.person_key,
        performed_on=pair.performed_on if of_guidance else key.performed_on,
        fiscal_year=key.fiscal_year,
        claim_type="" if isinstance(pair, GuidanceSubject) else pair.claim.claim_type or "",
        unit_total_yen=amounts.unit_total_yen or 0,
        payment_yen=amounts.payment_yen or 0,
        other_program_yen=amounts.other_program_yen or 0,
        claim_yen=amounts.claim_yen or 0,
        result_sha256=pair.result_sha256,
        claim_sha256=pair.claim_sha256,
        guidance=of_guidance,
    )


def earlier_of(receipt_number: str, facts: ClaimFacts) -> EarlierGuidance | None:
    """An accepted guidance claim as history keeps it; ``None`` for a checkup."""
    if facts.guidance is None:
        return None
    return EarlierGuidance(
        receipt_number,
        facts.provider_number,
        facts.card_id,
        facts.person_key,
        facts.guidance,
        facts.result_sha256,
        facts.claim_sha256,
    )
