"""Rules that no simulated month breaks, each with the reason (``data/not_planted.csv``).

Most are told by another rule first wherever a whole archive is checked; the rest speak of
what is in no file of a month: who is signed in, a medium, an agency of another kind.
"""

from __future__ import annotations

import csv

from daiko.standard.tables import table_text


def unplanted() -> dict[str, str]:
    """Rule id → why no fault causes it, in English."""
    text = table_text("simulation", "not_planted.csv")
    return {row["rule"]: row["reason"] for row in csv.DictReader(text.splitlines(keepends=True))}
