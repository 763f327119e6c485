"""The text of the tables that come with the package, read from disk once in a process.

A confined check can open no file any more (docs/decisions/0010-confined-check.md), so
every table of a pure room is read through here and ``read_all`` reads them beforehand.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

ROOMS_WITH_TABLES: Final = ("checks", "simulation", "standard")


@cache
def table_text(room: str, name: str) -> str:
    """A table of a room as text, e.g. ``table_text("standard", "items.csv")``."""
    return (files(f"daiko.{room}") / "data" / name).read_text(encoding="utf-8")


def read_all() -> None:
    """Read every table now."""
    for room in ROOMS_WITH_TABLES:
        for table in (files(f"daiko.{room}") / "data").iterdir():
            if table.name.endswith(".csv"):
                table_text(room, table.name)
