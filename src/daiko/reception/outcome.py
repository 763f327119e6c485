"""What one check found, on its way into the tables: staged by COPY, taken over at once.

Source: design 5 (temporary table, then INSERT … SELECT); rulings.md 11, 28. Verdicts
arrive pair by pair before anybody knows whether the archive is refused; they wait in
temporary tables of the transaction, so memory stays flat. Does not judge.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any, Final

from django.db import connection

from daiko.checks.causes import group_id, grouped, roots_of
from daiko.checks.findings import Finding
from daiko.checks.registers import GuidanceFacts
from daiko.checks.report import PairVerdict, Report, Verdict
from daiko.checks.rulebook import rule_row
from daiko.reception.guidance_facts import to_json
from daiko.standard.identifiers import is_insurer_number, is_provider_number

ROWS_PER_COPY: Final = 500
_CARD_CHARACTERS: Final = 64  # a card has 11; longer ones are refused anyway and spoil an index

_DOCUMENT: Final = (
    "position, pair_name, result_path, claim_path, state, return_reason, insurer_number,"
    " provider_number, card_id, person_key, performed_on, fiscal_year, claim_type,"
    " unit_total_yen, payment_yen, other_program_yen, claim_yen, result_sha256, claim_sha256,"
    " kind, guidance_level, guidance_timing, guidance"
)
_FINDING: Final = (
    "position, rule, severity, becomes_error_on, member, path, line, found, expected,"
    " cause_group, leader"
)
_STAGE: Final = f"""
DROP TABLE IF EXISTS checked_document, checked_finding;
CREATE TEMPORARY TABLE checked_document ON COMMIT DROP AS
    SELECT {_DOCUMENT} FROM reception_document WITH NO DATA;
CREATE TEMPORARY TABLE checked_finding ON COMMIT DROP AS
    SELECT 0 AS document_position, {_FINDING} FROM reception_finding WITH NO DATA;
"""  # noqa: S608 - column names of our own
_TAKEN_MEANWHILE: Final = """
SELECT EXISTS (
    SELECT FROM checked_document c JOIN reception_document d
      ON d.insurer_number = c.insurer_number AND d.card_id = c.card_id AND d.kind = c.kind
     AND (c.kind = 'checkup' OR d.guidance_timing = c.guidance_timing
          OR d.guidance_timing IN ('2', '3') AND c.guidance_timing IN ('2', '3'))
    WHERE c.state = 'accepted' AND d.state = 'accepted' AND d.submission_id <> %(own)s
) OR EXISTS (
    SELECT FROM checked_document c JOIN reception_document d
      ON d.insurer_number = c.insurer_number AND d.person_key = c.person_key
     AND d.fiscal_year = c.fiscal_year AND d.kind = 'checkup' AND c.kind = 'checkup'
    WHERE c.state = 'accepted' AND d.state = 'accepted' AND d.submission_id <> %(own)s
) OR EXISTS (
    SELECT FROM checked_document c JOIN reception_document d
      ON d.card_id = c.card_id AND d.kind = c.kind AND d.insurer_number <> c.insurer_number
    WHERE c.insurer_number = ANY(%(merged)s) AND d.insurer_number = ANY(%(merged)s)
      AND c.state = 'accepted' AND d.state = 'accepted' AND d.submission_id <> %(own)s
      AND d.id > %(last)s
)
"""
_REFUSE_ALL: Final = "UPDATE checked_document SET state = 'returned' WHERE state = 'accepted'"
_FORGET_FINDINGS: Final = "DELETE FROM reception_finding WHERE submission_id = %(own)s"
_FORGET_DOCUMENTS: Final = """
DELETE FROM reception_document d WHERE d.submission_id = %(own)s
AND NOT EXISTS (SELECT FROM checked_document c WHERE c.pair_name = d.pair_name)
"""
_CHANGES: Final = ", ".join(
    f"{name} = EXCLUDED.{name}" for name in _DOCUMENT.split(", ") if name != "pair_name"
)
_KEEP_DOCUMENTS: Final = f"""
INSERT INTO reception_document (submission_id, {_DOCUMENT})
SELECT %(own)s, {_DOCUMENT} FROM checked_document ORDER BY position
ON CONFLICT (submission_id, pair_name) DO UPDATE SET {_CHANGES}
"""  # noqa: S608 - column names of our own
_KEEP_FINDINGS: Final = f"""
INSERT INTO reception_finding (submission_id, document_id, {_FINDING})
SELECT %(own)s, d.id, {", ".join(f"f.{name}" for name in _FINDING.split(", "))}
FROM checked_finding f LEFT JOIN reception_document d
  ON d.submission_id = %(own)s AND d.position = f.document_position
