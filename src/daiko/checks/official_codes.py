"""Official codes: what an agency prints on its error sheet for a rule.

The federations' check specification holds the official codes and was not readable; our
own ids are ours (standards/administrative-checks.md, "How far to trust it"). The table is
kept so that a code can be filled in when a user brings a real error sheet: into the
package (``data/official_codes.csv``), or by an operator into a file of the installation.
Columns: rule, code, text, source; a rule may have several. Pure data.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from daiko.checks.rulebook import package_table, rules


@dataclass(frozen=True, slots=True)
class OfficialCode:
    """The code and text of one line of a sheet, and where it was seen."""

    rule: str
    code: str
    text: str
    source: str


def official_code(rule_id: str) -> str | None:
    """The first official code of a rule; none where no sheet was seen."""
    known = official_codes(rule_id)
    return known[0].code if known else None


def official_codes(rule_id: str) -> tuple[OfficialCode, ...]:
    """All codes of a rule that the package knows."""
    return tuple(code for code in _packaged() if code.rule == rule_id)


def read_official_codes(csv_text: str) -> tuple[OfficialCode, ...]:
    """Official codes from a CSV with the columns rule, code, text and source.

    Raises ``ValueError`` naming the line of a row without code or with an unknown rule.
    """
    found = []
    for number, row in enumerate(csv.DictReader(csv_text.splitlines()), start=2):
        entry = _entry(row)
        if entry.rule not in rules() or not entry.code:
            raise ValueError(f"line {number}: needs a rule of the catalogue and a code")
        found.append(entry)
    return tuple(found)


def _entry(row: dict[str, str]) -> OfficialCode:
    return OfficialCode(
        *((row.get(name) or "").strip() for name in ("rule", "code", "text", "source"))
    )


@cache
def _packaged() -> tuple[OfficialCode, ...]:
    return tuple(_entry(row) for row in package_table("official_codes.csv"))
