"""Examples of the rule book that are told in words, as whole archives for the whole check.

A page says "interview on 5 October, card valid until 30 September": here stands what such
an archive holds, for both sides of the page. Every side repeats the words of the page that
it rests on, so that page and archive cannot drift apart. ``case`` is one side.
"""

from __future__ import annotations

from told.archives import ARCHIVES
from told.cases import Case, Told
from told.checkups import CHECKUPS
from told.guidances import GUIDANCES
from told.registers import REGISTERS

__all__ = ["TOLD", "Case", "Told"]

TOLD: dict[str, Told] = ARCHIVES | CHECKUPS | REGISTERS | GUIDANCES
"""By rule id."""
