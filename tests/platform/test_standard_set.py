"""An official set is put in use whole and pinned, or not at all."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from daiko.platform.standard_set import (
    InstalledSet,
    StandardSetAltered,
    StandardSetUnknown,
    StandardSetUnusable,
    examine,
    files_to_enclose,
    install,
    installed,
    schemas_in_use,
    use_own,
)
from daiko.standard.kinds import DocumentKind
from daiko.standard.schemas import FILES, bundled_files, own_schemas

AT = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A complete set in a folder: ours, since the official one is not here for every test."""
    folder = tmp_path / "source"
    for path, content in bundled_files():
        target = folder / path.removeprefix("XSD/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The data folder of an installation."""
    return tmp_path / "data"


def _installed(source: Path, place: Path) -> InstalledSet:
    pin, content = examine(source, at=AT, by="admin")
    install(pin, content, accept_unknown=True, folder=place)
    return pin


def test_the_official_set_is_known_and_used(shared: Path, place: Path) -> None:
    """Every official file is of a known edition; documents are then validated with the set."""
    pin, content = examine(shared / "standards" / "xsd", at=AT, by="admin")
    assert pin.unknown == ()
    install(pin, content, accept_unknown=False, folder=place)
    assert installed(place) == pin
    assert schemas_in_use(place).name == "official"
    name, files = files_to_enclose(place)
    assert name == f"official:{pin.id}"
    official = (shared / "standards" / "xsd" / "hc08_V08.xsd").read_bytes()
    assert dict(files)["XSD/hc08_V08.xsd"] == official


def test_verdicts_follow_the_set_in_use(shared: Path, place: Path) -> None:
    """A lone part of a document is what the official set accepts and ours refuses."""
    part = etree.fromstring(
        b'<creationTime xmlns="https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/0000161103.html"'
        b' value="20260601"/>'
    )
    assert schemas_in_use(place).validate(DocumentKind.IX, part)
    pin, content = examine(shared / "standards" / "xsd", at=AT, by="admin")
    install(pin, content, accept_unknown=False, folder=place)
    assert not schemas_in_use(place).validate(DocumentKind.IX, part)
    assert use_own(place) == pin
    assert schemas_in_use(place) is own_schemas()


def test_without_an_installed_set_ours_is_used(place: Path) -> None:
    assert installed(place) is None
    assert schemas_in_use(place) is own_schemas()
    assert files_to_enclose(place) == ("daiko", bundled_files())


def test_files_of_no_known_edition_need_a_word(source: Path, place: Path) -> None:
    """They may be a new edition or somebody's edit: the operator decides, knowing the names."""
    pin, content = examine(source, at=AT, by="admin")
    assert "hc08_V08.xsd" in pin.unknown
    with pytest.raises(StandardSetUnknown, match="hc08_V08.xsd"):
        install(pin, content, accept_unknown=False, folder=place)
    assert installed(place) is None


def test_an_altered_file_stops_the_check(source: Path, place: Path) -> None:
    """One blank more is another file; nothing is validated with it."""
    pin = _installed(source, place)
    altered = place / "standard" / pin.id / "cc08_V08.xsd"
    altered.write_bytes(altered.read_bytes() + b" ")
    with pytest.raises(StandardSetAltered, match="cc08_V08.xsd"):
        schemas_in_use(place)
    with pytest.raises(StandardSetAltered, match="cc08_V08.xsd"):
        files_to_enclose(place)


@pytest.mark.parametrize("name", FILES)
def test_an_incomplete_folder_is_refused(source: Path, name: str) -> None:
    (source / name).unlink()
    with pytest.raises(StandardSetUnusable, match="is missing") as refusal:
        examine(source, at=AT, by="admin")
    assert name in refusal.value.message_in_japanese


@pytest.mark.parametrize(
    "target", ["http://elsewhere.example/co08_V08.xsd", "/etc/passwd", "../../co08_V08.xsd"]
)
def test_a_set_never_leads_outside(source: Path, target: str) -> None:
    """Includes of the network or of other folders are refused before anything is loaded."""
    path = source / "cc08_V08.xsd"
    path.write_bytes(
        path.read_bytes().replace(
            b'schemaLocation="co08_V08.xsd"', b'schemaLocation="%s"' % target.encode()
        )
    )
    assert target.encode() in path.read_bytes()
    with pytest.raises(StandardSetUnusable, match="refers to"):
        examine(source, at=AT, by="admin")


def test_a_set_that_does_not_load_is_refused_with_its_file(source: Path) -> None:
    (source / "su08_V08.xsd").write_text("<schema/>")
    with pytest.raises(StandardSetUnusable, match="su08_V08.xsd"):
        examine(source, at=AT, by="admin")


def test_a_folder_that_is_half_written_is_not_in_use(source: Path, place: Path) -> None:
    """The pin comes last: files without it change nothing."""
    pin = _installed(source, place)
    (place / "standard" / "in-use.json").unlink()
    assert schemas_in_use(place) is own_schemas()
    assert _installed(source, place).id == pin.id
    assert json.loads((place / "standard" / "in-use.json").read_text())["id"] == pin.id
