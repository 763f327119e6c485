"""Hostile specimens from a seed: the 118 kinds of input that a check must survive.

``kinds.py`` is the table, ``*_kinds.py`` make the specimens, ``making.py`` has the tools.
Nothing large is stored: bombs are made when they are asked for.
"""

from __future__ import annotations

from hostile import (
    attack_kinds,
    name_kinds,
    register_kinds,
    value_kinds,
    xml_kinds,
    zip_bomb_kinds,
    zip_form_kinds,
    zip_kinds,
)
from hostile.kinds import KINDS, Kind
from hostile.making import MAKERS, Specimen, specimens

__all__ = ["KINDS", "MAKERS", "Kind", "Specimen", "specimens"]

_MAKING = (
    attack_kinds,
    name_kinds,
    register_kinds,
    value_kinds,
    xml_kinds,
    zip_bomb_kinds,
    zip_form_kinds,
    zip_kinds,
)
