"""Short words in ``found`` and ``expected`` of a finding: Japanese first, then English.

Values of the file stand there as they are; where a finding must say something in words,
both languages stand in the one text, so that it stays the same in reports, on papers, in
CSV and in the database. Pure.
"""

from __future__ import annotations

from typing import Final

SEPARATOR: Final = " / "


def both(japanese: str, english: str) -> str:
    """
    >>> both("なし", "none")
    'なし / none'
    """
    return f"{japanese}{SEPARATOR}{english}"


NONE: Final = both("なし", "none")
NOT_PERFORMED: Final = both("未実施", "not performed")
A_VALUE: Final = both("検査値", "a value")
