"""How commands tell findings: by cause, places below, the remedy last.

The words are those of the rule book; nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from daiko.cli.output import say

if TYPE_CHECKING:
    from daiko.checks.causes import Cause, CauseGroup
    from daiko.checks.findings import Finding
    from daiko.checks.rulebook import Words

VERDICT_JA: Final = {
    "accepted": "受付可",
    "partly_accepted": "一部返戻",
    "refused": "受付不可",
    "returned": "返戻",
}
SEVERITY_JA: Final = {
    "reject-archive": "受付不可",
    "reject-document": "返戻",
    "warning": "警告",
    "note": "注意",
}
BASIS_JA: Final = {"confirmed": "確認済", "assumed": "推定"}
NONE_JA: Final = "（なし）"
PLACES_SHOWN: Final = 10


def tell_causes(causes: Sequence[tuple[CauseGroup, Sequence[Cause]]]) -> None:
    """Causes with the persons they concern, their places, and what follows below each."""
    if not causes:
        say("  指摘はありません。 No findings.")
    for group, places in causes:
        _tell_cause(group, places)


def tell_not_checked(rule_ids: Sequence[str]) -> None:
    """Rules that could not be decided (ruling 12)."""
    if rule_ids:
        say("  未点検（台帳・受付履歴がないため）／ not checked, needs registers or history:")
        say(f"    {' '.join(rule_ids)}")


def _tell_cause(group: CauseGroup, causes: Sequence[Cause]) -> None:
    from daiko.checks.rulebook import rule_row, words

    row, text = rule_row(group.rule), words(group.rule)
    marks = f"{SEVERITY_JA[str(group.severity)]}・{BASIS_JA[row.basis]}"
    whom = f"{group.persons:,} 人" if group.persons else "ZIP 全体"
    say(f"\n  {group.rule} [{marks}] {whom}　{text.message_ja or row.message_en}")
    say(f"    {text.message_en}")
    for cause in causes[:PLACES_SHOWN]:
        _tell_place(cause.main)
        for follower in cause.followers:
            say(f"        併せて {follower.rule} {words(follower.rule).message_ja}")
            say(f"          {_values(follower)}")
    _tell_end(len(causes), text)


def _tell_end(places: int, text: Words) -> None:
    """How many places were left out, and what to do."""
    if places > PLACES_SHOWN:
        say(f"    ほか {places - PLACES_SHOWN:,} 件（--json で全件）")
    if text.remedy_ja:
        say(f"    対処: {text.remedy_ja}")
    if text.remedy_en:
        say(f"    remedy: {text.remedy_en}")


def _tell_place(finding: Finding) -> None:
    line = f" {finding.line} 行" if finding.line else ""
    place = f"{finding.document or 'ZIP'}{line}"
    say(f"    - {place}　{finding.at}" if finding.at != finding.document else f"    - {place}")
    if finding.becomes_error_on is not None:
        on = finding.becomes_error_on
        say(f"        {on} から返戻・受付不可になります。 An error from {on} on.")
    say(f"        {_values(finding)}")


def _values(finding: Finding) -> str:
    return f"記録値: {finding.found or NONE_JA}　正: {finding.expected or NONE_JA}"
