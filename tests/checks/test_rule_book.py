"""The rule book as a whole: every rule has its words, or the reason why it is not built."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import astuple
from importlib.resources import files
from pathlib import Path

import pytest

from daiko.checks.findings import Severity
from daiko.checks.rulebook import (
    DoubleRuleError,
    UnknownRuleError,
    all_words,
    implemented,
    not_built,
    rule,
    rule_row,
    rules,
    words,
)
from daiko.checks.subjects import PairSubject

FIELD_MAX = 80
"""More than this does not fit beside a finding on paper or screen."""


def _rows(name: str) -> list[str]:
    text = (files("daiko.checks") / "data" / name).read_text(encoding="utf-8")
    return [row["rule"] for row in csv.DictReader(text.splitlines())]


def test_every_built_rule_has_all_six_words() -> None:
    """A clerk reads what is wrong, why and what to do, in Japanese and in English."""
    told = {rule_id: own for rule_id, own in all_words().items() if all(astuple(own))}
    assert set(told) == set(implemented())


def test_words_fit_a_line() -> None:
    """No field is longer than a line of the report, none carries blanks at its ends."""
    wrong = [
        (rule_id, text)
        for rule_id, own in all_words().items()
        for text in astuple(own)
        if len(text) > FIELD_MAX or text != text.strip()
    ]
    assert wrong == []


def test_messages_tell_rules_apart() -> None:
    """Two rules never say the same thing: a clerk could not tell which was meant."""
    messages = [own.message_ja for own in all_words().values()]
    assert len(set(messages)) == len(messages)


def test_every_other_rule_of_the_check_has_a_reason() -> None:
    """A rule of the agency's check (X-…) is built or says why not, never both."""
    wanted = {rule_id for rule_id in rules() if rule_id.startswith("X-")}
    assert set(not_built()) == wanted - set(implemented())
    assert all(all(reason) for reason in not_built().values())


@pytest.mark.parametrize("name", ["words.csv", "not_built.csv"])
def test_no_row_is_doubled_or_of_an_unknown_rule(name: str) -> None:
    """Each row speaks of one rule of the catalogue, in the catalogue's order."""
    order = {rule_id: place for place, rule_id in enumerate(rules())}
    rows = _rows(name)
    assert [row for row in rows if row not in order] == []
    assert rows == sorted(set(rows), key=order.__getitem__)


def test_the_official_message_wins() -> None:
    """Where an official Japanese message was seen, the clerk reads that one."""
    assert words("X-EL-003").message_ja == rule_row("X-EL-003").official_message_ja
    assert words("X-EL-003").message_ja == "健診実施年月日が受診券有効期間を経過しています。"


def test_catalogue_counts() -> None:
    """The catalogue is the whole one: 370 rows, each with a stage and a known severity."""
    assert len(rules()) == 370
    assert {row.stage for row in rules().values()} == {f"S{n}" for n in range(11)} - {"S8"}
    assert all(isinstance(row.severity, Severity) for row in rules().values())


def test_severity_and_basis_are_read_from_the_row() -> None:
    """X-ARC-001 refuses the archive and was seen in a source; X-ARC-018 only warns."""
    assert rule_row("X-ARC-001").severity is Severity.REJECT_ARCHIVE
    assert rule_row("X-ARC-018").severity is Severity.WARNING
    assert rule_row("X-ARC-001").basis in ("confirmed", "assumed")


def test_unknown_rules_are_refused() -> None:
    """Neither a look-up nor a function of a rule outside the catalogue gets through."""
    with pytest.raises(UnknownRuleError, match="X-CC-999"):
        rule_row("X-CC-999")
    with pytest.raises(UnknownRuleError, match="X-CC-999"):
        rule("X-CC-999")(_judge_nothing)


def test_a_rule_has_one_function() -> None:
    """A second function for a rule is refused at import, so that none is decided twice."""
    implemented()
    with pytest.raises(DoubleRuleError, match="X-CC-028"):
        rule("X-CC-028")(_judge_nothing)


def _judge_nothing(pair: PairSubject):  # type: ignore[no-untyped-def]  # refused before its type counts
    yield from ()


def test_every_built_rule_has_its_file() -> None:
    """Each built rule has ``test_<rule>.py`` here, and that file names the rule in an assertion."""
    folder = Path(__file__).parent
    missing = []
    for rule_id in implemented():
        path = folder / f"test_{rule_id.lower().replace('-', '_')}.py"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if rule_id not in text or "assert" not in text:
            missing.append(rule_id)
    assert missing == []


def test_the_reference_counts_what_is_built() -> None:
    """docs/reference/rules.md tells the truth about every stage."""
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "rules.md"
    told = {
        stage: (int(built), int(known))
        for stage, built, known in re.findall(
            r"^\| (S\d) \|[^|]*\| (\d+) \| (\d+) \|$",
            page.read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    }
    stages = Counter(row.stage for rule_id, row in rules().items() if rule_id.startswith("X-"))
    built = Counter(rule_row(rule_id).stage for rule_id in implemented())
    assert told == {stage: (built[stage], known) for stage, known in stages.items()}


def test_a_message_that_was_seen_in_part_is_not_shown() -> None:
    """X-CC-041 has a cut-off official message; the clerk reads our whole one."""
    assert "原文" not in words("X-CC-041").message_ja
    assert words("X-ARC-001").message_ja == rule_row("X-ARC-001").official_message_ja
