"""From the member list of a ZIP to the places of the standard.

Source: standards/archive-and-xml.md 1.1 (folders), 1.3 (pairs by name without the
first letter). Sorts only; whether the layout is right is decided in
``archive_layout.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from daiko.archive.members import Member
from daiko.archive.names import pair_of
from daiko.archive.paths import FOLDERS_MAX
from daiko.checks.subjects import Layout

INDEX_FILE: Final = "ix08_V08.xml"
SUMMARY_FILE: Final = "su08_V08.xml"
_LEFT_OVER_NAMES: Final = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_LEFT_OVER_FOLDER: Final = "__MACOSX"


def is_left_over(path: str) -> bool:
    """Whether a program left this file behind, e.g. Thumbs.db: ignored with a note.

    >>> is_left_over("__MACOSX/._x"), is_left_over("a/DATA/Thumbs.db"), is_left_over("a/x.xml")
    (True, True, False)
    """
    parts = path.rstrip("/").split("/")
    return _LEFT_OVER_FOLDER in parts or parts[-1].lower() in _LEFT_OVER_NAMES


def layout_of(members: Iterable[Member], wanted_root: str | None) -> Layout:
    """Sort members into folders and files below the root.

    The root that is read is ``wanted_root`` if it is there, else the folder that holds
    an index, else "" when the index lies at the top itself, else the first folder.
    """
    left_over: list[str] = []
    kept: list[tuple[str, Member]] = []
    for member in members:
        if is_left_over(member.name):
            left_over.append(member.name)
        else:
            kept.append((member.name, member))
    roots = tuple(dict.fromkeys(name.split("/", 1)[0] for name, _ in kept))
    root = _root(roots, [name for name, _ in kept], wanted_root)
    layout = Layout(roots=roots, root=root, ignored=tuple(left_over))
    folders: set[str] = set()
    prefix = f"{root}/" if root else ""
    for name, member in kept:
        path = name.removeprefix(prefix)
        if root is None or not name.startswith(prefix) or not path:
            continue
        if path.count("/") > FOLDERS_MAX:
            continue  # X-ARC-008
        folders.update(_folders_above(path))
        if not path.endswith("/"):
            layout.files.setdefault(path, member)
    layout.folders = frozenset(folders)
    layout.data = tuple(_documents(layout, "DATA/"))
    layout.claims = tuple(_documents(layout, "CLAIMS/"))
    return layout


def pair_names(layout: Layout) -> list[tuple[str, str, str]]:
    """(pair name, result file name, claim file name) in order of names; "" for a missing one.

    A second file of the same folder and pair name stands by itself under its full name.
    """
    pairs: dict[str, list[str]] = {}
    for side, names in enumerate((layout.data, layout.claims)):
        for file_name in names:
            pair = pairs.setdefault(pair_of(file_name), ["", ""])
            if pair[side]:
                pair = pairs.setdefault(file_name, ["", ""])
            pair[side] = file_name
    return [(name, pairs[name][0], pairs[name][1]) for name in sorted(pairs)]


def _documents(layout: Layout, folder: str) -> Iterator[str]:
    for path in layout.files:
        name = path.removeprefix(folder)
        if name != path and "/" not in name and name.lower().endswith(".xml"):
            yield name


def _folders_above(path: str) -> Iterator[str]:
    parts = path.split("/")
    for depth in range(1, len(parts)):
        yield "/".join(parts[:depth])


def _root(roots: tuple[str, ...], names: list[str], wanted: str | None) -> str | None:
    folders = [root for root in roots if any(name.startswith(f"{root}/") for name in names)]
    if wanted in folders:
        return wanted
    for folder in folders:
        if f"{folder}/{INDEX_FILE}" in names:
            return folder
    if INDEX_FILE in names:
        return ""
    return folders[0] if folders else None
