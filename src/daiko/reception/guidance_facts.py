"""What is kept of an accepted guidance claim, as the JSON of its column and back.

Source: checks/registers.py (``GuidanceFacts``): days as YYYY-MM-DD, amounts in yen.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from typing import Any, Final

from daiko.checks.registers import GuidanceFacts

_DAYS: Final = frozenset(
    field.name for field in fields(GuidanceFacts) if field.name.endswith("_on")
)


def to_json(facts: GuidanceFacts) -> dict[str, Any]:
    """Plain values for a JSON column."""
    kept = asdict(facts)
    for name in _DAYS:
        kept[name] = kept[name].isoformat() if kept[name] else None
    kept["planned"] = dict(facts.planned)
    return kept


def from_json(kept: dict[str, Any]) -> GuidanceFacts:
    """The facts again. Raises ``TypeError`` when the column holds something else."""
    values = dict(kept)
    for name in _DAYS:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    values["planned"] = tuple(sorted(values["planned"].items()))
    return GuidanceFacts(**values)
