"""Observations in the form the item catalogue asks for: type, unit, method, code table.

Source: standards/archive-and-xml.md 7.2, catalogue/catalogue.md 6.1.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Final

from daiko.documents.records import Observation, ObservationValue
from daiko.standard import oids
from daiko.standard.catalogue import Item, item

_PHASE_4: Final = 4
Number = int | Decimal


@lru_cache(maxsize=512)
def _item(code: str) -> Item:
    found = item(code)
    if found is None:
        raise KeyError(code)
    return found


def measured(
    code: str, value: Number, reference: tuple[Number, Number] | None = None
) -> Observation:
    """A PQ value; with a reference range it is judged H, L or N against it."""
    entry = _item(code)
    unit = entry.unit or None
    observation = Observation(
        code=code,
        code_system=oids.ITEM,
        display_name=entry.name_ja,
        values=(ObservationValue("PQ", value=str(value), unit=unit),),
        method_code=entry.method_code or None,
    )
    if reference is not None:
        low, high = reference
        observation.interpretation = "L" if value < low else "H" if value > high else "N"
        observation.reference_low = ObservationValue(value=str(low), unit=unit)
        observation.reference_high = ObservationValue(value=str(high), unit=unit)
    return observation


def coded(code: str, answer: str, phase: int = _PHASE_4) -> Observation:
    """A CD or CO value of the code table the item has in a phase."""
    entry = _item(code)
    return Observation(
        code=code,
        code_system=oids.ITEM,
        display_name=entry.name_ja,
        values=(ObservationValue(entry.value_type, code=answer, code_system=entry.answers(phase)),),
        method_code=entry.method_code or None,
    )


def told(code: str, text: str, *, author: str | None = None) -> Observation:
    """An ST value; ``author`` is the doctor who says it."""
    return Observation(
        code=code,
        code_system=oids.ITEM,
        display_name=_item(code).name_ja,
        values=(ObservationValue("ST", text=text),),
        author_name=author,
    )
