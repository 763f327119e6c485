"""Tables are read through one door, so that a confined check finds them in memory."""

from __future__ import annotations

import re
from pathlib import Path

import daiko
from daiko.standard.tables import ROOMS_WITH_TABLES, read_all, table_text

PURE_ROOMS = ("standard", "archive", "documents", "checks", "money", "guidance")
MAY_READ = {"standard/tables.py", "standard/schemas.py"}  # schemas are compiled beforehand


def test_no_pure_room_opens_a_file_by_itself() -> None:
    """What is read at the first use fails behind the walls of a check."""
    root = Path(daiko.__file__).parent
    opening = re.compile(
        r"\.read_text\(|\.read_bytes\(|(?<![\w.])open\(|\.open\(|importlib\.resources"
    )
    found = {
        str(path.relative_to(root))
        for room in PURE_ROOMS
        for path in (root / room).rglob("*.py")
        if opening.search(path.read_text(encoding="utf-8"))
    }
    assert found - MAY_READ == set()


def test_every_room_with_tables_is_known() -> None:
    """A table of another room would not be read beforehand."""
    root = Path(daiko.__file__).parent
    rooms = {path.parts[-3] for path in root.glob("*/data/*.csv")}
    assert rooms <= set(ROOMS_WITH_TABLES)


def test_all_are_read() -> None:
    """After ``read_all`` asking opens nothing."""
    table_text.cache_clear()
    read_all()
    before = table_text.cache_info().misses
    assert table_text("standard", "items.csv").startswith("code,")
    assert table_text.cache_info().misses == before
