"""Characters that every receiver can keep and print, and a fast look for others.

Source: archive-and-xml.md 10.4; X-XML-014 of checks.csv says it of a document
(``rules/xml_form.py``). Pure.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_PLAIN_ASCII: Final = bytes((0x09, 0x0A, 0x0D, *range(0x20, 0x7F)))
_HALF_WIDTH_KANA: Final = range(0xFF61, 0xFFA0)
_PERMITTED_BEFORE: Final[set[str]] = set()
_PERMITTED_SETS: Final = ("cp932", "shift_jis", "euc_jis_2004")


def may_hold_unpermitted(data: bytes) -> bool:
    """A look at the bytes: whether anything but permitted characters stands anywhere.

    Character references could hide any character, so they ask for the slow look.
    """
    if b"&#" in data:
        return True
    rest = data.translate(None, _PLAIN_ASCII)
    if rest.isascii():
        return bool(rest)
    text = rest.decode("utf-8")
    if _PERMITTED_BEFORE.issuperset(text):
        return False
    new = set(text) - _PERMITTED_BEFORE
    if not all(map(is_permitted, new)):
        return True
    _PERMITTED_BEFORE.update(new)  # at most the three sets: some 14,000 characters
    return False


@lru_cache(maxsize=20_000)
def is_permitted(character: str) -> bool:
    """Plain ASCII, tab, line end, or a character of the three Japanese sets.

    >>> [is_permitted(c) for c in "a髙𠮟－〜"]
    [True, True, True, True, True]
    >>> [is_permitted(c) for c in ("𠮷", "ｱ", "\\u3099", "\\ue000")]  # 𠮷 is in none of the sets
    [False, False, False, False]
    """
    if character.isascii():
        return ord(character) in _PLAIN_ASCII
    if character in ("\ufeff", "\u309a"):  # byte order mark; か゚ of JIS X 0213 is two characters
        return True
    if ord(character) in _HALF_WIDTH_KANA or unicodedata.category(character) in ("Cc", "Co", "Cn"):
        return False
    return any(_encodes(character, name) for name in _PERMITTED_SETS)


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
