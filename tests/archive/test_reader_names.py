"""The strict reader: names and kinds of members that must not be unpacked are named."""

from __future__ import annotations

import stat

import pytest

from daiko.archive.problems import ProblemKind as Kind
from daiko.archive.reader import ArchiveDamaged
from raw_zip import Entry, build
from zip_specimens import A, kinds, opened

NAMES: dict[str, tuple[bytes, Kind]] = {
    "parent": (b"root/../a.xml", Kind.PARENT),
    "parent by full-width dots": ("root/．．/a.xml".encode(), Kind.PARENT),
    "absolute": (b"/root/a.xml", Kind.ABSOLUTE),
    "drive": (b"C:/root/a.xml", Kind.DRIVE),
    "UNC": (b"\\\\server\\share\\a.xml", Kind.UNC),
    "backslashes": (b"root\\DATA\\a.xml", Kind.BACKSLASH),
    "NUL": (b"root/a\x00.xml", Kind.CHARACTER),
    "control": (b"root/a\x1b.xml", Kind.CHARACTER),
    "bidi": ("root/a\u202elmx.xml".encode(), Kind.CHARACTER),
    "zero width": ("root/a\u200b.xml".encode(), Kind.CHARACTER),
    "wildcard": (b"root/a*.xml", Kind.CHARACTER),
    "stream": (b"root/a.xml:b", Kind.CHARACTER),
    "reserved": (b"root/CON.xml", Kind.RESERVED),
    "reserved folder": (b"root/lpt1/a.xml", Kind.RESERVED),
    "reserved full-width": ("root/ＡＵＸ".encode(), Kind.RESERVED),
    "trailing dot": (b"root/a.xml.", Kind.TRAILING),
    "trailing blank": (b"root/a.xml ", Kind.TRAILING),
    "empty part": (b"root//a.xml", Kind.EMPTY_PART),
    "dot part": (b"root/./a.xml", Kind.EMPTY_PART),
    "no name": (b"", Kind.EMPTY_PART),
    "too long": (b"root/" + b"a" * 300 + b".xml", Kind.NAME_TOO_LONG),
    "too deep": (b"root/" + b"a/" * 20 + b"a.xml", Kind.TOO_DEEP),
    "Shift_JIS": ("root/健診.xml".encode("cp932"), Kind.NAME_ENCODING),
    "neither": (b"root/\x80\xff\xfe.xml", Kind.NAME_ENCODING),
}


@pytest.mark.parametrize("name", NAMES)
def test_unsafe_names_are_named(name: str) -> None:
    """Each unsafe name is found out under its own kind, and the archive is still listed."""
    raw, kind = NAMES[name]
    archive = opened(build([Entry(raw)]))
    assert kind in {p.kind for p in archive.problems}
    assert len(archive.members) == 1


def test_invalid_utf8_under_the_flag_is_found() -> None:
    """A name marked as UTF-8 must be UTF-8."""
    assert Kind.NAME_ENCODING in kinds(build([Entry(b"root/\x8c\x92.xml", flags=0x800)]))


def test_backslashes_are_read_as_slashes() -> None:
    """Windows programs' separators do no harm: the path is normal, the fact is reported."""
    archive = opened(build([Entry(b"root\\DATA\\a.xml")]))
    assert archive.members[0].name == "root/DATA/a.xml"
    assert {p.kind for p in archive.problems} == {Kind.BACKSLASH}
    assert archive.read(archive.members[0]) == b"<a/>"


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        (stat.S_IFLNK, Kind.LINK),
        (stat.S_IFCHR, Kind.DEVICE),
        (stat.S_IFBLK, Kind.DEVICE),
        (stat.S_IFIFO, Kind.DEVICE),
        (stat.S_IFSOCK, Kind.DEVICE),
    ],
)
def test_links_and_devices_are_found(mode: int, kind: Kind) -> None:
    """Whatever the attributes make of an entry, only files and folders are read."""
    archive = opened(build([Entry(A, attributes=(mode | 0o777) << 16)]))
    assert {p.kind for p in archive.problems} == {kind}
    with pytest.raises(ArchiveDamaged):
        archive.read(archive.members[0])


def test_names_in_problems_are_safe_to_print() -> None:
    """A problem never carries a character that turns or hides the line it is printed on."""
    (problem, *_) = opened(build([Entry("root/\u202eab\x1b[2J".encode())])).problems
    assert problem.member.isprintable()
