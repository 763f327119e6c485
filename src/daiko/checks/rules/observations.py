"""How rules speak of the items of a checkup result: their places and their values.

Judges nothing: rules are in ``result_items.py`` (form) and ``result_presence.py``
(what must be there); what they look into is ``item_index.py``. Pure.
"""

from __future__ import annotations

from typing import Final

from daiko.checks.bilingual import NOT_MEASURABLE, NOT_PERFORMED
from daiko.checks.subjects import PairSubject

BODY: Final = "/ClinicalDocument//observation"


def item_at(code: str | None, tail: str = "") -> str:
    """Path of an item in a finding, by its code."""
    return f"{BODY}[code/@code={code}]{tail}"


def undone_word(pair: PairSubject, codes: tuple[str, ...]) -> str:
    """How the first of these items that has no value says so."""
    for _, observation, _ in pair.items.all:
        if observation.code in codes:
            return NOT_PERFORMED if observation.negated else NOT_MEASURABLE
    return NOT_PERFORMED


def value_of(pair: PairSubject, code: str) -> str | None:
    """First value of an item as text; ``None`` without a measured value."""
    value = pair.items.values.get(code)
    return None if value is None else value.code or value.value or value.text
