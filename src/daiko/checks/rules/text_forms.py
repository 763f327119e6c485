"""Forms of names and addresses.

Source: standards/archive-and-xml.md 10.3 and 10.4; ruling 49. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from daiko.checks.bilingual import both

_KANA: Final = re.compile(r"[ァ-ヶー・゛゜ヽヾ　 ]{1,50}")


ADDRESS_FORM: Final = both("1〜80バイト（全角2、半角1）", "1–80 bytes (full width 2, half width 1)")


def is_kana_name(text: str | None) -> bool:
    """Full-width katakana, blanks between the parts allowed, at most 50 characters.

    >>> is_kana_name("キキンタロウ"), is_kana_name("基金太郎"), is_kana_name("")
    (True, False, False)
    """
    return text is not None and text.strip() != "" and _KANA.fullmatch(text.strip()) is not None


def length_words(length: int) -> str:
    """
    >>> length_words(82)
    '82バイト / 82 bytes'
    """
    return both(f"{length}バイト", f"{length} bytes")


def address_length(text: str) -> int:
    """Length counting full-width as 2 and half-width as 1.

    >>> address_length("東京都１－２"), address_length("abc")
    (12, 3)
    """
    return sum(2 if unicodedata.east_asian_width(c) in "FWA" else 1 for c in text)
