"""The page of a rule: all a clerk must know about it, in Japanese and English, as values.

What it asks, why it exists, a wrong and a right example, the remedy, where it is stated,
how sure we are, since when, what a finding costs, which rules have the same cause, and
the function and test that decide it. Portal, API, commands and ``docs/rules/`` show this
one value. Source: standards/administrative-checks.md 1 (same causes), 2 (papers), 11 and
"Sources"; rulings.md 12, 27, 28. Pure: it finds no rule (``rule_search.py``) and decides
none. Tables: ``data/reasons.csv``, ``examples.csv``, ``rule_dates.csv``, ``sources.csv``,
``related_rules.csv``, ``firm_rules.csv``, ``official_codes.csv``, ``rule_terms.csv``,
``titles.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from typing import Any, Final

from daiko.checks.findings import Severity
from daiko.checks.official_codes import OfficialCode, official_codes
from daiko.checks.rulebook import (
    UnknownRuleError,
    firm_rules,
    implemented,
    not_built,
    package_table,
    rule_row,
    rules,
    words,
)

_CODED: Final = ("stage", "subject", "severity", "return_reason", "basis", "since_edition")
_TOKENS: Final = re.compile(r"[A-Za-z0-9]+|\s+|.")
_ALIKE: Final = 0.5
_TRANSCRIPTION: Final = "PHR/"  # files of one public transcription share one source


@dataclass(frozen=True, slots=True)
class Text:
    """The same in Japanese and in English; both are empty where nothing is known."""

    ja: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.ja or self.en)


@dataclass(frozen=True, slots=True)
class Term:
    """A code of the catalogue and what it is called."""

    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class Example:
    """A fault and its mend. ``kind``: xml (a fragment), name (file names), text (in words).

    A comment like ``<!-- CLAIMS/c….xml -->`` in a fragment says which file it stands in.
    """

    kind: str
    wrong: str
    right: str
    note: Text

    @property
    def wrong_pieces(self) -> tuple[Piece, ...]:
        """The wrong side, with what differs from the right one marked."""
        return _pieces(self.wrong, self.right)

    @property
    def right_pieces(self) -> tuple[Piece, ...]:
        """The right side, with what differs from the wrong one marked."""
        return _pieces(self.right, self.wrong)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an example's text; ``is_changed``: the other side has not the same."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class SourceText:
    """Where a rule is stated. ``detail`` names the file of a transcription."""

    key: str
    what: Text
    where: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """Rules with the same cause, and what that is."""

    cause: Text
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RulePage:
    """One rule as its page tells it. ``outside`` says why it is no check of an agency."""

    id: str
    stage: Term
    subject: Term
    target: str  # element, item or file, in the words of the catalogue
    condition: str  # English, in the words of the catalogue
    title: Text  # the message; for a rule without words what it would say
    message: Text
    official_message: str  # as printed by an agency; may be cut off; "" when unknown
    official_codes: tuple[OfficialCode, ...]
    why: Text
    cause: Text
    remedy: Text
    example: Example | None
    severity: Term
    effect: Text
    firm_because: Text  # why no receiver can soften it; empty where one can
    return_reason: Term | None  # table 9
    basis: Term
    basis_note: Text
    applies_to: Text
    sources: tuple[SourceText, ...]
    # By the date of the checkup, for guidance of that it rests on; rules of the archive by
    # the date of submission.
    valid_from: date
    valid_to: date
    since_edition: Term
    is_built: bool
    not_built_reason: Text
    outside: Text
    needs: str | None  # register without which the rule is listed as not checked
    module: str | None
    function: str | None
    related: tuple[Related, ...]

    @property
    def source_path(self) -> str | None:
        """Path of the module in the project."""
        return f"src/{self.module.replace('.', '/')}.py" if self.module else None

    @property
    def test_path(self) -> str | None:
        """Path of the file that tests this one rule."""
        name = self.id.lower().replace("-", "_")
        return f"tests/checks/test_{name}.py" if self.is_built else None


def rule_page(rule_id: str, *, official: Iterable[OfficialCode] = ()) -> RulePage:
    """The page of a rule. ``official`` adds codes that a user of this installation brought.

    Raises ``UnknownRuleError``.
    """
    row = rule_row(rule_id)
    dates = _dates()[rule_id]
    reason = row.return_reason
    return RulePage(
        id=row.id,
        stage=_term("stage", row.stage),
        subject=_term("subject", row.level),
        target=row.target,
        condition=row.condition,
        **_words_of(rule_id),
        official_message=row.official_message_ja,
        official_codes=(*official_codes(rule_id), *(o for o in official if o.rule == rule_id)),
        why=_reasons().get(rule_id, Text()),
        example=_examples().get(rule_id),
        severity=_term("severity", row.severity),
        effect=Text() if _outside(row.stage) else _term("effect", row.severity).name,
        firm_because=Text(*firm_rules().get(rule_id, ())),
        return_reason=_term("return_reason", reason) if reason else None,
        basis=_term("basis", row.basis),
        basis_note=_term("basis_note", row.basis).name,
        applies_to=_term("applies", row.applies_to).name,
        sources=_sources_of(row.source),
        valid_from=dates[0],
        valid_to=dates[1],
        since_edition=_term("edition", dates[2]),
        **_decided_by(rule_id),
        outside=_outside(row.stage),
        related=_related().get(rule_id, ()),
    )


def _words_of(rule_id: str) -> dict[str, Any]:
    """The fields of a page that are told to whoever sent the document."""
    own = words(rule_id)
    message = Text(own.message_ja, own.message_en)
    return {
        "title": _title(rule_id, message),
        "message": message,
        "cause": Text(own.cause_ja, own.cause_en),
        "remedy": Text(own.remedy_ja, own.remedy_en),
    }


def _decided_by(rule_id: str) -> dict[str, Any]:
    """The fields of a page that say what decides the rule, or why nothing does."""
    built = implemented().get(rule_id)
    if built is None:
        return {
            "is_built": False,
            "not_built_reason": Text(*not_built().get(rule_id, ("", ""))),
            "needs": None,
            "module": None,
            "function": None,
        }
    return {
        "is_built": True,
        "not_built_reason": Text(),
        "needs": str(built.requires) if built.requires else None,
        "module": built.check.__module__,
        "function": built.check.__name__,
    }


@cache
def all_pages() -> dict[str, RulePage]:
    """Every page by id, in the order of the catalogue."""
    return {rule_id: rule_page(rule_id) for rule_id in rules()}


def terms(kind: str) -> dict[str, Text]:
    """Words for the codes of a column: stage, subject, severity, basis, return_reason …"""
    return {key: name for (of, key), name in _terms().items() if of == kind}


def page_json(page: RulePage) -> dict[str, Any]:
    """The page as the JSON object of API and commands; fields are only ever added.

    A code stands under its name, its words beside it: ``severity`` and ``severity_name``.
    """
    value: dict[str, Any] = {"rule": page.id}
    for field in fields(page):
        content = getattr(page, field.name)
        if field.name in _CODED:
            value[field.name] = content.key if content else None
            value[f"{field.name}_name"] = asdict(content.name) if content else None
        elif field.name != "id":
            value[field.name] = _plain(content)
    return {**value, "source_path": page.source_path, "test_path": page.test_path}


def _plain(content: Any) -> Any:
    match content:
        case tuple():
            return [_plain(part) for part in content]
        case date():
            return content.isoformat()
        case Text() | Example() | SourceText() | OfficialCode() | Related():
            return asdict(content)
    return content


def _pieces(text: str, other: str) -> tuple[Piece, ...]:
    """Word by word; where little is common the whole is one piece without a mark."""
    mine, theirs = _TOKENS.findall(text), _TOKENS.findall(other)
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return (Piece(text, is_changed=False),)
    return tuple(
        Piece("".join(mine[begin:end]), is_changed=kind != "equal")
        for kind, begin, end, _, _ in matcher.get_opcodes()
        if begin < end
    )


# --- tables ---------------------------------------------------------------------------


@cache
def _terms() -> dict[tuple[str, str], Text]:
    rows = package_table("rule_terms.csv")
    return {(row["kind"], row["key"]): Text(row["ja"], row["en"]) for row in rows}


def _term(kind: str, key: Severity | str) -> Term:
    return Term(str(key), _terms()[kind, str(key)])


def _outside(stage: str) -> Text:
    return _terms().get(("outside", stage), Text())


def _title(rule_id: str, message: Text) -> Text:
    kept = next((r for r in package_table("titles.csv") if r["rule"] == rule_id), None)
    return message if message.ja or kept is None else Text(kept["ja"], kept["en"])


@cache
def _reasons() -> dict[str, Text]:
    return {
        rule_id: Text(row["why_ja"], row["why_en"])
        for row in package_table("reasons.csv")
        for rule_id in row["rules"].split()
    }


@cache
def _examples() -> dict[str, Example]:
    return {
        row["rule"]: Example(
            row["kind"], row["wrong"], row["right"], Text(row["note_ja"], row["note_en"])
        )
        for row in package_table("examples.csv")
    }


@cache
def _dates() -> dict[str, tuple[date, date, str]]:
    return {
        row["rule"]: (
            date.fromisoformat(row["valid_from"]),
            date.fromisoformat(row["valid_to"]),
            row["since_edition"],
        )
        for row in package_table("rule_dates.csv")
    }


@cache
def _related() -> dict[str, tuple[Related, ...]]:
    found: dict[str, tuple[Related, ...]] = {}
    for row in package_table("related_rules.csv"):
        ids = row["rules"].split()
        for rule_id in ids:
            if rule_id not in rules():
                raise UnknownRuleError(f"{rule_id} is not in the catalogue")
            others = tuple(other for other in ids if other != rule_id)
            group = Related(Text(row["ja"], row["en"]), others)
            found[rule_id] = (*found.get(rule_id, ()), group)
    return found


@cache
def _source_table() -> dict[str, SourceText]:
    return {
        row["key"]: SourceText(row["key"], Text(row["ja"], row["en"]), row["where"])
        for row in package_table("sources.csv")
    }


def _sources_of(text: str) -> tuple[SourceText, ...]:
    """``S-RTN; PHR/fuzoku3.csv`` → the entries of the source list, spelled out."""
    found = []
    for key in (part.strip() for part in text.split(";")):
        if key.startswith(_TRANSCRIPTION):
            base = _source_table()["PHR"]
            detail = key.removeprefix(_TRANSCRIPTION)
            found.append(SourceText(base.key, base.what, base.where, detail))
        else:
            found.append(_source_table()[key])
    return tuple(found)
