"""The quarantine folder: one private folder for each check, erased when it ends.

Source: security-controls.md A7; rulings.md 46; docs/decisions/0011-quarantine.md.
``quarantine/`` of the data folder has mode 0700. A check is a folder with a random name:
sealed files, and ``state`` in clear with times and counts, never a name or a value.
All is on disk, so that any web process answers for any check. The key is never stored:
``state`` holds its digest only. Nothing here knows the clock: moments are arguments.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from daiko.platform.home import home
from daiko.precheck.policy import WORKING_MINUTES

_STATE: Final = "state"
_LOCK: Final = "lock"
_ID_BYTES: Final = 12
_ID_LETTERS: Final = frozenset("0123456789abcdef")
_UNBORN_SECONDS: Final = 20  # a runner needs a moment until it holds its lock


class Phase(StrEnum):
    """Where a check is. ``lost``: its process is gone without a result."""

    UPLOADING = "uploading"
    WAITING = "waiting"
    CHECKING = "checking"
    MENDING = "mending"
    DONE = "done"
    FAILED = "failed"
    LOST = "lost"

    @property
    def is_final(self) -> bool:
        return self in (Phase.DONE, Phase.FAILED, Phase.LOST)


@dataclass(frozen=True, slots=True)
class State:
    """What may be known of a check without its key. ``done`` and ``total`` are persons."""

    phase: Phase
    verifier: str
    created_at: datetime
    changed_at: datetime
    expires_at: datetime
    done: int = 0
    total: int = 0


class Gone(Exception):
    """The folder is not there any more: the check was ended."""


def root() -> Path:
    """The quarantine of this installation; made at first use, private.

    ``DAIKO_QUARANTINE`` names another place than the data folder, a tmpfs for instance. The
    folder is swept: it must be this installation's alone.
    """
    configured = os.environ.get("DAIKO_QUARANTINE")
    folder = Path(configured).absolute() if configured else home() / "quarantine"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def make(key: bytes, *, at: datetime) -> str:
    """A new folder for a check; its id."""
    check_id = secrets.token_hex(_ID_BYTES)
    place(check_id).mkdir(mode=0o700)
    state = State(
        Phase.UPLOADING,
        verifier_of(key),
        created_at=at,
        changed_at=at,
        expires_at=at + timedelta(minutes=WORKING_MINUTES),
    )
    write_state(check_id, state)
    return check_id


def place(check_id: str) -> Path:
    """Folder of a check, there or not. Raises ``Gone`` for what cannot be an id."""
    if len(check_id) != 2 * _ID_BYTES or not set(check_id) <= _ID_LETTERS:
        raise Gone
    return root() / check_id


def verifier_of(key: bytes) -> str:
    """By which a key is known again; says nothing about it."""
    return hashlib.sha256(b"daiko quarantine" + key).hexdigest()


def fits(state: State, key: bytes) -> bool:
    """Whether this is the key of the check; takes the same time for any wrong one."""
    return hmac.compare_digest(state.verifier, verifier_of(key))


def read_state(check_id: str, *, at: datetime) -> State:
    """State of a check; ``lost`` when nobody works on it. Raises ``Gone``, also after its time."""
    folder = place(check_id)
    try:
        text = (folder / _STATE).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise Gone from None
    state = _state(json.loads(text))
    if at >= state.expires_at:
        raise Gone
    age = at - state.changed_at
    is_working = state.phase not in (Phase.UPLOADING, Phase.DONE, Phase.FAILED)
    if is_working and age > timedelta(seconds=_UNBORN_SECONDS) and not _is_held(folder):
        return replace(state, phase=Phase.LOST)
    return state


def write_state(check_id: str, state: State) -> None:
    """Replace the state in one step. Raises ``Gone`` when the check was ended."""
    folder = place(check_id)
    unfinished = folder / f".{_STATE}.{os.getpid()}"
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(state), file, default=_text)
        unfinished.replace(folder / _STATE)
    except FileNotFoundError:
        raise Gone from None


@contextmanager
def held(check_id: str) -> Iterator[None]:
    """Hold the check while working on it; the kernel lets go when the process dies."""
    path = place(check_id) / _LOCK
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except FileNotFoundError:
        raise Gone from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def turn(running: int) -> Iterator[bool]:
    """One of ``running`` places to work in; whether one was free."""
    folder = root() / "turns"
    folder.mkdir(mode=0o700, exist_ok=True)
    for number in range(running):
        handle = os.open(folder / str(number), os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            continue
        try:
            yield True
        finally:
            os.close(handle)
        return
    yield False


def remove(check_id: str) -> None:
    """Erase a check; nothing happens when it is gone already."""
    with suppress(Gone):
        shutil.rmtree(place(check_id), ignore_errors=True)


def checks() -> list[str]:
    """Ids of all checks that are held, in no order."""
    return [path.name for path in root().iterdir() if _is_id(path.name)]


def sweep(*, at: datetime) -> int:
    """Erase every check whose time is over, or whose state cannot be read; how many."""
    removed = 0
    for check_id in checks():
        try:
            read_state(check_id, at=at)
        except (Gone, ValueError, KeyError, TypeError):
            if not _is_being_made(check_id, at):
                remove(check_id)
                removed += 1
    return removed


def _is_being_made(check_id: str, at: datetime) -> bool:
    """A folder without state whose maker may still live."""
    folder = place(check_id)
    try:
        if (folder / _STATE).exists():
            return False
        return at.timestamp() - folder.stat().st_mtime < _UNBORN_SECONDS
    except FileNotFoundError:
        return False


def _is_id(name: str) -> bool:
    return len(name) == 2 * _ID_BYTES and set(name) <= _ID_LETTERS


def _is_held(folder: Path) -> bool:
    try:
        handle = os.open(folder / _LOCK, os.O_WRONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(handle)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _state(value: dict[str, object]) -> State:
    moments = {
        name: datetime.fromisoformat(str(value[name]))
        for name in ("created_at", "changed_at", "expires_at")
    }
    return State(
        phase=Phase(str(value["phase"])),
        verifier=str(value["verifier"]),
        done=int(str(value["done"])),
        total=int(str(value["total"])),
        **moments,
    )
