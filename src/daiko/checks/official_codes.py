"""Error codes of the agencies' own check specifications, by rule.

Source: standards/administrative-checks.md (how far to trust it): the document that holds
the official codes could not be read, so the table starts empty; a row is added when a
user brings a real error sheet. Columns: rule, official_code, source. Pure data.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


def official_code(rule_id: str) -> str | None:
    """The code printed on an agency's error sheet for this rule; ``None`` while unknown."""
    return _codes().get(rule_id)


@cache
def _codes() -> dict[str, str]:
    text = (files("daiko.checks") / "data" / "official_codes.csv").read_text(encoding="utf-8")
    return {row["rule"]: row["official_code"] for row in csv.DictReader(text.splitlines())}
