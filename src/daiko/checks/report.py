"""The outcome of a check, as values and as the JSON object programs rely on.

Source: standards/administrative-checks.md 2 (what a report carries).
The JSON is a stable contract; fields are only ever added. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from daiko.checks.causes import Cause, CauseGroup, causes_of, group_id, groups_of
from daiko.checks.findings import Finding
from daiko.checks.masking import View, masked
from daiko.checks.official_codes import official_code
from daiko.checks.registers import GuidanceFacts
from daiko.checks.rulebook import rule_row, words
from daiko.checks.values import day


class Verdict(StrEnum):
    """Of an archive: accepted, partly_accepted, refused. Of a pair: accepted, returned."""

    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    REFUSED = "refused"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What reception and settlement keep of a claim that could be read.

    Amounts in yen, as declared; 0 where the claim has no readable amount, and such a
    claim is never accepted. ``fiscal_year`` begins in April. Of guidance,
    ``unit_total_yen`` is the calculated amount, ``claim_type`` is empty and
    ``fiscal_year`` is that of the checkup where it is known.
    """

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
    guidance: GuidanceFacts | None = None  # of a guidance claim, else None


@dataclass(frozen=True, slots=True)
class PairVerdict:
    """Verdict of one pair by its own findings; every finding carries its severity.

    Handed to ``on_pair`` it does not know yet whether the archive is refused: when the
    report says so, nothing of the archive is accepted.
    """

    name: str  # what both files share: no first letter, no .xml
    result: str  # path below the root folder, "" when missing
    claim: str
    verdict: Verdict
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
        if verdict.verdict is Verdict.ACCEPTED:
            self.accepted += 1
            self.claim_yen += verdict.facts.claim_yen if verdict.facts else 0
        else:
            self.returned += 1

    def refuse_all(self) -> None:
        """Nothing of a refused archive is accepted."""
        self.accepted, self.returned, self.claim_yen = 0, self.pairs, 0


@dataclass(frozen=True, slots=True)
class Report:
    """Outcome of one archive.

    ``findings`` are those of the archive itself; those of pairs stand with the pairs.
    ``pairs`` is empty when the verdicts were handed to ``on_pair``. ``not_checked``:
    rules that need what was not loaded (ruling 12).
    """

    name: str
    sha256: str
    sender: str | None
    receiver: str | None
    created_on: str | None  # YYYYMMDD as the index states it
    sequence: int | None
    service_event_type: str | None
    verdict: Verdict
    findings: tuple[Finding, ...]
    pairs: tuple[PairVerdict, ...]
    not_checked: tuple[str, ...]
    totals: Totals

    @property
    def has_errors(self) -> bool:
        return self.verdict is not Verdict.ACCEPTED


def finding_json(finding: Finding, *, view: View = View.WHOLE) -> dict[str, Any]:
    """One finding with the words of its rule; values of a person as ``view`` may see them."""
    row, text = rule_row(finding.rule), words(finding.rule)
    outside = finding if view is View.KEPT_MASKED else masked(finding)
    finding = masked(finding, view)
    return {
        "rule": finding.rule,
        "severity": str(finding.severity or row.severity),
        "becomes_error_on": finding.becomes_error_on and finding.becomes_error_on.isoformat(),
        "document": finding.document,
        "path": finding.at,
        "line": finding.line,
        "found": finding.found,
        "expected": finding.expected,
        "message": {"ja": text.message_ja, "en": text.message_en},
        "cause": {"ja": text.cause_ja, "en": text.cause_en},
        "remedy": {"ja": text.remedy_ja, "en": text.remedy_en},
        "return_reason": row.return_reason or None,
        "official_code": official_code(finding.rule),
        "basis": row.basis,
        "masked": {"found": outside.found, "expected": outside.expected},
    }


def findings_json(findings: Sequence[Finding], *, view: View = View.WHOLE) -> list[dict[str, Any]]:
    """Findings of one pair or of the archive, each with its group and what it follows."""
    named = ((group_id(cause), cause) for cause in causes_of(findings))
    return [value for group, cause in named for value in cause_json(group, cause, view=view)]


def cause_json(group: str, cause: Cause, *, view: View = View.WHOLE) -> list[dict[str, Any]]:
    """The findings of one cause, the main one first."""
    return [
        finding_json(finding, view=view)
        | {"group": group, "follows": None if finding is cause.main else cause.main.rule}
        for finding in cause.findings
    ]


def group_json(group: CauseGroup, *, view: View = View.WHOLE) -> dict[str, Any]:
    """One cause over the archive: what it is, how many it concerns, what to do."""
    value = finding_json(group.example, view=view)
    kept = ("rule", "message", "cause", "remedy", "return_reason", "official_code", "basis")
    return {
        "group": group.id,
        "severity": str(group.severity),
        "becomes_error_on": group.becomes_error_on and group.becomes_error_on.isoformat(),
        "variant": group.variant,
        "persons": group.persons,
        "findings": group.findings,
        "followers": dict(group.follower_rules),
        **{name: value[name] for name in kept},
    }


def report_json(report: Report, *, view: View = View.WHOLE) -> dict[str, Any]:
    """The report as the object ``daiko check --json`` prints."""
    created_on = day(report.created_on)
    totals = report.totals
    return {
        "archive": {
            "name": report.name,
            "sha256": report.sha256,
            "sender": report.sender,
            "receiver": report.receiver,
            "created_on": created_on.isoformat() if created_on else report.created_on,
            "sequence": report.sequence,
            "service_event_type": report.service_event_type,
        },
        "verdict": str(report.verdict),
        "findings": findings_json(report.findings, view=view),
        "causes": [group_json(group, view=view) for group in groups_of(report)],
        "pairs": [pair_json(pair, view=view) for pair in report.pairs],
        "not_checked": list(report.not_checked),
        "totals": {
            "pairs": totals.pairs,
            "accepted": totals.accepted,
            "returned": totals.returned,
            "claim_yen": totals.claim_yen,
        },
    }


def pair_json(pair: PairVerdict, *, view: View = View.WHOLE) -> dict[str, Any]:
    """File names without folder: the folder follows from the side."""
    return {
        "result": pair.result.rpartition("/")[2] or None,
        "claim": pair.claim.rpartition("/")[2] or None,
        "verdict": str(pair.verdict),
        "findings": findings_json(pair.findings, view=view),
    }
