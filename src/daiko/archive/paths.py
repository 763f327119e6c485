"""Member names: from bytes to a path, and what is unsafe about it.

Source: archive-and-xml.md 1.1 and 1.3 (only ASCII names are ever needed), checks.csv
X-ARC-008, security-controls.md part D (unique after NFKC and case folding).
Nothing is written to disk by these names; they are judged all the same, because
others unpack what we forward.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Iterator
from typing import Final

from daiko.archive.limits import Limits
from daiko.archive.problems import ProblemKind

_PLAIN: Final = re.compile(r"(?:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*/){0,6}"
                           r"(?:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)?")  # fmt: skip
_RESERVED: Final = re.compile(
    r"(?:^|/)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=[./ ]|$)", re.IGNORECASE
)
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_BIDI_AND_INVISIBLE: Final = frozenset("\u061c\u200b\u200c\u200d\u200e\u200f\ufeff") | frozenset(
    chr(c) for c in (*range(0x202A, 0x202F), *range(0x2060, 0x2070))
)
_NOT_IN_WINDOWS_NAMES: Final = frozenset('<>:"|?*')
_PLAIN_LENGTH_MAX: Final = 120
FOLDERS_MAX: Final = 64
"""Names with more folders are refused and not sorted into folders: that takes their square."""
_ENTRY_KIND: Final = {
    stat.S_IFLNK: (ProblemKind.LINK, "the entry is a symbolic link"),
    stat.S_IFCHR: (ProblemKind.DEVICE, "the entry is a device"),
    stat.S_IFBLK: (ProblemKind.DEVICE, "the entry is a device"),
    stat.S_IFIFO: (ProblemKind.DEVICE, "the entry is a pipe"),
    stat.S_IFSOCK: (ProblemKind.DEVICE, "the entry is a socket"),
}
_WINDOWS_REPARSE_POINT: Final = 0x400

Complaint = tuple[ProblemKind, str]


def decoded_name(name: bytes, *, utf8_flag: bool) -> tuple[str, Complaint | None]:
    """The name as text. ASCII and UTF-8 are accepted with or without the flag."""
    try:
        return name.decode("ascii" if name.isascii() else "utf-8"), None
    except UnicodeDecodeError:
        pass
    if utf8_flag:
        detail = "the name is marked as UTF-8 but is not"
        return name.decode("utf-8", "backslashreplace"), (ProblemKind.NAME_ENCODING, detail)
    try:
        text = name.decode("cp932")
    except UnicodeDecodeError:
        detail = "the name is neither ASCII nor UTF-8"
        return name.decode("utf-8", "backslashreplace"), (ProblemKind.NAME_ENCODING, detail)
    return text, (ProblemKind.NAME_ENCODING, "the name is Shift_JIS, not UTF-8")


def normal_path(name: str) -> str:
    """The path with "/" between its parts."""
    return name.replace("\\", "/")


def folded(path: str) -> str:
    """The form in which two names must not meet: NFKC and case fold, no final slash."""
    path = path.rstrip("/")
    if path.isascii():
        return path.lower()
    folded_once = unicodedata.normalize("NFKC", path).casefold()
    return unicodedata.normalize("NFKC", folded_once)


def path_complaints(name: str, limits: Limits) -> Iterator[Complaint]:
    """Everything unsafe about a name, as it stands in the archive."""
    if len(name) <= _PLAIN_LENGTH_MAX and _PLAIN.fullmatch(name) and not _RESERVED.search(name):
        if name == "":
            yield ProblemKind.EMPTY_PART, "the entry has no name"
        return
    path = normal_path(name)
    if "\\" in name:
        yield ProblemKind.BACKSLASH, "parts of the path are divided by backslashes"
    if path.startswith("//"):
        yield ProblemKind.UNC, "the path names another machine"
    elif path.startswith("/"):
        yield ProblemKind.ABSOLUTE, "the path is absolute"
    if _DRIVE.match(path):
        yield ProblemKind.DRIVE, "the path names a drive"
    yield from _character_complaints(path)
    yield from _part_complaints(path, limits)


def _character_complaints(path: str) -> Iterator[Complaint]:
    if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in path):
        yield ProblemKind.CHARACTER, "the name holds control characters"
    if not _BIDI_AND_INVISIBLE.isdisjoint(path):
        yield ProblemKind.CHARACTER, "the name holds invisible or direction-changing characters"
    if not _NOT_IN_WINDOWS_NAMES.isdisjoint(path[2:] if _DRIVE.match(path) else path):
        yield ProblemKind.CHARACTER, 'the name holds one of < > : " | ? *'


def _part_complaints(path: str, limits: Limits) -> Iterator[Complaint]:
    parts = path.removesuffix("/").split("/")
    # A dot written full-width (U+FF0E) becomes one where names are normalised.
    folded_parts = [unicodedata.normalize("NFKC", part) for part in parts]
    if any(part == ".." for part in folded_parts):
        yield ProblemKind.PARENT, "the path climbs out of its folder"
    if any(part in ("", ".") for part in folded_parts[1:]) or folded_parts[0] == ".":
        yield ProblemKind.EMPTY_PART, "the path has an empty part"
    if any(part[-1:] in (".", " ") and part not in (".", "..") for part in folded_parts):
        yield ProblemKind.TRAILING, "a part of the path ends in a dot or a blank"
    if _RESERVED.search("/".join(folded_parts)):
        yield ProblemKind.RESERVED, "the name is reserved for a device"
    if len(path) > limits.path_characters or any(len(p) > limits.name_characters for p in parts):
        yield ProblemKind.NAME_TOO_LONG, f"the path has {len(path)} characters"
    if len(parts) > limits.path_depth:
        yield ProblemKind.TOO_DEEP, f"the path has {len(parts)} parts"


def attribute_complaint(external_attributes: int) -> Complaint | None:
    """A link or device by the attributes of the entry, whatever system wrote it."""
    complaint = _ENTRY_KIND.get(stat.S_IFMT(external_attributes >> 16))
    if complaint is None and external_attributes & _WINDOWS_REPARSE_POINT:
        return ProblemKind.LINK, "the entry is a link (reparse point)"
    return complaint
