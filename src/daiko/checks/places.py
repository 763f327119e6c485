"""Puts findings in their place: document, line, severity; one cause shown once.

Source: administrative-checks.md 1 (the schema's findings come before field rules of
the same place); rulings.md 28 (severities). Lines are looked up for findings only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final

from daiko.archive.problems import shown
from daiko.checks.findings import Finding, Severity
from daiko.checks.profile import Held, Profile
from daiko.checks.rulebook import rule_row
from daiko.checks.schema_places import element_at
from daiko.checks.subjects import DocumentSubject
from daiko.documents.lines import element_of

_SHOWN_MAX: Final = 300
_XML_RULES: Final = "X-XML-"
PLACES_MAX: Final = 100
"""Places of one rule and severity in one document that are shown; more are never mended by hand."""
_COMPLAINTS_MAX: Final = 200
_RANK: Final = {severity: rank for rank, severity in enumerate(Severity)}  # hardest first


class Severities:
    """Severities of one receiver, and of the insurers behind it, on one day."""

    def __init__(self, profile: Profile, on: date) -> None:
        self._held = profile.held_on(on)
        self._general = self._held.get("", {})

    def of(self, finding: Finding, insurer_number: str = "") -> Held:
        """What holds for a finding about a claim to this insurer ("" for the archive).

        Where a ruling made the finding softer than its rule (28), a profile can make it
        softer still, never harder: it speaks of the rule as the catalogue has it.
        """
        default = rule_row(finding.rule).severity
        held = self._held.get(insurer_number, self._general).get(finding.rule)
        if finding.severity is None:
            return held or Held(default)
        if held is None or _RANK[finding.severity] > max(_RANK[default], _RANK[held.severity]):
            return Held(finding.severity)
        return held


def placed(
    findings: Iterable[Finding],
    *,
    path: str,
    document: DocumentSubject | None,
    severities: Severities,
    insurer_number: str = "",
) -> Iterator[Finding]:
    """Findings about one document, with severity and line, values cut to what a page shows.

    Field findings at an element that the schema complained about are left out.
    """
    root = document.parsed.root if document is not None and document.parsed else None
    complained: list[Any] | None = None
    places: Counter[tuple[str, Severity]] = Counter()
    for finding in findings:
        held = severities.of(finding, insurer_number)
        places[finding.rule, held.severity] += 1
        if places[finding.rule, held.severity] > PLACES_MAX:
            continue  # to look each up takes the square of a document made of faults
        line = finding.line
        if root is not None and not finding.rule.startswith(_XML_RULES):
            element = element_of(root, finding.at)
            if complained is None:
                complained = _complained_elements(document)
            if any(element is other for other in complained):
                continue
            line = line or element.sourceline
        yield replace(
            finding,
            document=shortened(finding.document or path),
            line=line,
            severity=held.severity,
            becomes_error_on=held.error_on,
            at=shortened(finding.at),
            found=shortened(finding.found),
            expected=shortened(finding.expected),
        )


def shortened(text: str) -> str:
    """At most 300 characters, nothing invisible: a value from outside may be ten million long.

    Line breaks, terminal escapes and characters that turn the line round are written out.

    >>> shortened("a\\nb\\u202e")
    'a\\\\u000ab\\\\u202e'
    """
    inert = shown(text[:_SHOWN_MAX])
    return inert if len(text) <= _SHOWN_MAX >= len(inert) else inert[: _SHOWN_MAX - 1] + "…"


def _complained_elements(document: DocumentSubject | None) -> list[Any]:
    if document is None or document.parsed is None:
        return []
    root = document.parsed.root
    return [element_at(root, error) for error in document.schema_errors[:_COMPLAINTS_MAX]]
