"""Sealed files: whole with their key, unreadable without, and never silently altered."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daiko.precheck.sealed_files import PIECE, SealBrokenError, SealedWriter, new_key, unsealed

KEY = bytes(range(32))


def sealed(path: Path, content: bytes, *, key: bytes = KEY, label: str = "x") -> Path:
    with SealedWriter(path, key, label) as file:
        for start in range(0, len(content), 1000):
            file.write(content[start : start + 1000])
    return path


def read(path: Path, *, key: bytes = KEY, label: str = "x") -> bytes:
    return b"".join(unsealed(path, key, label))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7])
def test_what_goes_in_comes_out(tmp_path: Path, size: int) -> None:
    """Every size, also where the last piece is full or empty."""
    content = bytes(number % 251 for number in range(size))
    assert read(sealed(tmp_path / "f", content)) == content


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(parts=st.lists(st.binary(max_size=2 * PIECE), max_size=4))
def test_how_it_was_written_does_not_matter(tmp_path: Path, parts: list[bytes]) -> None:
    """Any sequence of writes gives the same content."""
    path = tmp_path / "f"
    path.unlink(missing_ok=True)
    with SealedWriter(path, KEY, "x") as file:
        for part in parts:
            file.write(part)
    assert read(path) == b"".join(parts)


def test_nothing_of_it_can_be_read_without_the_key(tmp_path: Path) -> None:
    """Not a byte of the content stands in the file; another key or label opens nothing."""
    path = sealed(tmp_path / "f", b"SECRET" * 20_000)
    assert b"SECRET" not in path.read_bytes()
    with pytest.raises(SealBrokenError):
        read(path, key=new_key())
    with pytest.raises(SealBrokenError):
        read(path, label="y")


def test_two_files_of_one_key_are_not_alike(tmp_path: Path) -> None:
    """Each label has a key of its own."""
    one = sealed(tmp_path / "a", b"same", label="a").read_bytes()
    other = sealed(tmp_path / "b", b"same", label="b").read_bytes()
    assert one != other


@pytest.mark.parametrize("damage", ["cut", "cut-piece", "flip", "swap", "append"])
def test_an_altered_file_is_refused(tmp_path: Path, damage: str) -> None:
    """Cut off, at a piece or within one; a bit flipped; pieces swapped; bytes added."""
    path = sealed(tmp_path / "f", bytes(3 * PIECE))
    data, whole = path.read_bytes(), PIECE + 16
    altered = {
        "cut": data[:-1],
        "cut-piece": data[: 2 * whole],
        "flip": data[:100] + bytes([data[100] ^ 1]) + data[101:],
        "swap": data[whole : 2 * whole] + data[:whole] + data[2 * whole :],
        "append": data + b"x" * 100,
    }[damage]
    path.write_bytes(altered)
    with pytest.raises(SealBrokenError):
        read(path)


def test_an_abandoned_file_has_no_end(tmp_path: Path) -> None:
    """A writer that failed leaves nothing that opens."""
    path = tmp_path / "f"
    file = SealedWriter(path, KEY, "x")
    file.write(bytes(2 * PIECE))
    file.abandon()
    with pytest.raises(SealBrokenError):
        read(path)


def test_it_is_private_and_written_once(tmp_path: Path) -> None:
    """Mode 0600; a second writer on the same path would use nonces again, so it is refused."""
    path = sealed(tmp_path / "f", b"x")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        SealedWriter(path, KEY, "x")
