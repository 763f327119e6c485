"""The rule book: the catalogue as data, and the functions that decide each rule.

A rule is a row of ``data/rules.csv`` (generated, every column kept), its words in
``data/words.csv`` (ours, kept by hand) and one function marked ``@rule("X-…")``.
Rows without a function are listed with the reason (``data/not_built.csv``).
Source: standards/checks.csv, administrative-checks.md 1, rulings.md 12 and 28.
Does not run rules (``engine.py``) and does not decide severities by receiver
(``profile.py``).
"""

from __future__ import annotations

import csv
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final, TypeVar

from daiko.checks.findings import Finding, Severity
from daiko.standard.tables import table_text

_SEEN_IN_PART: Final = "原文は途中まで確認"  # marks a message of the catalogue that is cut off

Check = Callable[[Any], Iterator[Finding]]
Look = Callable[[Any], bool]
"""A look at a pair that tells whether rules are silent on it (``quiet.py``)."""

Function = TypeVar("Function", bound=Check)


class Part(StrEnum):
    """Which document of a pair a rule reads; it runs only when that one was read."""

    CLAIM = "claim"
    RESULT = "result"
    BOTH = "both"


class Source(StrEnum):
    """What a rule must know besides the files; without it the rule is not checked."""

    PROVIDERS = "providers"
    INSURERS = "insurers"
    CONTRACTS = "contracts"
    CARDS = "cards"  # decided per insurer (ruling 33)
    INSURED = "insured"  # likewise
    HISTORY = "history"
    TRANSPORT = "transport"  # who is signed in
    MEDIUM = "medium"  # label and dispatch note of a medium


class Scope(StrEnum):
    """What a rule's function takes."""

    ARCHIVE = "ArchiveSubject"
    DOCUMENT = "DocumentSubject"
    PAIR = "PairSubject"
    GUIDANCE = "GuidanceSubject"
    ANY_PAIR = "AnyPair"  # both kinds of pairs


class UnknownRuleError(LookupError):
    """No row of the catalogue has this id."""


class DoubleRuleError(ValueError):
    """Two functions claim the same rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the catalogue as it stands. ``confidence`` is seen or inferred."""

    id: str
    level: str
    stage: str
    target: str
    condition: str
    official_message_ja: str
    message_en: str
    severity_text: str
    consequence: str
    applies_to: str
    return_reason: str  # table 9 code, "" for none
    source: str
    confidence: str

    @property
    def severity(self) -> Severity:
        """What a finding of this rule refuses; rows outside the check are notes."""
        try:
            return Severity(self.severity_text)
        except ValueError:
            return Severity.NOTE

    @property
    def basis(self) -> str:
        """confirmed (確認済) where a source states the rule, else assumed (推定)."""
        return "confirmed" if self.confidence == "seen" else "assumed"


@dataclass(frozen=True, slots=True)
class Words:
    """What a person reads about a rule, in Japanese and English."""

    message_ja: str
    message_en: str
    cause_ja: str
    cause_en: str
    remedy_ja: str
    remedy_en: str


@dataclass(frozen=True, slots=True)
class BuiltRule:
    """A rule with its function. ``part`` counts for pair rules only."""

    id: str
    scope: Scope
    part: Part
    requires: Source | None
    check: Check
    quiet_when: Look | None = None


_BUILT: Final[dict[str, BuiltRule]] = {}
_ARCHIVE_RULES: Final = ("X-ARC-", "X-IX-", "X-SU-", "X-XF-014", "X-REF-001", "X-REF-010")
_PART_BY_PREFIX: Final = {
    "X-CC": Part.CLAIM,
    "X-HC": Part.RESULT,
    "X-HI": Part.RESULT,
    "X-HR": Part.RESULT,
    "X-GC": Part.CLAIM,
    "X-HG": Part.RESULT,
}


