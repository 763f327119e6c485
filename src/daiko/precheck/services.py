"""Verbs of the check before sending: take in, end, erase what is over.

Nothing is kept: no row, no file after the end, no log line with a name or a value
(rulings.md 46). The key of a check is handed to the visitor and to the process that
works on it, and is nowhere else.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import structlog

from daiko.precheck import quarantine, rate
from daiko.precheck.errors import (
    ArchiveTooLarge,
    CheckNotThere,
    NoArchive,
    PrecheckBusy,
    PrecheckOff,
    TooManyChecks,
)
from daiko.precheck.policy import WINDOW_MINUTES, Policy, policy
from daiko.precheck.quarantine import Gone, Phase
from daiko.precheck.receiving import to_json
from daiko.precheck.receiving_now import receiving_now
from daiko.precheck.results import ARCHIVE, REQUEST, seal_json
from daiko.precheck.sealed_files import SealedWriter, new_key

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Begun:
    """A check that began. ``key`` belongs to the visitor alone."""

    id: str
    key: bytes


def require_open(limits: Policy | None = None) -> Policy:
    """The limits of now. Raises ``PrecheckOff``."""
    limits = limits or policy()
    if not limits.is_on:
        raise PrecheckOff
    return limits


class Upload:
    """An archive on its way in: sealed piece by piece, never whole in memory or in clear."""

    def __init__(self, *, address: str, at: datetime) -> None:
        """Make room for one archive.

        Raises ``PrecheckOff``, ``TooManyChecks`` (for this address) or ``PrecheckBusy``.
        """
        self._limits = require_open()
        if not rate.may_ask(address, limit=self._limits.per_address, at=at):
            raise TooManyChecks(limit=self._limits.per_address, minutes=WINDOW_MINUTES)
        quarantine.sweep(at=at)
        if len(quarantine.checks()) >= self._limits.held:
            raise PrecheckBusy
        self.key = new_key()
        self.id = quarantine.make(self.key, at=at)
        self.size = 0
        self._file = SealedWriter(self._folder / ARCHIVE, self.key, ARCHIVE)
        self._is_over = False

    @property
    def _folder(self) -> Path:
        return quarantine.place(self.id)

    def write(self, data: bytes) -> None:
        """Take the next bytes. Raises ``ArchiveTooLarge``, and then nothing is left."""
        self.size += len(data)
        if self.size > self._limits.largest_bytes:
            self.abandon()
            raise ArchiveTooLarge(mebibytes=self._limits.largest_mebibytes)
        self._file.write(data)

    def begin(self, name: str, *, at: datetime) -> Begun:
        """The archive is whole: check it in a process of its own. Raises ``NoArchive``."""
        if not self.size:
            self.abandon()
            raise NoArchive
        self._file.close()
        self._is_over = True
        asked = {
            "name": name,
            "received_at": at.isoformat(),
            "receiving": to_json(receiving_now(at)),
        }
        seal_json(self._folder, self.key, REQUEST, asked)
        state = quarantine.read_state(self.id, at=at)
        quarantine.write_state(self.id, replace(state, phase=Phase.WAITING, changed_at=at))
        _start_runner(self.id, self.key)
        log.info("precheck.begun", bytes=self.size)
        return Begun(self.id, self.key)

    def abandon(self) -> None:
        """Erase what came in; nothing happens after ``begin``."""
        if not self._is_over:
            self._is_over = True
            self._file.abandon()
            quarantine.remove(self.id)


def end(check_id: str, key: bytes, *, at: datetime) -> None:
    """Erase a check at once. Raises ``CheckNotThere`` for another key or none."""
    try:
        fits = quarantine.fits(quarantine.read_state(check_id, at=at), key)
    except Gone:
        fits = False
    if not fits:
        raise CheckNotThere
    quarantine.remove(check_id)
    log.info("precheck.ended")


def erase_what_is_over(*, at: datetime) -> int:
    """Erase checks whose time is over and marks of quiet addresses; how many checks."""
    removed = quarantine.sweep(at=at)
    rate.forget(at=at)
    if removed:
        log.info("precheck.erased", checks=removed)
    return removed


def _start_runner(check_id: str, key: bytes) -> None:
    """The process that checks; the key goes in by a pipe, so that no list of processes has it."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    runner = subprocess.Popen(
        [sys.executable, "-m", "daiko.precheck.runner", check_id],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    assert runner.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        runner.stdin.write(key)
        runner.stdin.close()
    threading.Thread(target=runner.wait, daemon=True).start()  # leaves no zombie
