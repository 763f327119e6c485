"""Values that identify a person, masked where a finding leaves the organisation.

Source: standards/security-controls.md PHY-7 (personal identifiers are masked by
default); issue "findings people can act on". Decided by place: the path of a finding
says whether a name, a number, a birth date or an address stands there. What a value
looks like is never asked, so nothing slips through because it looks harmless.
Which values of a rule come from the person is the table of this module.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Final

from daiko.checks.bilingual import VALUE_AFTER, digits
from daiko.checks.findings import Finding
from daiko.standard import oids


class View(StrEnum):
    """Who reads: inside the organisation that may see the person, or beyond it."""

    WHOLE = "whole"
    MASKED = "masked"
    KEPT_MASKED = "kept-masked"  # the finding was masked before it was kept: show it as it is


HIDDEN: Final = "***"
_TAIL: Final = 4
_TAIL_FROM: Final = 8  # of a shorter number the tail would be most of it
_BLANK: Final = re.compile(r"([\s\u3000]+)")
_MESSAGE_HEAD: Final = re.compile(
    r"Element '[^']*'(?:, attribute '[^']*')?: (?:\[facet '[^']*'\] ?)?"
)
_PERSON_IDS: Final = frozenset({oids.SYMBOL, oids.NUMBER, oids.BRANCH_CODE})


def masked_name(text: str) -> str:
    """The first character of each part.

    >>> masked_name("山田 太郎"), masked_name("ケンシンタロウ")
    ('山* 太*', 'ケ*')
    """
    parts = _BLANK.split(text)
    return "".join(p if _BLANK.fullmatch(p) else f"{p[:1]}*" if p else "" for p in parts)


def masked_number(text: str) -> str:
    """The last four characters of a long number, nothing of a short one.

    >>> masked_number("26100001234"), masked_number("１３１")
    ('***1234', '***')
    """
    return HIDDEN + (text[-_TAIL:] if len(text) >= _TAIL_FROM else "")


def masked_date(text: str) -> str:
    """The year.

    >>> masked_date("19700516"), masked_date("1970年")
    ('1970****', '***')
    """
    return f"{text[:4]}****" if len(text) == 8 and text.isdigit() else HIDDEN


def masked_address(text: str) -> str:
    """The prefecture, or the first three digits of a postal code.

    >>> masked_address("神奈川県横浜市１"), masked_address("105-0004"), masked_address("x")
    ('神奈川県***', '105-****', '***')
    """
    prefecture = re.match(r"東京都|北海道|(?:京都|大阪)府|[^\s都道府県]{2,3}県", text)
    if prefecture:
        return f"{prefecture[0]}{HIDDEN}"
    return f"{text[:3]}-****" if re.fullmatch(r"[0-9]{3}-?[0-9]{4}", text) else HIDDEN


Mask = Callable[[str], str]
_MASKS: Final[tuple[tuple[re.Pattern[str], Mask], ...]] = (
    (re.compile(r"(?:subjectPerson|patient)/name$"), masked_name),
    (re.compile(r"(?:subjectPerson|patient)/birthTime$"), masked_date),
    (re.compile(r"(?:subjectPerson|patientRole)/addr(?:/|$)"), masked_address),
    (re.compile(r"insuranceCard/(?:symbol|number|branchCode)$"), masked_number),
    (re.compile(r"(?:checkupCard|healthGuidanceCard)/(?:id|checkupCardId)$"), masked_number),
    (re.compile(r"participant/associatedEntity/id$"), masked_number),
)
_PATIENT_ID: Final = re.compile(r"patientRole/id(\[[^\]]*\])?")
_ROOT: Final = re.compile(r"@root=['\"]?([0-9.]+)")
_PREDICATE: Final = re.compile(r"\[[^\]]*\]")

_COMPARED: Final = frozenset(
    {f"X-XF-{number:03d}" for number in range(1, 12)} | {"X-EL-002", "X-GC-007"}
)
"""Rules whose expected value is the person's as well, from the partner or the register."""

_FORMS: Final = frozenset({"11 digits", digits(11)})
"""What such a rule expects where it speaks of the form instead."""

_NOT_A_VALUE: Final = frozenset({"X-HC-012", "X-EL-006", "X-EL-009"})
"""At a place of the person, but found is a length, an age or the day of a revocation."""


def masked(finding: Finding, view: View = View.MASKED) -> Finding:
    """The finding as ``view`` may see it; unchanged where no person is named."""
    if view is not View.MASKED or finding.rule in _NOT_A_VALUE:
        return finding
    if finding.rule == "X-CC-008" and finding.at.endswith("/addr"):
        return finding  # the length of the address; of its postal code the value
    mask = _mask_of(finding.at)
    if mask is None:
        return finding
    if finding.rule.startswith("X-XML-"):
        return replace(finding, found=_masked_message(finding))
    found = mask(finding.found) if finding.found else ""
    expected = finding.expected
    if expected and finding.rule in _COMPARED and expected not in _FORMS:
        expected = mask(expected)
    return replace(finding, found=found, expected=expected)


def _mask_of(at: str) -> Mask | None:
    if at.endswith("/@root"):
        return None  # the number's system, not the number
    role_id = _PATIENT_ID.search(at)
    if role_id is not None:
        root = _ROOT.search(role_id[1] or "")
        # without a root the place may hold symbol or number: it is hidden
        return masked_number if root is None or root[1] in _PERSON_IDS else None
    steps = [step for step in _PREDICATE.sub("", at).split("/") if not step.startswith("@")]
    path = "/".join(steps)
    return next((mask for pattern, mask in _MASKS if pattern.search(path)), None)


def _masked_message(finding: Finding) -> str:
    """What the schema says up to the value that it quotes; a single character is no value."""
    if finding.rule == "X-XML-014":
        return finding.found
    head = _MESSAGE_HEAD.match(finding.found)
    if head is not None:  # as the validator said it: kept so before its words were translated
        return f"{head[0]}{HIDDEN}"
    words, colon, _ = finding.found.partition(VALUE_AFTER)
    return f"{words}{colon}{HIDDEN}" if colon else HIDDEN
