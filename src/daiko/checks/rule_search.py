"""Finding rules: by id, by official code, or by the words on a sheet.

Forgiving: full and half width, upper and lower case, hiragana and katakana, punctuation
and dashes make no difference (``xcc34`` is X-CC-034); part of an official message is
enough, and so is a sheet's line with more on it than the message. Several words must all
be met. When no rule meets them, the rules whose words look most alike are offered as
such. Ranking: id, official code, official message, our message, then the rest.
Source: standards/administrative-checks.md 2 (what the papers print). Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from daiko.checks.findings import Severity
from daiko.checks.official_codes import OfficialCode
from daiko.checks.rule_pages import RulePage, all_pages
from daiko.checks.rulebook import package_table

_BREAKS: Final = re.compile(r"[\s、。，,;；:：/／()（）「」\[\]【】|]+")
_ID: Final = re.compile(r"x?([a-z]{2,3})0*(\d{1,3})")
_GAP: Final = re.compile(r" +")
_NO_GAP: Final = re.compile(r"(?<![a-z0-9]) | (?![a-z0-9])")  # blanks beside Japanese letters
_TO_KATAKANA: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_LATIN: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_SAME_ID: Final = 10_000
_SAME_CODE: Final = 9_000
_BEGINS_ID: Final = 2_000
_BEGINS_CODE: Final = 1_500
_WORTH: Final = {
    "official": 600,
    "message": 400,
    "cause": 120,
    "remedy": 100,
    "why": 90,
    "group": 80,
    "place": 80,
    "rest": 40,
}
"""What a word is worth by the part of the page in which it stands."""
_SYNONYM_PERCENT: Final = 80
_ERROR: Final = 60  # what costs a return is looked for more often than a warning
_BUILT: Final = 100  # and what this agency finds more often than what others do
_WHOLE_FIELD: Final = 200  # added in proportion to how much of the field the word is
_SENTENCE: Final = 8  # characters from which a line may hold a message inside it
_ALIKE: Final = 0.45
_ALIKE_ROWS: Final = 10


@dataclass(frozen=True, slots=True)
class Found:
    """Rule ids, the best first. ``is_close``: no rule meets the words, these come near."""

    ids: tuple[str, ...]
    is_close: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """A page as search sees it: folded texts by the part of the page."""

    id: str
    name: str  # X-CC-034 → xcc034
    is_error: bool
    is_built: bool
    parts: tuple[tuple[str, str], ...]


def search_rules(text: str, *, official: Iterable[OfficialCode] = ()) -> Found:
    """Rules that meet every word of ``text``; all rules, in order, for an empty one.

    ``official`` are codes a user of this installation brought (``official_codes.py``).
    """
    words = [folded for word in _words(text) if (folded := fold(word))]
    brought = list(official)
    if not words:
        return Found(tuple(all_pages()) if not text.strip() else ())
    whole = same_rule(text)
    if whole is not None:
        return Found((whole,))
    scores = {entry.id: _score(entry, words, brought) for entry in _index()}
    met = sorted((i for i, score in scores.items() if score), key=lambda i: -scores[i])
    if met:
        return Found(tuple(met))
    return Found(tuple(_alike(fold(text))), is_close=True)


def same_rule(text: str) -> str | None:
    """The rule whose id this is, however it is written (``x-cc-34``, ``XCC034``); or none."""
    wanted = fold(text)
    return next((e.id for e in _index() if _is_same_id(e.name, wanted)), None)


def fold(text: str) -> str:
    """One writing for all: NFKC, lower case, katakana, letters and digits only.

    >>> fold("Ｘ－ＣＣ－０３４　ほけんしゃ")
    'xcc034ホケンシャ'
    """
    return "".join(letter for letter in _plain(text) if letter.isalnum())


def _fold_field(text: str) -> str:
    """As ``fold``, with one blank kept between English words.

    >>> _fold_field("BMI is missing. 「身長」 が、ない")
    'bmi is missing身長ガナイ'
    """
    apart = "".join(letter if letter.isalnum() else " " for letter in _plain(text))
    return _NO_GAP.sub("", _GAP.sub(" ", apart)).strip()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().translate(_TO_KATAKANA)


def _words(text: str) -> list[str]:
    return _BREAKS.split(unicodedata.normalize("NFKC", text).strip())


def _score(entry: _Entry, words: list[str], official: list[OfficialCode]) -> int:
    """Sum over the words; 0 when one of them is not met."""
    total = 0
    for word in words:
        best = max(_word_score(entry, word), _brought_score(entry, word, official))
        for other in _said_otherwise(word):
            best = max(best, _word_score(entry, other) * _SYNONYM_PERCENT // 100)
        if not best:
            return 0
        total += best
    return total + _ERROR * entry.is_error + _BUILT * entry.is_built


def _word_score(entry: _Entry, word: str) -> int:
    if _is_same_id(entry.name, word):
        return _SAME_ID
    if word.isascii() and word.isalpha() and entry.name.startswith((f"x{word}0", f"{word}0")):
        return _BEGINS_ID
    return max((_part_score(part, text, word) for part, text in entry.parts), default=0)


def _is_same_id(name: str, word: str) -> bool:
    """xcc034, cc34, x-cc-34 are one rule; an id outside X- must be whole."""
    if name == word:
        return True
    mine, theirs = _ID.fullmatch(name), _ID.fullmatch(word)
    return bool(mine and theirs and mine.groups() == theirs.groups())


def _part_score(part: str, text: str, word: str) -> int:
    if part == "code":
        return _SAME_CODE if text == word else _BEGINS_CODE * text.startswith(word)
    if word in text and (not word.isascii() or _begins_word(word, text)):
        return _WORTH[part] + _WHOLE_FIELD * len(word) // len(text)
    if part in ("official", "message") and len(text) >= _SENTENCE and text in word:
        return _WORTH[part]
    return 0


def _begins_word(word: str, text: str) -> bool:
    """English words are met from their beginning: bmi is not in submitted."""
    place = text.find(word)
    while place > 0 and text[place - 1] in _LATIN:
        place = text.find(word, place + 1)
    return place >= 0


def _brought_score(entry: _Entry, word: str, official: list[OfficialCode]) -> int:
    return max(
        (
            max(
                _part_score("code", fold(code.code), word),
                _part_score("official", fold(code.text), word) if code.text else 0,
            )
            for code in official
            if code.rule == entry.id
        ),
        default=0,
    )


def _alike(line: str) -> list[str]:
    """Rules whose message shares most pairs of letters with the line."""
    wanted = _pairs(line)
    if not wanted:
        return []
    shares = {
        entry.id: max(
            (
                len(wanted & _pairs(text)) / len(wanted)
                for part, text in entry.parts
                if part in ("official", "message", "cause")
            ),
            default=0.0,
        )
        for entry in _index()
    }
    near = [rule_id for rule_id, share in shares.items() if share >= _ALIKE]
    return sorted(near, key=lambda rule_id: -shares[rule_id])[:_ALIKE_ROWS]


@cache
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


@cache
def _index() -> tuple[_Entry, ...]:
    return tuple(
        _Entry(
            page.id,
            fold(page.id),
            Severity(page.severity.key).is_error,
            page.is_built,
            tuple((part, _fold_field(text)) for part, text in _parts(page)),
        )
        for page in all_pages().values()
    )


def _parts(page: RulePage) -> Iterator[tuple[str, str]]:
    """Every text of the page with the part it belongs to; none is empty when folded."""
    reason = page.return_reason
    found = [
        *(("code", code.code) for code in page.official_codes),
        *(("official", code.text) for code in page.official_codes),
        ("official", page.official_message),
        ("message", page.title.ja),
        ("message", page.title.en),
        ("cause", page.cause.ja),
        ("cause", page.cause.en),
        ("remedy", page.remedy.ja),
        ("remedy", page.remedy.en),
        ("why", page.why.ja),
        ("why", page.why.en),
        ("place", page.target),
        ("group", page.subject.name.ja),
        ("group", page.subject.name.en),
        ("group", f"返戻理由 別表9 {reason.key} {reason.name.ja}" if reason else ""),
        *(("group", related.cause.ja) for related in page.related),
        ("rest", page.condition),
        ("rest", page.severity.name.ja),
        ("rest", page.stage.key),
    ]
    if page.example:
        found += [("rest", page.example.note.ja), ("rest", page.example.right)]
    return ((part, text) for part, text in found if fold(text))


@lru_cache(maxsize=256)
def _said_otherwise(word: str) -> tuple[str, ...]:
    """The word with a clerk's expression in it replaced by that of the standard."""
    return tuple(
        word.replace(theirs, ours)
        for theirs, means in _synonyms().items()
        if theirs in word
        for ours in means
    )


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    """A clerk's word → words of the standard, both folded."""
    found: dict[str, tuple[str, ...]] = {}
    for row in package_table("search_words.csv"):
        word = fold(row["word"])
        found[word] = (*found.get(word, ()), fold(row["means"]))
    return found
