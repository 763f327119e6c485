"""Digests of schemas an archive may enclose: the official set's and our own.

Source: rulings.md 31; checks.csv X-ARC-014. The official digests are data
(``data/official_schemas.csv``, made by tools/generate_schema_digests.py); the
schemas themselves are not kept here.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from daiko.standard.schemas import bundled_digests


@cache
def trusted_digests() -> dict[str, frozenset[str]]:
    """Path in the archive → digests (``standard.schemas.normal_digest``) that are known."""
    own = bundled_digests()
    text = (files("daiko.checks") / "data" / "official_schemas.csv").read_text(encoding="utf-8")
    known: dict[str, set[str]] = {path: {digest} for path, digest in own.items()}
    for row in csv.DictReader(text.splitlines()):
        known.setdefault(row["path"], set()).add(row["digest"])
    return {path: frozenset(digests) for path, digests in known.items()}
