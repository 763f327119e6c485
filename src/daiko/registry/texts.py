"""Values of the registry as the text of its CSV files. Pure; the way back is ``values.py``."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

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