def rule(
    rule_id: str,
    *,
    part: Part | None = None,
    requires: Source | None = None,
    quiet_when: Look | None = None,
) -> Callable[[Function], Function]:
    """Mark a generator function as the condition of a rule.

    The annotation of its one argument says what it takes: ``ArchiveSubject``,
    ``DocumentSubject``, ``PairSubject`` (checkups), ``GuidanceSubject`` or ``AnyPair``.
    ``part`` says which document of a pair it reads (default: X-CC and X-GC the claim,
    X-HC, X-HI, X-HR and X-HG the result, others both);
    ``requires`` names a register without which the rule is listed as not checked;
    ``quiet_when`` is a look at a pair that is true only where the rule is silent.
    Raises ``UnknownRuleError`` or ``DoubleRuleError`` at import.
    """

    def mark(function: Function) -> Function:
        if rule_id not in rules():
            raise UnknownRuleError(f"{rule_id} is not in the catalogue")
        if rule_id in _BUILT:
            raise DoubleRuleError(f"{rule_id} has two functions")
        chosen = part or _PART_BY_PREFIX.get(rule_id[:4], Part.BOTH)
        _BUILT[rule_id] = BuiltRule(
            rule_id, _scope(function), chosen, requires, function, quiet_when
        )
        return function

    return mark


def _scope(function: Check) -> Scope:
    for name, annotation in function.__annotations__.items():
        if name != "return":
            text = annotation if isinstance(annotation, str) else annotation.__name__
            return Scope(text.rpartition(".")[2])
    raise TypeError(f"{function!r} takes no subject")


@cache
def rules() -> dict[str, Rule]:
    """The whole catalogue, 370 rows, by id, in its order."""
    return {row["id"]: Rule(*row.values()) for row in package_table("rules.csv")}


def rule_row(rule_id: str) -> Rule:
    """The row of a rule. Raises ``UnknownRuleError``."""
    try:
        return rules()[rule_id]
    except KeyError:
        raise UnknownRuleError(f"{rule_id} is not in the catalogue") from None


def error_severity(rule_id: str) -> Severity:
    """What the rule refuses when a receiver takes it for an error. Raises ``UnknownRuleError``.

    Its own severity where that is an error, else the archive for a rule about archives and
    the pair for any other (rulings 11 and 28).
    """
    row = rule_row(rule_id)
    if row.severity.is_error:
        return row.severity
    is_of_archive = rule_id.startswith(_ARCHIVE_RULES)
    return Severity.REJECT_ARCHIVE if is_of_archive else Severity.REJECT_DOCUMENT


@cache
def all_words() -> dict[str, Words]:
    """Our words, by rule id."""
    return {
        row["rule"]: Words(*(value for name, value in row.items() if name != "rule"))
        for row in package_table("words.csv")
    }


def words(rule_id: str) -> Words:
    """Words of a rule; the official Japanese message wins where all of it was seen."""
    row = rule_row(rule_id)
    own = all_words().get(rule_id, Words("", "", "", "", "", ""))
    official = "" if _SEEN_IN_PART in row.official_message_ja else row.official_message_ja
    return Words(
        official or own.message_ja,
        own.message_en or row.message_en,
        own.cause_ja,
        own.cause_en,
        own.remedy_ja,
        own.remedy_en,
    )


@cache
def not_built() -> dict[str, tuple[str, str]]:
    """Rules without a function: id → (reason in Japanese, in English)."""
    return {
        row["rule"]: (row["reason_ja"], row["reason_en"]) for row in package_table("not_built.csv")
    }


@cache
def firm_rules() -> dict[str, tuple[str, str]]:
    """Rules that no receiver can soften: id → (reason in Japanese, in English)."""
    return {
        rule_id: (row["reason_ja"], row["reason_en"])
        for row in package_table("firm_rules.csv")
        for rule_id in row["rules"].split()
    }


@cache
def implemented() -> dict[str, BuiltRule]:
    """Every rule that has a function, in the order of the catalogue."""
    import daiko.checks.rules as package

    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return {rule_id: _BUILT[rule_id] for rule_id in rules() if rule_id in _BUILT}


def package_table(name: str) -> list[dict[str, str]]:
    """Rows of a CSV table of ``checks/data``; fields may hold several lines."""
    text = table_text("checks", name)
    return list(csv.DictReader(text.splitlines(keepends=True)))
