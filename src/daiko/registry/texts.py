"""Values of the registry as the text of its CSV files. Pure; the way back is ``values.py``."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula."""
_SIX_DIGITS: Final = "_value"  # copayments and rates of a card: 001000, 030000


def field_text(table: str, column: str, value: Any) -> str:
    """One field as written to a file; empty for none.

    >>> field_text("cards", "basic_value", 1000), field_text("cards", "basic_kind", None)
    ('001000', '')
    """
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return " ".join(str(part) for part in value)
    if isinstance(value, date):
        return value.isoformat()
    if table == "cards" and column.endswith(_SIX_DIGITS):
        return f"{value:06}"
    return str(value)


def cell(text: str) -> str:
    """Text that no spreadsheet calculates: like a formula, it begins with an apostrophe.

    >>> cell("=1+1"), cell("カ）クウ")
    ("'=1+1", 'カ）クウ')
    """
    return f"'{text}" if text.startswith(FORMULA) else text


def of_cell(text: str) -> str:
    """The way back from ``cell``.

    >>> of_cell("'=1+1"), of_cell("'90"), of_cell("=1+1")
    ('=1+1', "'90", '=1+1')
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text
