"""The process that checks one archive of the quarantine: ``python -m daiko.precheck.runner ID``.

Reads the key from standard input, waits for its turn, checks, mends, and leaves sealed
results. What it reads in clear lies in anonymous memory (memfd), never in a file. It
prints nothing about the archive: an error is told by its kind only.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import structlog

from daiko.platform.boot import logs_beside_the_answer
from daiko.platform.clock import now
from daiko.precheck import quarantine
from daiko.precheck.policy import policy
from daiko.precheck.quarantine import Gone, Phase, State
from daiko.precheck.sealed_files import KEY_BYTES, SealedWriter, unsealed

log = structlog.get_logger()

_PATIENCE_SECONDS: Final = 0.2
_TOLD_SECONDS: Final = 0.25
_TOLD_PERSONS: Final = 50


def main() -> None:
    """Work on the check that is named on the command line."""
    logs_beside_the_answer()
    check_id, key = sys.argv[1], sys.stdin.buffer.read(KEY_BYTES)
    try:
        with quarantine.held(check_id):
            _in_turn(check_id, key)
    except Gone:
        log.info("precheck.gone")
    except BaseException as error:  # whatever happened, no content may reach a log
        if not quarantine.place(check_id).exists():
            log.info("precheck.gone")  # erased while a file of it was being written
            return
        log.error("precheck.failed", error=type(error).__name__)
        _fail(check_id)
        sys.exit(1)


def _in_turn(check_id: str, key: bytes) -> None:
    while True:
        with quarantine.turn(policy().running) as is_free:
            if is_free:
                Work(check_id, key).run()
                return
        quarantine.read_state(check_id, at=now())  # raises Gone when it was ended
        time.sleep(_PATIENCE_SECONDS)


def _fail(check_id: str) -> None:
    try:
        at = now()
        state = quarantine.read_state(check_id, at=at)
        expires_at = min(state.expires_at, policy().held_until(at))
        failed = replace(state, phase=Phase.FAILED, changed_at=at, expires_at=expires_at)
        quarantine.write_state(check_id, failed)
    except Gone:
        return


@dataclass(slots=True)
class Work:
    """One check from the sealed archive to the sealed results."""

    check_id: str
    key: bytes
    state: State = field(init=False)
    told: float = 0.0

    def __post_init__(self) -> None:
        self.state = quarantine.read_state(self.check_id, at=now())

    @property
    def folder(self) -> Path:
        return quarantine.place(self.check_id)

    def run(self) -> None:
        """Check, mend, seal; the archive itself is erased before the result is shown."""
        from daiko.precheck.judging import judge
        from daiko.precheck.receiving import from_json
        from daiko.precheck.results import ARCHIVE, HEAD, REQUEST, seal_json, unseal_json

        request = unseal_json(self.folder, self.key, REQUEST)
        received_at = datetime.fromisoformat(request["received_at"])
        with self._in_memory(ARCHIVE) as archive:
            head = judge(
                self,
                archive,
                name=request["name"],
                received_at=received_at,
                receiving=from_json(request["receiving"]),
            )
        seal_json(self.folder, self.key, HEAD, head)
        (self.folder / ARCHIVE).unlink(missing_ok=True)
        at = now()
        expires_at = policy().held_until(at)
        self.state = replace(self.state, phase=Phase.DONE, changed_at=at, expires_at=expires_at)
        quarantine.write_state(self.check_id, self.state)
        log.info("precheck.done", passing=head["passing"], to_mend=head["to_mend"])

    def enter(self, phase: Phase, total: int) -> None:
        """Begin a phase with so many persons. Raises ``Gone``."""
        self._tell(replace(self.state, phase=phase, done=0, total=total))

    def step(self) -> None:
        """One more person. Raises ``Gone`` when the visitor ended the check."""
        self.state = replace(self.state, done=self.state.done + 1)
        is_round = self.state.done % _TOLD_PERSONS == 0  # verdicts come in chunks
        if is_round or time.monotonic() - self.told > _TOLD_SECONDS:
            self._tell(self.state)

    def _tell(self, state: State) -> None:
        self.state = replace(state, changed_at=now())
        quarantine.write_state(self.check_id, self.state)
        self.told = time.monotonic()

    def _in_memory(self, label: str) -> BinaryIO:
        """A sealed file in clear, in memory that has no name."""
        file = memory_file(label)
        for piece in unsealed(self.folder / label, self.key, label):
            file.write(piece)
        file.seek(0)
        return file

    def seal(self, label: str, content: BinaryIO) -> None:
        """Seal a whole file."""
        content.seek(0)
        with SealedWriter(self.folder / label, self.key, label) as target:
            shutil.copyfileobj(content, cast(Any, target))


def memory_file(label: str) -> BinaryIO:
    """An empty file in anonymous memory."""
    return os.fdopen(os.memfd_create(label, os.MFD_CLOEXEC), "w+b")


if __name__ == "__main__":
    main()
