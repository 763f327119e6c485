"""Short words in ``found`` and ``expected`` of a finding: Japanese first, then English.

Values of the file stand there as they are; where a finding must say something in words,
both languages stand in the one text, so that it stays the same in reports, on papers, in
CSV and in the database. Pure.
"""

from __future__ import annotations

from typing import Final

SEPARATOR: Final = " / "
VALUE_AFTER: Final = ": "  # between such words and the value they speak of


def both(japanese: str, english: str) -> str:
    """
    >>> both("なし", "none")
    'なし / none'
    """
    return f"{japanese}{SEPARATOR}{english}"


def digits(count: int) -> str:
    """
    >>> digits(8)
    '数字8桁 / 8 digits'
    """
    return both(f"数字{count}桁", f"{count} digits")


NONE: Final = both("なし", "none")
NOT_PERFORMED: Final = both("未実施", "not performed")
NOT_MEASURABLE: Final = both("測定不能", "not measurable")
A_VALUE: Final = both("検査値", "a value")
