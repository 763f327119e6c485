"""Strings of the file as the values rules compare: yen, days, comparable text.

Source: standards/archive-and-xml.md 4.2 and 10.4. Pure. ``None`` stands for
"not a value of this kind"; which rule reports that is not decided here.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

_YEN_DIGITS_MAX: Final = 9
_PLAIN_DECIMAL: Final = re.compile(r"[+-]?[0-9]{1,9}(?:\.[0-9]{0,4})?")


def yen(text: str | None) -> int | None:
    """An amount as the schema reads it: one to nine half-width digits, no sign.

    >>> yen("006520"), yen("0"), yen(""), yen("-1"), yen("１２"), yen("1000000000")
    (6520, 0, None, None, None, None)
    """
    if text and len(text) <= _YEN_DIGITS_MAX and text.isascii() and text.isdigit():
        return int(text)
    return None


@lru_cache(maxsize=20_000)
def plain_decimal(text: str | None) -> Decimal | None:
    """A measured value: at most nine digits and four decimals, no exponent.

    Longer ones are no measurement, and arithmetic with them overflows.

    >>> plain_decimal("5.60"), plain_decimal("-1"), plain_decimal("1e9"), plain_decimal("１２")
    (Decimal('5.60'), Decimal('-1'), None, None)
    """
    if text is None or _PLAIN_DECIMAL.fullmatch(text) is None:
        return None
    return Decimal(text)


@lru_cache(maxsize=50_000)
def day(text: str | None) -> date | None:
    """YYYYMMDD that is a day of the calendar.

    >>> day("20240229"), day("20240231"), day("2024-02-29")
    (datetime.date(2024, 2, 29), None, None)
    """
    if text is None or len(text) != 8 or not (text.isascii() and text.isdigit()):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def fiscal_year(on: date) -> int:
    """Fiscal year (April to March) of a day.

    >>> fiscal_year(date(2026, 3, 31)), fiscal_year(date(2026, 4, 1))
    (2025, 2026)
    """
    return on.year if on.month >= 4 else on.year - 1


def comparable(text: str | None) -> str | None:
    """Text with widths and blanks evened out, for comparison only (never stored)."""
    if text is None:
        return None
    if text.isascii():
        return "".join(text.split())
    evened = unicodedata.normalize("NFKC", text)
    return "".join(evened.split()).replace("−", "-").replace("‐", "-").replace("〜", "~")
