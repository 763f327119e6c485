"""Which schemas this installation uses: its own, or an official set an operator installed.

The official XSDs are not ours to ship; an operator who has them puts them in use with
``daiko standard install``. The set is copied into the data folder and pinned: the pin
names the SHA-256 of every file, and a set that no longer matches its pin is refused
when it is loaded, because a changed schema would change verdicts in silence. The pin is
replaced in one step, so a process sees the old set or the new one, never a mixture.
Source: rulings.md 31, standards/security-controls.md part D (nothing is fetched).
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from lxml import etree

from daiko.platform.errors import Refused
from daiko.platform.home import home_place
from daiko.standard.schemas import (
    FILES,
    SchemaSet,
    UnusableSchemasError,
    bundled_files,
    known_official_digests,
    normal_digest,
    official_schemas,
    own_schemas,
)

_FILE_BYTES_MAX: Final = 8 * 1024 * 1024  # the largest official file has 790 KB
_PIN: Final = "in-use.json"
_XSD: Final = "{http://www.w3.org/2001/XMLSchema}"
_REFERRING: Final = (f"{_XSD}include", f"{_XSD}import", f"{_XSD}redefine")

_loaded: dict[str, SchemaSet] = {}
_lock = threading.Lock()


class StandardSetUnusable(Refused):
    """The folder {folder} cannot be put in use: {reason}."""

    code = "standard-set-unusable"
    status = 422
    message_ja = "{folder} の XSD は使えません：{reason_ja}"


class StandardSetUnknown(Refused):
    """{count} file(s) belong to no known official edition: {names}. Check where they come from."""

    code = "standard-set-unknown"
    status = 409
    message_ja = (
        "既知の公式版と一致しないファイルが {count} 個あります：{names}。入手元を確かめ、"
        "それでも使うときは --accept-unknown を付けてください。"
    )


class StandardSetAltered(Refused):
    """The official schemas in use are not what was installed: {reason}. Nothing is checked with
    them. Install the set again, or go back to ours with `daiko standard own`."""

    code = "standard-set-altered"
    status = 503
    message_ja = (
        "使用中の公式 XSD が、入れたときと違います（{reason_ja}）。これでは点検しません。"
        "もう一度入れるか、daiko standard own でこの製品の XSD に戻してください。"
    )


@dataclass(frozen=True, slots=True)
class InstalledSet:
    """The pin of an official set. ``files``: path in XSD/ → SHA-256 of the bytes."""

    id: str  # first 16 digits of the SHA-256 over all digests
    files: dict[str, str]
    unknown: tuple[str, ...]  # files of no edition known to this software
    installed_at: str  # ISO 8601 with offset
    installed_by: str


def installed(folder: Path | None = None) -> InstalledSet | None:
    """The pin, or ``None`` while our own schemas are in use. ``folder``: the data folder."""
    try:
        pin = json.loads((_place(folder) / _PIN).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return InstalledSet(**{**pin, "unknown": tuple(pin["unknown"])})


def schemas_in_use(folder: Path | None = None) -> SchemaSet:
    """The schemas documents are validated with. Raises ``StandardSetAltered``."""
    pin = installed(folder)
    if pin is None:
        return own_schemas()
    place = _place(folder) / pin.id
    key = f"{place}"
    with _lock:
        if key not in _loaded:
            _verified(place, pin)
            _loaded[key] = official_schemas(place)
        return _loaded[key]


def files_to_enclose(folder: Path | None = None) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    """Name of the set in use and its files, as an archive encloses them (``XSD/…``, bytes)."""
    pin = installed(folder)
    if pin is None:
        return "daiko", bundled_files()
    content = _verified(_place(folder) / pin.id, pin)
    return f"official:{pin.id}", tuple((f"XSD/{name}", content[name]) for name in FILES)


def examine(source: Path, *, at: datetime, by: str) -> tuple[InstalledSet, dict[str, bytes]]:
    """Read and try out a set without putting it in use: its pin and its bytes.

    Raises ``StandardSetUnusable`` when a file is missing, too large, refers to anything
    outside the set, or does not load.
    """
    content = {name: _read(source, name) for name in FILES}
    for name, data in content.items():
        _refuse_foreign_references(source, name, data)
    with tempfile.TemporaryDirectory(prefix="daiko-xsd-") as trial:
        _write(Path(trial), content)
        try:
            official_schemas(Path(trial))
        except UnusableSchemasError as error:
            reason = str(error).replace(trial, "")
            raise _unusable(
                source, "読み込めないスキーマがあります（" + reason + "）", reason
            ) from error
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}
    known = known_official_digests()
    unknown = tuple(
        name for name, data in content.items() if normal_digest(data) not in known[f"XSD/{name}"]
    )
    identity = hashlib.sha256("\n".join(digests.values()).encode()).hexdigest()[:16]
    return InstalledSet(identity, digests, unknown, at.isoformat(), by), content


def install(
    pin: InstalledSet,
    content: dict[str, bytes],
    *,
    accept_unknown: bool,
    folder: Path | None = None,
) -> None:
    """Put an examined set in use. Raises ``StandardSetUnknown`` for files of no known edition."""
    if pin.unknown and not accept_unknown:
        raise StandardSetUnknown(count=len(pin.unknown), names=", ".join(pin.unknown))
    place = _place(folder)
    _write(place / pin.id, content)
    _replace(place / _PIN, json.dumps(asdict(pin), ensure_ascii=False, indent=1).encode())


def use_own(folder: Path | None = None) -> InstalledSet | None:
    """Go back to our own schemas; the pin that was in use, if any. Files stay for the record."""
    before = installed(folder)
    (_place(folder) / _PIN).unlink(missing_ok=True)
    return before


def _place(folder: Path | None) -> Path:
    return (folder or home_place()) / "standard"  # looking makes no folder


def _read(source: Path, name: str) -> bytes:
    path = source / name
    if not path.is_file():
        raise _unusable(source, f"{name} がありません", f"{name} is missing")
    if path.stat().st_size > _FILE_BYTES_MAX:
        raise _unusable(source, f"{name} が大きすぎます", f"{name} is too large")
    return path.read_bytes()


def _refuse_foreign_references(source: Path, name: str, data: bytes) -> None:
    """Every include and import leads to another file of the set, never to a network or a path."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root: Any = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = f"{name}: {error.msg}"
        raise _unusable(source, f"XML として読めません（{reason}）", reason) from error
    for element in root.iter(*_REFERRING):
        target = element.get("schemaLocation")
        if target is not None and os.path.normpath(Path(name).parent / target) not in FILES:
            shown = target[:80]
            raise _unusable(
                source, f"{name} が組の外を参照しています（{shown}）", f"{name} refers to {shown}"
            )


def _unusable(source: Path, reason_ja: str, reason: str) -> StandardSetUnusable:
    return StandardSetUnusable(folder=source, reason=reason, reason_ja=reason_ja)


def _verified(place: Path, pin: InstalledSet) -> dict[str, bytes]:
    content = {}
    for name, digest in pin.files.items():
        try:
            content[name] = (place / name).read_bytes()
        except OSError as error:
            raise StandardSetAltered(
                reason=f"{name} cannot be read", reason_ja=f"{name} が読めません"
            ) from error
        if hashlib.sha256(content[name]).hexdigest() != digest:
            raise StandardSetAltered(
                reason=f"{name} is another file", reason_ja=f"{name} が別のファイルです"
            )
    return content


def _write(place: Path, content: dict[str, bytes]) -> None:
    for name, data in content.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        _replace(place / name, data)


def _replace(path: Path, data: bytes) -> None:
    """The whole file or none of it."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
