"""The outcome of a check, as values and as the JSON object programs rely on.

Source: standards/administrative-checks.md 2 (what a report carries).
The JSON is a stable contract; fields are only ever added. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from daiko.checks.findings import Finding
from daiko.checks.rulebook import rules


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What reception and settlement keep of a claim; amounts in yen."""

    insurer_number: str
    provider_number: str
    card_id: str | None
    person_key: str
    performed_on: date | None
    fiscal_year: int | None
    claim_type: str
    unit_total_yen: int
    payment_yen: int
    other_program_yen: int
    claim_yen: int
    result_sha256: str
    claim_sha256: str


@dataclass(frozen=True, slots=True)
class PairVerdict:
    """Verdict of one pair: ``accepted`` or ``returned``; findings carry severities."""

    name: str
    result: str  # member path below the root folder, "" when missing
    claim: str
    verdict: str
    findings: tuple[Finding, ...]
    facts: ClaimFacts | None


@dataclass(slots=True)
class Totals:
    """Counts of pairs, and the yen of the accepted claims."""

    pairs: int = 0
    accepted: int = 0
    returned: int = 0
    claim_yen: int = 0

    def add(self, verdict: PairVerdict) -> None:
        self.pairs += 1
        if verdict.verdict == "accepted":
            self.accepted += 1
            self.claim_yen += verdict.facts.claim_yen if verdict.facts else 0
        else:
            self.returned += 1

    def refuse_all(self) -> None:
        """Nothing of a refused archive is accepted."""
        self.accepted, self.returned, self.claim_yen = 0, self.pairs, 0


@dataclass(frozen=True, slots=True)
class Report:
    """Outcome of one archive. ``verdict``: accepted, partly_accepted or refused."""

    name: str
    sha256: str
    sender: str | None
    receiver: str | None
    created_on: str | None  # YYYYMMDD
    sequence: int | None
    service_event_type: str | None
    verdict: str
    findings: tuple[Finding, ...]
    pairs: tuple[PairVerdict, ...]
    not_checked: tuple[str, ...]
    totals: Totals


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding with the words of its rule."""
    rule = rules()[finding.rule]
    return {
        "rule": finding.rule,
        "severity": str(finding.severity or rule.severity),
        "document": finding.document,
        "path": finding.at,
        "line": finding.line,
        "found": finding.found,
        "expected": finding.expected,
        "message": {"ja": rule.message_ja, "en": rule.message_en},
        "remedy": {"ja": rule.remedy_ja, "en": rule.remedy_en},
        "return_reason": rule.return_reason or None,
        "basis": rule.basis,
    }


def report_json(report: Report) -> dict[str, Any]:
    """The report as the object ``daiko check --json`` prints."""
    return {
        "archive": {
            "name": report.name,
            "sha256": report.sha256,
            "sender": report.sender,
            "receiver": report.receiver,
            "created_on": report.created_on,
            "sequence": report.sequence,
            "service_event_type": report.service_event_type,
        },
        "verdict": report.verdict,
        "findings": [finding_json(finding) for finding in report.findings],
        "pairs": [
            {
                "result": pair.result,
                "claim": pair.claim,
                "verdict": pair.verdict,
                "findings": [finding_json(finding) for finding in pair.findings],
            }
            for pair in report.pairs
        ],
        "not_checked": list(report.not_checked),
        "totals": {
            "pairs": report.totals.pairs,
            "accepted": report.totals.accepted,
            "returned": report.totals.returned,
            "claim_yen": report.totals.claim_yen,
        },
    }
