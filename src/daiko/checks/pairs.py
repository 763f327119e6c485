"""Judges pairs: keeps a chunk of them, asks the registers once, runs the rules on each.

Source: administrative-checks.md 1 (S4 to S7), 5 (duplicates); rulings.md 11, 12, 33.
A rule runs when the documents it reads were read, valid by their schemas or not, so that
one fault hides no other. What a rule says of an element the schema complained of is left
out (``places.py``), and so is what follows from a fault of form (``leads.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

from daiko.checks.causes import roots_of
from daiko.checks.findings import Finding
from daiko.checks.guidance_subject import (
    FIRST_TIMING,
    AnyPair,
    GuidanceSubject,
    timing_in_doubt,
)
from daiko.checks.merged import Elsewhere, numbers_of_card
from daiko.checks.pair_building import (
    Side,
    count,
    earlier_of,
    facts_of,
    pair_of_documents,
    settle_days,
)
from daiko.checks.places import Severities, placed
from daiko.checks.registers import EarlierGuidance
from daiko.checks.report import PairVerdict, Verdict
from daiko.checks.rule_tables import RuleTables
from daiko.checks.rulebook import Part, Source
from daiko.checks.settled import Plan
from daiko.checks.subjects import ArchiveSubject, DocumentSubject
from daiko.checks.views import CHECKUP_VIEWS

Key = TypeVar("Key")
_CHECKUP: Final = "checkup"  # a checkup has no timings
_SAME_ARCHIVE: Final = ""  # receipt number of what was accepted in this archive


class PairCheck:
    """The pairs of one archive, chunk by chunk."""

    def __init__(self, archive: ArchiveSubject, tables: RuleTables, severities: Severities) -> None:
        self.archive = archive
        self.tables = tables
        self.severities = severities
        self.waiting: list[AnyPair] = []
        self.not_checked: set[str] = set()
        self._of_checkups = tables.checkup.settling(CHECKUP_VIEWS, archive.profile)
        self._of_guidance = tables.guidance.settling((), archive.profile)
        self._cards: dict[tuple[str, str, str], str] = {}
        self._people: dict[tuple[str, str, int, str], str] = {}
        self._guidance: dict[tuple[str, str], list[EarlierGuidance]] = {}
        self._returned: dict[tuple[str, str], str] = {}  # first claims of guidance
        self._elsewhere = Elsewhere(archive.registers)

    def add(self, name: str, result: Side, claim: Side, *, guidance: bool = False) -> None:
        """Keep a pair until its chunk is judged, and count its claim into the sums.

        Final guidance claims come after all first ones were judged.
        """
        pair = pair_of_documents(self.archive, name, result, claim, guidance=guidance)
        if pair.claim_name:
            count(self.archive, pair)
        self.waiting.append(pair)

    def judge(self) -> Iterator[PairVerdict]:
        """The verdicts of all pairs that wait, in order."""
        pairs, self.waiting = self.waiting, []
        for pair in pairs:
            self._elsewhere.complete(pair)
        keys = [pair.key for pair in pairs if pair.has_claim]
        for port in (self.archive.registers, self.archive.history):
            if port is not None and keys:
                port.prepare(keys)
        for pair in pairs:
            if pair.has_claim:
                self._note_earlier(pair)
            if isinstance(pair, GuidanceSubject):
                settle_days(pair, self._accepted_before(pair))
                pair.returned_first = self._returned_before(pair)
            yield self._judge(pair)

    def _accepted_before(self, pair: GuidanceSubject) -> list[EarlierGuidance]:
        """Guidance of the same card or person: of the history, then of this archive."""
        card_id, history = pair.key.card_id, self.archive.history
        people = dict(pair.key.people)
        numbers = numbers_of_card(pair, card_id) if card_id else tuple(people)
        before: list[EarlierGuidance] = []
        if history is not None:
            for number in numbers:
                before.extend(history.guidance(number, card_id, people[number]))
        for number in numbers:
            before.extend(self._guidance.get((number, card_id or people[number]), ()))
        return before

    def _returned_before(self, pair: GuidanceSubject) -> str | None:
        """The pair of this archive that is its first claim, if it was returned."""
        card_id = pair.key.card_id
        numbers = numbers_of_card(pair, card_id) if card_id else ()
        return next(
            (name for n in numbers if (name := self._returned.get((n, card_id or "")))), None
        )

    def _judge(self, pair: AnyPair) -> PairVerdict:
        found = self._findings(pair)
        is_whole = bool(pair.result_name) and (
            bool(pair.claim_name) or not pair.profile.claims_required
        )
        is_read = pair.has_result and (pair.has_claim or not pair.claim_name)
        refused = not (is_whole and is_read) or any(
            f.severity is not None and f.severity.is_error for f in found
        )
        facts = facts_of(pair) if pair.has_claim else None
        if facts is not None and not refused:
            self._remember(earlier_of(_SAME_ARCHIVE, facts), facts.insurer_number)
        elif facts is not None and facts.card_id and _is_first(pair):
            self._returned[facts.insurer_number, facts.card_id] = pair.name
        return PairVerdict(
            name=pair.name,
            result=pair.result_path,
            claim=pair.claim_path,
            verdict=Verdict.RETURNED if refused else Verdict.ACCEPTED,
            findings=tuple(found),
            facts=facts,
        )

    def _remember(self, accepted: EarlierGuidance | None, insurer_number: str) -> None:
        if accepted is None:
            return
        for part in filter(None, (accepted.card_id, accepted.person_key)):
            self._guidance.setdefault((insurer_number, part), []).append(accepted)

    def _findings(self, pair: AnyPair) -> list[Finding]:
        found: list[Finding] = []
        for document in (pair.result_document, pair.claim_document):
            if document is not None:
                form = [
                    finding
                    for built in self.tables.documents[document.kind]
                    for finding in built.check(document)
                ]
                found += self._placed(form, document, pair)
        plan = self._plan(pair)
        if pair.has_result:
            of_result = self._run(plan, Part.RESULT, pair)
            found += self._placed(of_result, pair.result_document, pair)
        if pair.has_claim:
            of_claim = self._run(plan, Part.CLAIM, pair)
            found += self._placed(of_claim, pair.claim_document, pair)
        if _was_read(pair.result_document) and _was_read(pair.claim_document):
            found += self._compared(plan, pair, found)
        return found

    def _compared(self, plan: Plan, pair: AnyPair, found: list[Finding]) -> list[Finding]:
        """Findings of both files; beside a broken schema only those that follow from nothing."""
        compared: list[Finding] = []
        for finding in self._run(plan, Part.BOTH, pair):
            on_result = finding.at.lstrip("/").startswith("ClinicalDocument")
            side = pair.result_document if on_result else pair.claim_document
            compared += self._placed([finding], side, pair)
        if not compared or (_is_read(pair.result_document) and _is_read(pair.claim_document)):
            return compared
        roots = roots_of([*found, *compared])[len(found) :]
        return [f for root, f in zip(roots, compared, strict=True) if root >= len(found)]

    def _plan(self, pair: AnyPair) -> Plan:
        of_kind = self._of_guidance if isinstance(pair, GuidanceSubject) else self._of_checkups
        return of_kind.plan(pair, lacking=_lacking(pair))

    def _run(self, plan: Plan, part: Part, pair: AnyPair) -> list[Finding]:
        self.not_checked |= plan.not_checked[part]
        found: list[Finding] = []
        for check in plan.checks[part]:
            found += check(pair)
        return found

    def _placed(
        self, findings: list[Finding], document: DocumentSubject | None, pair: AnyPair
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

    def _note_earlier(self, pair: AnyPair) -> None:
        """Which pair of this archive came before with the same card, or the same person."""
        key = pair.key
        if isinstance(pair, GuidanceSubject) and timing_in_doubt(pair):
            return  # X-XF-012; by its own timing it is no double of another
        timing = (pair.timing or "") if isinstance(pair, GuidanceSubject) else _CHECKUP
        if key.card_id:
            numbers = numbers_of_card(pair, key.card_id)
            cards = [(number, key.card_id, timing) for number in numbers]
            pair.earlier_same_card = _first_with(self._cards, cards, pair.name)
        if key.fiscal_year is not None:
            year = key.fiscal_year
            people = [(number, who, year, timing) for number, who in pair.key.people]
            pair.earlier_same_person = _first_with(self._people, people, pair.name)


def _is_first(pair: AnyPair) -> bool:
    """Whether a pair is a first claim, by its claim or its report (X-XF-012)."""
    return isinstance(pair, GuidanceSubject) and (
        FIRST_TIMING in (pair.timing, (pair.report_code or "")[1:])
    )


def _first_with(seen: dict[Key, str], keys: Sequence[Key], name: str) -> str | None:
    """The pair that came before with one of these keys; else this one is it, with its own."""
    for key in keys:
        if (first := seen.get(key, name)) != name:
            return first
    seen[keys[0]] = name
    return None


_LACKING: Final = {
    (cards, insured): frozenset(
        source
        for source, is_there in ((Source.CARDS, cards), (Source.INSURED, insured))
        if not is_there
    )
    for cards in (False, True)
    for insured in (False, True)
}


def _lacking(pair: AnyPair) -> frozenset[Source]:
    """Which registers of the pair's insurer are not loaded (ruling 33)."""
    number, registers = pair.key.insurer_number, pair.registers
    if registers is None:
        return _LACKING[False, False]
    return _LACKING[registers.has_cards(number), registers.has_insured(number)]


def _was_read(document: DocumentSubject | None) -> bool:
    return document is not None and document.record is not None


def _is_read(document: DocumentSubject | None) -> bool:
    return document is not None and not document.schema_errors
