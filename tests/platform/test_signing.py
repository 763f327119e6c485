"""Keys of the installation: made once, kept private, and their signatures prove a file."""

from __future__ import annotations

from pathlib import Path

from daiko.platform.signing import SigningKey, is_signed_by, key_id


def test_a_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    """The second asking gives the same key; nobody else may read it."""
    first = SigningKey.kept("receipts", folder=tmp_path)
    again = SigningKey.kept("receipts", folder=tmp_path)
    assert first.public == again.public
    (file,) = (tmp_path / "secrets").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert SigningKey.kept("other", folder=tmp_path).public != first.public


def test_a_signature_proves_the_bytes_and_nothing_else(tmp_path: Path) -> None:
    key = SigningKey.kept("receipts", folder=tmp_path)
    signature = key.sign(b"content")
    assert key.id == key_id(key.public)
    assert is_signed_by(key.public, signature, b"content")
    assert not is_signed_by(key.public, signature, b"Content")
    assert not is_signed_by(key.public, bytes(64), b"content")
    other = SigningKey.kept("other", folder=tmp_path)
    assert not is_signed_by(other.public, signature, b"content")
