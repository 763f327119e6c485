"""Puts findings in their place: document, line, severity; one cause shown once.

Source: administrative-checks.md 1 (the schema's findings come before field rules of
the same place); rulings.md 28 (severities). Lines are looked up for findings only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from daiko.checks.findings import Finding, Severity
from daiko.checks.profile import Profile
from daiko.checks.rulebook import rule_row
from daiko.checks.subjects import DocumentSubject
from daiko.checks.xml_form import element_at
from daiko.documents.lines import element_of

_SHOWN_MAX: Final = 300
_XML_RULES: Final = "X-XML-"


@dataclass(frozen=True, slots=True)
class Severities:
    """Severity of a rule for one receiver on one day."""

    profile: Profile
    on: date

    def of(self, finding: Finding) -> Severity:
        default = finding.severity or rule_row(finding.rule).severity
        return self.profile.severity_of(finding.rule, default, self.on)


def placed(
    findings: Iterable[Finding],
    *,
    path: str,
    document: DocumentSubject | None,
    severities: Severities,
) -> Iterator[Finding]:
    """Findings about one document, with severity and line, values cut to what a page shows.

    Field findings at an element that the schema complained about are left out.
    """
    root = document.parsed.root if document is not None and document.parsed else None
    complained: list[Any] | None = None
    for finding in findings:
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
            document=finding.document or path,
            line=line,
            severity=severities.of(finding),
            at=shortened(finding.at),
            found=shortened(finding.found),
            expected=shortened(finding.expected),
        )


def shortened(text: str) -> str:
    """At most 300 characters: a value from outside may be ten million long."""
    return text if len(text) <= _SHOWN_MAX else text[: _SHOWN_MAX - 1] + "…"


def _complained_elements(document: DocumentSubject | None) -> list[Any]:
    if document is None or document.parsed is None:
        return []
    root = document.parsed.root
    return [element_at(root, error) for error in document.schema_errors]
