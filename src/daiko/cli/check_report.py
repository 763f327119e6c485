"""How ``daiko check`` tells a report: by cause, in one language or both, with progress.

The words are those of the rule book; nothing is judged here.
"""

from __future__ import annotations

import sys
import time
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

from daiko.cli.findings import BASIS_JA, PLACES_SHOWN, SEVERITY_JA, VERDICT_JA
from daiko.cli.output import say

if TYPE_CHECKING:
    from daiko.checks.causes import Cause, CauseGroup
    from daiko.checks.findings import Finding
    from daiko.checks.report import PairVerdict, Report


class Language(StrEnum):
    """Of the words of a report."""

    JA = "ja"
    EN = "en"


_BASIS_EN: Final = {"confirmed": "confirmed", "assumed": "assumed"}
_TOLD_SECONDS: Final = 0.2
_SENTENCES: Final = {
    "verdict": ("判定", "verdict"),
    "nothing": ("指摘はありません。", "No findings."),
    "remedy": ("対処", "remedy"),
    "cause": ("原因", "cause"),
    "found": ("記録値", "found"),
    "expected": ("正", "expected"),
    "none": ("（なし）", "(nothing)"),
    "not_checked": (
        "未点検（台帳・受付履歴がないため）／",
        "not checked, needs registers or history:",
    ),
}


def tell_report(report: Report, language: Language | None) -> None:
    """Verdict, counts, then the causes, the gravest first; ``None`` tells both languages."""
    totals = report.totals
    say(f"■ {report.name}")
    if language is not Language.EN:
        say(f"  判定: {VERDICT_JA[report.verdict]} ({report.verdict})")
        say(
            f"  結果と決済の組: {totals.pairs:,}　受付 {totals.accepted:,}"
            f"　返戻 {totals.returned:,}　請求金額 {totals.claim_yen:,} 円"
        )
    else:
        say(f"  verdict: {report.verdict}")
        say(
            f"  pairs: {totals.pairs:,}  accepted {totals.accepted:,}"
            f"  returned {totals.returned:,}  claimed {totals.claim_yen:,} yen"
        )
    _tell_causes(report, language)
    if report.not_checked:
        say(f"  {_said('not_checked', language)}")
        say(f"    {' '.join(report.not_checked)}")
    say()


def _tell_causes(report: Report, language: Language | None) -> None:
    from daiko.checks.causes import causes_of, group_id, groups_of

    groups = groups_of(report)
    if not groups:
        say(f"  {_said('nothing', language)}")
        return
    cases: dict[str, list[Cause]] = {}
    for findings in (report.findings, *(pair.findings for pair in report.pairs)):
        for cause in causes_of(findings):
            cases.setdefault(group_id(cause), []).append(cause)
    for group in groups:
        _tell_group(group, cases[group.id], language)


def _tell_group(group: CauseGroup, causes: list[Cause], language: Language | None) -> None:
    from daiko.checks.item_names import item_name
    from daiko.checks.rulebook import rule_row, words

    row, text = rule_row(group.rule), words(group.rule)
    item = item_name(group.variant)
    variant = f" {group.variant}" if group.variant else ""
    if language is Language.EN:
        persons = f"{group.persons:,} persons" if group.persons else "the archive"
        mark = f"{group.severity}, {_BASIS_EN[row.basis]}"
        called = f" {item.english}" if item else ""
        say(f"\n  {group.rule} [{mark}] {text.message_en}{called}{variant}: {persons}")
    else:
        persons = f"{group.persons:,}人" if group.persons else "ZIP 全体"
        mark = f"{SEVERITY_JA[group.severity]}・{BASIS_JA[row.basis]}"
        called = f" {item.japanese}" if item else ""
        message = text.message_ja or row.message_en
        say(f"\n  {group.rule} [{mark}] {message}{called}{variant}　{persons}")
        if language is None:
            say(f"    {text.message_en}")
    for cause in causes[:PLACES_SHOWN]:
        _tell_cause(cause, language)
    if len(causes) > PLACES_SHOWN:
        more = len(causes) - PLACES_SHOWN
        say(f"    ほか {more:,} 件（--worklist で全件）and {more:,} more (--worklist)")
    for name, japanese, english in (
        ("cause", text.cause_ja, text.cause_en),
        ("remedy", text.remedy_ja, text.remedy_en),
    ):
        _tell_words(name, japanese, english, language)


def _tell_words(name: str, japanese: str, english: str, language: Language | None) -> None:
    labels = _SENTENCES[name]
    if japanese and language is not Language.EN:
        say(f"    {labels[0]}: {japanese}")
    if english and language is not Language.JA:
        say(f"    {labels[1]}: {english}")


def _tell_cause(cause: Cause, language: Language | None) -> None:
    _tell_place(cause.main, language, "-")
    for follower in cause.followers:
        _tell_place(follower, language, f"  + {follower.rule}")


def _tell_place(finding: Finding, language: Language | None, mark: str) -> None:
    is_english = language is Language.EN
    line = ""
    if finding.line:
        line = f" line {finding.line}" if is_english else f" {finding.line} 行"
    place = f"{finding.document or 'ZIP'}{line}"
    where = "" if finding.at == finding.document else f"　{finding.at}"
    say(f"    {mark} {place}{where}")
    if finding.becomes_error_on is not None:
        on = finding.becomes_error_on
        say(f"        {on} から返戻・受付不可になります。 An error from {on} on.")
    none = _said("none", language)
    say(
        f"        {_said('found', language)}: {finding.found or none}"
        f"　{_said('expected', language)}: {finding.expected or none}"
    )


def _said(name: str, language: Language | None) -> str:
    japanese, english = _SENTENCES[name]
    if language is Language.EN:
        return english
    both = language is None and name in ("nothing", "not_checked")
    return f"{japanese} {english}" if both else japanese


def tell_written(
    mended: dict[str, Any] | None, worklist: Path | None, language: Language | None
) -> None:
    """Which files were written, or why there is no mended archive."""
    is_english = language is Language.EN
    if worklist is not None:
        say(f"worklist: {worklist}" if is_english else f"作業一覧: {worklist}")
    if mended is None:
        return
    if not mended["needed"]:
        say("Nothing to mend." if is_english else "直すところはありません。")
    elif "name" in mended:
        counts = f"{mended['pairs']:,} / -{mended['left_out']:,} / {mended['claim_yen']:,}"
        word = "mended" if is_english else "直した ZIP（組／除いた組／請求金額）"
        say(f"{word}: {mended['file']}  {mended['name']}  {counts}")
        if Path(mended["file"]).name != mended["name"]:
            note = f"Send it as {mended['name']}." if is_english else "送るときの名前:"
            say(note if is_english else f"{note} {mended['name']}")
    else:
        say(
            f"No mended archive: {mended['obstacle']}"
            if is_english
            else f"直した ZIP は作れません（{mended['obstacle']}）。"
        )


class Progress:
    """Persons so far on a terminal's standard error; silent for programs."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._done = 0
        self._told = time.monotonic()
        self._is_shown = sys.stderr.isatty()

    def step(self, verdict: PairVerdict) -> None:
        """One more person."""
        del verdict
        self._done += 1
        if self._is_shown and time.monotonic() - self._told > _TOLD_SECONDS:
            self._told = time.monotonic()
            sys.stderr.write(f"\r{self._name}: {self._done:,}")
            sys.stderr.flush()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._is_shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
