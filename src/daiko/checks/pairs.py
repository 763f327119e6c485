"""Judges pairs: keeps a chunk of them, asks the registers once, runs the rules on each.

Source: administrative-checks.md 1 (S4 to S7), 5 (duplicates); rulings.md 11, 12, 33.
A rule runs when the document it reads was read; rules of both need both valid by
their schemas, so that one wrong value is not reported twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from daiko.archive.names import MemberName
from daiko.checks.findings import Finding
from daiko.checks.person_key import claim_key
from daiko.checks.places import Severities, placed
from daiko.checks.report import ClaimFacts, PairVerdict, Verdict
from daiko.checks.rule_tables import RuleTables
from daiko.checks.rulebook import Part
from daiko.checks.settled import Plan
from daiko.checks.subjects import ArchiveSubject, ClaimYen, DocumentSubject, PairSubject
from daiko.checks.values import day, fiscal_year
from daiko.checks.views import CHECKUP_VIEWS
from daiko.documents.records import CheckupClaim, CheckupResult

_NO_CLAIM: Final = CheckupClaim()
_NO_RESULT: Final = CheckupResult()

Side = tuple[str, DocumentSubject | None]
"""File name ("" for a missing file) and the document (``None`` if its bytes were not read)."""


class PairCheck:
    """The pairs of one archive, chunk by chunk."""

    def __init__(self, archive: ArchiveSubject, tables: RuleTables, severities: Severities) -> None:
        self.archive = archive
        self.tables = tables
        self.severities = severities
        self.waiting: list[PairSubject] = []
        self.not_checked: set[str] = set()
        settling = tables.checkup.settling(CHECKUP_VIEWS, archive.profile)
        self._settling = settling.for_one_check(archive.registers)
        self._cards: dict[tuple[str, str], str] = {}
        self._people: dict[tuple[str, str, int], str] = {}

    def add(self, name: str, result: Side, claim: Side, service_on: date | None) -> None:
        """Keep a pair until its chunk is judged, and count its claim into the sums."""
        pair = _pair(self.archive, name, result, claim, service_on)
        if pair.has_claim:
            self._note_earlier(pair)
        if pair.claim_name:
            _count(self.archive, pair)
        self.waiting.append(pair)

    def judge(self) -> Iterator[PairVerdict]:
        """The verdicts of all pairs that wait, in order."""
        pairs, self.waiting = self.waiting, []
        keys = [pair.key for pair in pairs if pair.has_claim]
        for port in (self.archive.registers, self.archive.history):
            if port is not None and keys:
                port.prepare(keys)
        for pair in pairs:
            yield self._judge(pair)

    def _judge(self, pair: PairSubject) -> PairVerdict:
        found = list(self._findings(pair))
        is_whole = bool(pair.result_name) and (
            bool(pair.claim_name) or not pair.profile.claims_required
        )
        is_read = pair.has_result and (pair.has_claim or not pair.claim_name)
        refused = not (is_whole and is_read) or any(
            f.severity is not None and f.severity.is_error for f in found
        )
        return PairVerdict(
            name=pair.name,
            result=pair.result_path,
            claim=pair.claim_path,
            verdict=Verdict.RETURNED if refused else Verdict.ACCEPTED,
            findings=tuple(found),
            facts=_facts(pair) if pair.has_claim else None,
        )

    def _findings(self, pair: PairSubject) -> Iterator[Finding]:
        for document in (pair.result_document, pair.claim_document):
            if document is not None:
                form = [
                    finding
                    for built in self.tables.documents[document.kind]
                    for finding in built.check(document)
                ]
                yield from self._placed(form, document, pair)
        plan = self._settling.plan(pair, has_cards=_has_cards(pair))
        if pair.has_result:
            found = self._run(plan, Part.RESULT, pair)
            yield from self._placed(found, pair.result_document, pair)
        if pair.has_claim:
            found = self._run(plan, Part.CLAIM, pair)
            yield from self._placed(found, pair.claim_document, pair)
        if _is_valid(pair.result_document) and _is_valid(pair.claim_document):
            for finding in self._run(plan, Part.BOTH, pair):
                on_result = finding.at.lstrip("/").startswith("ClinicalDocument")
                side = pair.result_document if on_result else pair.claim_document
                yield from self._placed([finding], side, pair)

    def _run(self, plan: Plan, part: Part, pair: PairSubject) -> list[Finding]:
        self.not_checked |= plan.not_checked[part]
        found: list[Finding] = []
        for check in plan.checks[part]:
            found += check(pair)
        return found

    def _placed(
        self, findings: list[Finding], document: DocumentSubject | None, pair: PairSubject
    ) -> Iterator[Finding]:
        if not findings:
            return iter(())
        path = document.path if document else ""
        return placed(
            findings,
            path=path,
            document=document,
            severities=self.severities,
            insurer_number=pair.key.insurer_number,
        )

    def _note_earlier(self, pair: PairSubject) -> None:
        """Which pair of this archive came before with the same card, or the same person."""
        key = pair.key
        if key.card_id:
            first = self._cards.setdefault((key.insurer_number, key.card_id), pair.name)
            pair.earlier_same_card = None if first == pair.name else first
        if key.fiscal_year is not None:
            person = (key.insurer_number, key.person_key, key.fiscal_year)
            first = self._people.setdefault(person, pair.name)
            pair.earlier_same_person = None if first == pair.name else first


def _pair(
    archive: ArchiveSubject, name: str, result: Side, claim: Side, service_on: date | None
) -> PairSubject:
    (result_name, result_document), (claim_name, claim_document) = result, claim
    result_record = result_document.record if result_document else None
    claim_record = claim_document.record if claim_document else None
    has_result = isinstance(result_record, CheckupResult)
    has_claim = isinstance(claim_record, CheckupClaim)
    result_read = result_record if isinstance(result_record, CheckupResult) else _NO_RESULT
    claim_read = claim_record if isinstance(claim_record, CheckupClaim) else _NO_CLAIM
    return PairSubject(
        name=name,
        claim=claim_read,
        result=result_read,
        received_on=archive.received_on,
        amounts=ClaimYen.of(claim_read),
        key=claim_key(claim_read, service_on),
        claim_name=claim_name,
        result_name=result_name,
        has_claim=has_claim,
        has_result=has_result,
        parsed_name=MemberName.parse(result_name or claim_name),
        claim_document=claim_document,
        result_document=result_document,
        claim_sha256=claim_document.sha256 if claim_document else "",
        result_sha256=result_document.sha256 if result_document else "",
        performed_on=service_on,
        birth_date=day(result_read.birth_date),
        fiscal_year=None if service_on is None else fiscal_year(service_on),
        registers=archive.registers,
        history=archive.history,
        profile=archive.profile,
    )


def _count(archive: ArchiveSubject, pair: PairSubject) -> None:
    totals, amounts, claim = archive.totals, pair.amounts, pair.claim
    totals.claims += 1
    other_yen = 0 if claim.other_program is None else amounts.other_program_yen
    if claim.service_event_type is not None:
        totals.service_event_types[claim.service_event_type] += 1
        totals.first_of_event_type.setdefault(claim.service_event_type, pair.claim_path)
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


def _facts(pair: PairSubject) -> ClaimFacts:
    key, amounts = pair.key, pair.amounts
    return ClaimFacts(
        insurer_number=key.insurer_number,
        provider_number=key.provider_number,
        card_id=key.card_id,
        person_key=key.person_key,
        performed_on=key.performed_on,
        fiscal_year=key.fiscal_year,
        claim_type=pair.claim.claim_type or "",
        unit_total_yen=amounts.unit_total_yen or 0,
        payment_yen=amounts.payment_yen or 0,
        other_program_yen=amounts.other_program_yen or 0,
        claim_yen=amounts.claim_yen or 0,
        result_sha256=pair.result_sha256,
        claim_sha256=pair.claim_sha256,
    )


def _has_cards(pair: PairSubject) -> bool:
    return pair.registers is not None and pair.registers.has_cards(pair.key.insurer_number)


def _is_valid(document: DocumentSubject | None) -> bool:
    return document is not None and document.record is not None and not document.schema_errors
