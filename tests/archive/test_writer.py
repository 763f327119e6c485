"""What the writer writes: read by our reader without a problem, by unzip and by the stdlib."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daiko.archive.reader import open_archive
from daiko.archive.writer import write_archive

ROOT = "1319900013_94899010_202606050_1"
NAMES = st.text("abcdefgh0123456789", min_size=1, max_size=12).map(lambda s: f"DATA/h{s}.xml")

# Content that begins like an archive is refused by the reader, so begin otherwise.
CONTENT = st.binary(max_size=3000).map(lambda data: b"<" + data) | st.just(b"")


def written(members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    write_archive(out, ROOT, members)
    return out.getvalue()


@given(st.dictionaries(NAMES, CONTENT, max_size=8))
def test_what_is_written_is_read(content: dict[str, bytes]) -> None:
    """Every member comes back byte for byte, with no problem at all."""
    archive = open_archive(io.BytesIO(written(list(content.items()))))
    if content:
        assert archive.problems == ()
    files = {m.name: archive.read(m) for m in archive.members if not m.is_folder}
    assert files == {f"{ROOT}/{path}": data for path, data in content.items()}


def test_same_content_gives_same_bytes() -> None:
    """Nothing in the archive depends on the hour or the machine."""
    members = [("ix08_V08.xml", b"<index/>" * 40), ("DATA/h1.xml", b"x")]
    assert written(members) == written(members)


def test_folders_come_before_their_members() -> None:
    """Folder entries as the layout of the standard has them, each once; empty ones too."""
    data = written([("ix08_V08.xml", b"1"), ("DATA/h1.xml", b"2"), ("XSD/coreschemas/", b"")])
    names = [member.name for member in open_archive(io.BytesIO(data)).members]
    assert names == [
        f"{ROOT}/",
        f"{ROOT}/ix08_V08.xml",
        f"{ROOT}/DATA/",
        f"{ROOT}/DATA/h1.xml",
        f"{ROOT}/XSD/",
        f"{ROOT}/XSD/coreschemas/",
    ]


def test_other_programs_accept_it(tmp_path: Path) -> None:
    """``unzip -t`` and the standard library find no fault, Japanese names included."""
    data = written([("ix08_V08.xml", b"<a/>" * 100), ("DATA/健診.xml", b"\x00\xff"), ("e", b"")])
    path = tmp_path / f"{ROOT}.zip"
    path.write_bytes(data)
    assert zipfile.ZipFile(path).testzip() is None
    assert zipfile.ZipFile(path).read(f"{ROOT}/DATA/健診.xml") == b"\x00\xff"
    outcome = subprocess.run(["unzip", "-t", str(path)], capture_output=True, check=False)
    assert outcome.returncode == 0, outcome.stdout


def test_raw_members_are_copied_without_repacking() -> None:
    """A member copied raw has the same compressed bytes under its new name."""
    first = open_archive(io.BytesIO(written([("DATA/h1.xml", b"<a>1</a>" * 200), ("s", b"ab")])))
    raws = {m.name.rpartition("/")[2]: first.raw(m) for m in first.members if not m.is_folder}
    out = io.BytesIO()
    write_archive(out, "other", [("DATA/h9.xml", raws["h1.xml"]), ("t", raws["s"])])
    second = open_archive(out)
    assert second.problems == ()
    copied = {m.name: second.raw(m) for m in second.members if not m.is_folder}
    assert copied == {"other/DATA/h9.xml": raws["h1.xml"], "other/t": raws["s"]}
    assert second.read(second.members[2]) == b"<a>1</a>" * 200


def test_more_than_plain_zip_holds_is_refused() -> None:
    """65,535 entries need zip64; the writer says to split instead."""
    with pytest.raises(ValueError, match="split the archive"):
        write_archive(io.BytesIO(), ROOT, ((f"{i}", b"") for i in range(66_000)))
