"""What an item of a checkup or guidance is called, for people who read codes by name alone.

Source: catalogue/items.csv, catalogue/guidance_items.csv. Pure.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from daiko.standard.catalogue import item
from daiko.standard.guidance_catalogue import guidance_items

_ANSWERS: Final = re.compile(r" [0-9]|[;=(,]")
"""Where the English name of an item goes on to its answers or its computation."""
_CODE: Final = re.compile(r"observation\[code/@code=([0-9A-Z]+)\]|([0-9A-Z]{10,17})")
_NEWEST_FIRST: Final = (4, 3)


class ItemName(NamedTuple):
    """The name in both languages."""

    japanese: str
    english: str


@cache
def guidance_names(phase: int) -> dict[str, ItemName]:
    """Names of the items of guidance in a phase, by code."""
    rows = guidance_items(phase)
    return {
        row.code: ItemName(row.name_ja, _ANSWERS.split(row.name_en)[0].strip())
        for row in rows
        if row.code
    }


def item_name(place: str) -> ItemName | None:
    """The item that a path names, or that is named by its bare code; ``None`` for no item.

    >>> item_name("section[code/@code=90030]//observation[code/@code=1021001031]/value")
    ItemName(japanese='目標腹囲', english='Target waist')
    >>> item_name("/ClinicalDocument/recordTarget")
    """
    match = _CODE.search(place) if "observation[" in place else _CODE.fullmatch(place)
    code = (match[1] or match[2]) if match is not None else ""
    of_guidance = next((n for p in _NEWEST_FIRST if (n := guidance_names(p).get(code))), None)
    if of_guidance is not None:
        return of_guidance
    found = item(code) if code else None
    return None if found is None else ItemName(found.name_ja, found.name_en)
