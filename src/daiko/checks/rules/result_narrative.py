"""S5: the text for reading beside the coded items (X-HI-047).

The list of section 01010 repeats height, weight, BMI, waist and the two judgements, each
as "name value"; lines of another form are nobody's business here.
Source: standards/archive-and-xml.md 7.2 (section/text), checks.csv. Pure.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from daiko.checks.findings import Finding
from daiko.checks.rulebook import rule
from daiko.checks.rules.observations import item_at
from daiko.checks.rules.result_judgement import CLASS, LEVEL
from daiko.checks.rules.result_ranges import number
from daiko.checks.subjects import PairSubject
from daiko.standard.catalogue import code_system, item

_SECTION: Final = "01010"
_NUMBERS: Final[dict[str, tuple[str, ...]]] = {
    "身長": ("9N001000000000001",),
    "体重": ("9N006000000000001",),
    "BMI": ("9N011000000000001",),
    "腹囲": ("9N016160100000001", "9N016160200000001", "9N016160300000001"),
}
_CODES: Final = {
    "メタボリックシンドローム判定": CLASS,
    "保健指導レベル": LEVEL,
    "保健指導区分": LEVEL,
}
_SPELLINGS: Final = {"動機付け支援": "動機づけ支援", "なし": "なし(情報提供)"}


@rule("X-HI-047")
def narrative_agrees(pair: PairSubject) -> Iterator[Finding]:
    """What stands in words is what stands in code."""
    for section in pair.result.sections:
        if section.narrative and section.code == _SECTION:
            for line in section.narrative:
                yield from _line(pair, line)


def _line(pair: PairSubject, line: str) -> Iterator[Finding]:
    label, _, told = unicodedata.normalize("NFKC", line).strip().partition(" ")
    told = told.strip()
    if label in _NUMBERS:
        value, coded = number(told.partition(" ")[0]), _coded_numbers(pair, _NUMBERS[label])
        if value is not None and coded and all(number(text) != value for _, text in coded):
            at = item_at(coded[0][0], "/value/@value")
            yield Finding("X-HI-047", at, coded[0][1], f"{label} {told}")
    elif label in _CODES:
        code = _CODES[label]
        coded_as, told_as = pair.items.values.get(code), _code_told(code, told)
        if coded_as is not None and told_as is not None and coded_as.code != told_as:
            found, at = coded_as.code or "", item_at(code, "/value/@code")
            yield Finding("X-HI-047", at, found, f"{told_as} ({label} {told})")


def _coded_numbers(pair: PairSubject, codes: tuple[str, ...]) -> list[tuple[str, str]]:
    values = pair.items.values
    return [(code, values[code].value or "") for code in codes if code in values]


def _code_told(code: str, told: str) -> str | None:
    """Code of an answer in words; ``None`` for words of no table."""
    entry = item(code)
    table = code_system(entry.value_code_system) if entry else None
    words = _SPELLINGS.get(told, told)
    members = table.members.values() if table else ()
    return next((known.code for known in members if known.display_ja == words), None)