ORDER BY f.position
"""  # noqa: S608 - column names of our own
_MOVE_FINDINGS: Final = (
    "UPDATE checked_finding SET position = position + %(by)s, leader = leader + %(by)s"
)


class Outcome:
    """The verdicts of one run of the check, within the transaction at hand.

    ``merged``: numbers of insurers that were merged; one card may come under two of them.
    Made before the check asks what was accepted.
    """

    def __init__(self, submission_id: int, merged: Collection[str] = ()) -> None:
        self._own = submission_id
        self._merged = sorted(merged)
        self._pairs = 0
        self._found = 0
        self._documents: list[tuple[Any, ...]] = []
        self._findings: list[tuple[Any, ...]] = []
        with connection.cursor() as cursor:
            cursor.execute(_STAGE)
            cursor.execute("SELECT coalesce(max(id), 0) FROM reception_document")
            (self._last,) = cursor.fetchone()

    def add(self, pair: PairVerdict) -> None:
        """Stage one verdict; the engine hands them over in the order of the archive."""
        self._pairs += 1
        self._documents.append(_document_row(self._pairs, pair))
        self._add_findings(pair.findings, self._pairs)
        if len(self._documents) + len(self._findings) >= ROWS_PER_COPY:
            self._flush()

    def taken_meanwhile(self) -> bool:
        """Whether somebody accepted a card or a person of ours since we asked.

        Of another number of a merger a card counts that was accepted since: perhaps it is
        another card of the same number, so only a second look decides.
        """
        self._flush()
        given = {"own": self._own, "merged": self._merged, "last": self._last}
        with connection.cursor() as cursor:
            cursor.execute(_TAKEN_MEANWHILE, given)
            (taken,) = cursor.fetchone()
        return bool(taken)

    def keep(self, report: Report) -> None:
        """Replace documents and findings of the submission as a set.

        Ids of documents stay by pair name. Findings of the archive come first, then
        those of the pairs, as in the report. A refused archive returns everything.
        """
        self._flush()
        own = {"own": self._own}
        with connection.cursor() as cursor:
            cursor.execute(_MOVE_FINDINGS, {"by": len(report.findings)})
            if report.verdict is Verdict.REFUSED:
                cursor.execute(_REFUSE_ALL)
            self._found = 0
            self._add_findings(report.findings, None)
            self._flush()
            for step in (_FORGET_FINDINGS, _FORGET_DOCUMENTS, _KEEP_DOCUMENTS, _KEEP_FINDINGS):
                cursor.execute(step, own)

    def _add_findings(self, findings: tuple[Finding, ...], document_position: int | None) -> None:
        """Stage the findings of one pair or of the archive, each with its cause."""
        before, roots = self._found, roots_of(findings)
        causes = zip(sorted(set(roots)), grouped(findings, roots), strict=True)
        groups = {root: group_id(cause) for root, cause in causes}
        for number, (finding, root) in enumerate(zip(findings, roots, strict=True)):
            leader = None if root == number else before + root + 1
            self._add_finding(finding, document_position, groups[root], leader)

    def _add_finding(
        self, finding: Finding, document_position: int | None, group: str, leader: int | None
    ) -> None:
        self._found += 1
        severity = finding.severity or rule_row(finding.rule).severity
        self._findings.append(
            (
                document_position,
                self._found,
                finding.rule,
                str(severity),
                finding.becomes_error_on,
                storable(finding.document),
                storable(finding.at),
                finding.line,
                storable(finding.found),
                storable(finding.expected),
                group,
                leader,
            )
        )

    def _flush(self) -> None:
        _copy(f"checked_document ({_DOCUMENT})", self._documents)
        _copy(f"checked_finding (document_position, {_FINDING})", self._findings)
        self._documents.clear()
        self._findings.clear()


def storable(text: str) -> str:
    """Text as the database can keep it: no NUL, no half of a surrogate pair.

    >>> storable("a\\0b\\ud800")
    'a\N{REPLACEMENT CHARACTER}b?'
    """
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def return_reason(findings: tuple[Finding, ...]) -> str:
    """Table 9 code of the first error that has one; "" when none has."""
    for finding in findings:
        row = rule_row(finding.rule)
        if (finding.severity or row.severity).is_error and row.return_reason:
            return row.return_reason
    return ""


def _document_row(position: int, pair: PairVerdict) -> tuple[Any, ...]:
    name = storable(pair.name)
    if name != pair.name:
        name = f"{name}#{position}"  # names that differ only in what cannot be kept
    is_accepted = pair.verdict is Verdict.ACCEPTED
    head = (
        position,
        name,
        storable(pair.result),
        storable(pair.claim),
        "accepted" if is_accepted else "returned",
        "" if is_accepted else return_reason(pair.findings),
    )
    facts = pair.facts
    if facts is None:
        return (*head, *(None,) * 6, "", *(None,) * 4, "", "", "checkup", "", "", None)
    return (
        *head,
        facts.insurer_number if is_insurer_number(facts.insurer_number) else None,
        facts.provider_number if is_provider_number(facts.provider_number) else None,
        facts.card_id if facts.card_id and len(facts.card_id) <= _CARD_CHARACTERS else None,
        facts.person_key,
        facts.performed_on,
        facts.fiscal_year,
        facts.claim_type if len(facts.claim_type) == 1 else "",
        facts.unit_total_yen,
        facts.payment_yen,
        facts.other_program_yen,
        facts.claim_yen,
        facts.result_sha256,
        facts.claim_sha256,
        *_guidance_columns(facts.guidance),
    )


def _guidance_columns(facts: GuidanceFacts | None) -> tuple[str, str, str, str | None]:
    """Kind, level, timing and the facts as JSON; codes the schema refuses are not kept."""
    if facts is None:
        return "checkup", "", "", None
    return (
        "guidance",
        facts.level if len(facts.level) == 1 else "",
        facts.timing if len(facts.timing) == 1 else "",
        json.dumps(to_json(facts)),
    )


def _copy(target: str, rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
