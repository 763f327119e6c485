"""From what reception knows to what stands on a paper. Reads; decides no layout.

Source: standards/administrative-checks.md 2; rulings.md 11, 28, 51. A refused archive
has reception errors only, since nothing of it was taken in. Of another one, errors of
form (stages S0 to S2) are reception errors as well: such a file cannot travel back as
data; every returned pair stands on the list of returns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any, Final

from django.conf import settings

from daiko.checks.rulebook import rules, words
from daiko.documents.claim_person import ClaimPerson
from daiko.money.calendar import ProcessingMonth
from daiko.notices.errors import IntakeStillOpen, NotCheckedYet, NothingReceived
from daiko.notices.papers import (
    Arrival,
    Coming,
    Contact,
    Deadlines,
    ErrorLine,
    Foot,
    Head,
    Message,
    Organisation,
    PaperKind,
    ReturnLine,
    Total,
)
from daiko.notices.words import (
    CLAIM_TYPES,
    GUIDANCE_LEVELS,
    GUIDANCE_TIMINGS,
    RETURN_REASONS,
    named,
)
from daiko.platform.clock import tokyo_date
from daiko.reception import paper_queries as papers
from daiko.reception import queries as reception
from daiko.reception.findings import CauseRow, FindingRow
from daiko.reception.queries import DocumentRow, SubmissionRow
from daiko.registry import queries as registry

_FORM_STAGES: Final = frozenset({"S0", "S1", "S2"})
_FORM_RULES: Final = frozenset(id for id, row in rules().items() if row.stage in _FORM_STAGES)
_GUIDANCE: Final = "2"  # 実施区分, the last field of an archive's name
_CHUNK: Final = 500


def submission_head(kind: PaperKind, submission: SubmissionRow) -> Head:
    """The head of a paper about one archive. Raises ``NotCheckedYet``."""
    return Head(
        kind=kind,
        is_guidance=_is_guidance(submission),
        provider=_provider(submission.sender),
        arrivals=(_arrival(submission),),
        deadlines=_deadlines(submission.processing_month),
        **_from_whom(submission.sender, tokyo_date(submission.received_at)),
    )


def month_head(provider_number: str, month: str, submissions: Sequence[SubmissionRow]) -> Head:
    """The head of the list of returns of a provider and a month.

    Raises ``NothingReceived``, ``NotCheckedYet``.
    """
    if not submissions:
        raise NothingReceived(provider=provider_number, month=month)
    return Head(
        kind=PaperKind.RETURNS,
        is_guidance=all(_is_guidance(submission) for submission in submissions),
        provider=_provider(provider_number),
        arrivals=tuple(_arrival(submission) for submission in submissions),
        deadlines=_deadlines(month),
        month=month,
        **_from_whom(
            provider_number, tokyo_date(max(submission.received_at for submission in submissions))
        ),
    )


def refuse_open_month(month: str) -> None:
    """Raises ``IntakeStillOpen`` unless the intake of the month was closed (ruling 51)."""
    closed = {row.processing_month for row in reception.months() if row.closed_at is not None}
    if month not in closed:
        raise IntakeStillOpen(month=month)


def _is_guidance(submission: SubmissionRow) -> bool:
    return submission.archive_name.removesuffix(".zip").endswith(f"_{_GUIDANCE}")


def _from_whom(provider_number: str, on: date) -> dict[str, Any]:
    """The agency as it named itself on a day, and the office that stands for the provider."""
    profile = registry.agency(settings.AGENCY_NUMBER, on)
    office = registry.office_of_provider(provider_number, on) or profile
    name = profile.name if profile is not None else ""
    contact = None
    if office is not None:
        contact = Contact(office.name, office.postal_code, office.address, office.telephone)
    return {"agency": Organisation(settings.AGENCY_NUMBER, name), "contact": contact}


def _provider(number: str) -> Organisation:
    row = registry.providers([number]).get(number) if number else None
    return Organisation(number, row.name if row else "")


def _arrival(row: SubmissionRow) -> Arrival:
    if not row.is_checked:
        raise NotCheckedYet(receipt=row.receipt_number)
    return Arrival(
        receipt_number=row.receipt_number,
        archive_name=row.archive_name,
        sha256=row.sha256,
        size_bytes=row.size_bytes,
        received_at=row.received_at,
        processing_month=row.processing_month,
        state=row.state,
        received=row.pairs or 0,
        received_yen=papers.received_yen(row.submission_id),
        accepted=row.accepted or 0,
        accepted_yen=row.claim_yen or 0,
        refused=row.returned or 0,
    )


def _deadlines(month: str) -> Deadlines:
    this = ProcessingMonth.parse(month)
    following = this.next()
    return Deadlines(month, registry.cutoff_on(this), str(following), registry.cutoff_on(following))


def message_of(finding: FindingRow) -> Message:
    """The words of the rule with what was found at the place."""
    text = words(finding.rule)
    line = f" {finding.line}行" if finding.line else ""
    return Message(
        rule=finding.rule,
        message=text.message_ja,
        cause=text.cause_ja,
        remedy=text.remedy_ja,
        found=finding.found,
        expected=finding.expected,
        place=f"{finding.member}{line}",
        code=finding.official_code,
    )


def _is_reception_error(submission: SubmissionRow, cause: CauseRow) -> bool:
    """All of a refused archive; else a cause with an error of form."""
    return submission.state == "refused" or any(
        finding.is_error and finding.rule in _FORM_RULES
        for finding in (cause.main, *cause.followers)
    )


def error_lines(submission: SubmissionRow) -> Iterator[ErrorLine]:
    """What could not be taken in, cause by cause in the order of the report."""
    number = 0
    for cause, pair_name in papers.error_causes(submission.submission_id):
        if not _is_reception_error(submission, cause):
            continue
        number += 1
        yield _error_line(number, submission, cause.main, pair_name)
        for finding in cause.followers:
            line = _error_line(number, submission, finding, pair_name)
            yield replace(line, follows=cause.main.rule)


def _error_line(
    number: int, submission: SubmissionRow, finding: FindingRow, pair_name: str
) -> ErrorLine:
    return ErrorLine(
        number=number,
        level="pair" if pair_name else "archive",
        member=finding.member or submission.archive_name,
        path=finding.path,
        severity=finding.severity,
        message=message_of(finding),
        error_on=finding.becomes_error_on,
    )


def announced_lines(submission: SubmissionRow, first: int) -> Iterator[ErrorLine]:
    """Warnings that will be errors, for the CSV: numbered on from the errors."""
    found = papers.announced_of(submission.submission_id)
    for number, (finding, pair_name) in enumerate(found, first):
        yield _error_line(number, submission, finding, pair_name)


def error_counts(submission: SubmissionRow) -> list[papers.ErrorCount]:
    """Causes of reception errors by the rule that leads them, the most frequent first."""
    rules = None if submission.state == "refused" else sorted(_FORM_RULES)
    return papers.error_counts(submission.submission_id, rules)


def error_foot(submission: SubmissionRow, counts: Iterable[papers.ErrorCount]) -> Foot:
    """Causes by rule with the pairs concerned; related findings count once."""
    totals = tuple(
        Total(row.rule, words(row.rule).message_ja, row.causes, persons=row.persons)
        for row in counts
    )
    return Foot(totals, coming([submission.submission_id]))


def return_lines(submissions: Iterable[SubmissionRow]) -> Iterator[ReturnLine]:
    """Returned and withdrawn pairs, archive by archive; none of refused archives."""
    number = 0
    for submission in submissions:
        if submission.state == "refused":
            continue
        rows = papers.stated_persons(submission, papers.returned_of(submission.submission_id))
        while chunk := list(islice(rows, _CHUNK)):
            corrected = papers.corrections([document.document_id for document, _ in chunk])
            for document, person in chunk:
                number += 1
                found = corrected.get(document.document_id)
                yield _return_line(
                    number, submission, document, person, found.receipt_number if found else ""
                )


def return_weights(submissions: Iterable[SubmissionRow]) -> Iterator[int]:
    """Table rows that each of ``return_lines`` takes; the archives are not opened."""
    for submission in submissions:
        if submission.state != "refused":
            for document in papers.returned_of(submission.submission_id):
                messages = _messages(document)
                yield 2 + len(messages) + sum(len(message.followers) for message in messages)


def _return_line(
    number: int,
    submission: SubmissionRow,
    document: DocumentRow,
    person: ClaimPerson,
    corrected_by: str,
) -> ReturnLine:
    claimed = person.claim_amount
    return ReturnLine(
        number=number,
        receipt_number=submission.receipt_number,
        pair_name=document.pair_name,
        insurer_number=person.insurer_number or document.insurer_number or "",
        symbol=person.symbol,
        card_number=person.number,
        branch_code=person.branch_code,
        name_kana=person.name_kana,
        birth_date=person.birth_date,
        performed_on=document.performed_on,
        sex=person.sex,
        card_id=person.card_id,
        claim_type=_claim_type(person),
        claim_yen=int(claimed) if claimed.isascii() and claimed.isdigit() else None,
        reason=document.return_reason,
        messages=_messages(document),
        corrected_by=corrected_by,
    )


def _messages(document: DocumentRow) -> tuple[Message, ...]:
    """One message for each cause of the return, with the errors that follow from it.

    However many places say the same with the same values, it stands there once.
    """
    first: dict[tuple[str, str, str], Message] = {}
    for cause in document.causes:
        if not cause.is_error:
            continue
        message = message_of(cause.main)
        key = _said(message)
        known = first.setdefault(key, message)
        followers = {_said(follower): follower for follower in known.followers}
        for finding in cause.followers:
            if finding.is_error:
                follower = message_of(finding)
                followers.setdefault(_said(follower), follower)
        first[key] = replace(known, followers=tuple(followers.values()))
    return tuple(first.values())


def _said(message: Message) -> tuple[str, str, str]:
    return message.rule, message.found, message.expected


def _claim_type(person: ClaimPerson) -> str:
    """請求区分 of a checkup; level and timing of guidance."""
    if person.guidance_level:
        level = named(GUIDANCE_LEVELS, person.guidance_level)
        return f"{level}・{named(GUIDANCE_TIMINGS, person.guidance_timing)}"
    return named(CLAIM_TYPES, person.claim_type)


def return_foot(submissions: Iterable[SubmissionRow]) -> Foot:
    """Returned pairs by reason of table 9."""
    ids = [row.submission_id for row in submissions if row.state != "refused"]
    totals = tuple(
        Total(row.reason, RETURN_REASONS.get(row.reason, ""), row.documents, row.claim_yen)
        for row in papers.reason_totals(ids)
    )
    return Foot(totals, coming(ids))


def coming(submission_ids: Sequence[int]) -> tuple[Coming, ...]:
    """Announced strictness that would have met these archives."""
    return tuple(
        Coming(row.rule, words(row.rule).message_ja, row.becomes_error_on, row.findings)
        for row in papers.announced(submission_ids)
    )
