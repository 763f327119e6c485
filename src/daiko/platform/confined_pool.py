"""Warm processes that fork confined children, and the hold the parent has on a child.

Source: docs/decisions/0010-confined-check.md; tested-facts 6. One warm process serves
one check at a time; there are as many as checks at the same time in this process.
They end when this process ends, since their control socket closes then.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

import daiko
from daiko.platform.code_state import CODE

log = structlog.get_logger()

_KEPT_VARIABLES: Final = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONHOME", "VIRTUAL_ENV")
_IDLE_MAX: Final = 2
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_ALIVE_AFTER_SECONDS: Final = 1.0  # how often a silent child is looked at


class ChildLost(OSError):
    """The warm process could not be started or is gone."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a child ended: exit code (negative: the signal), most resident bytes, CPU seconds."""

    code: int
    resident_bytes: int
    cpu_seconds: float


class WarmProcess:
    """One process that forks children on request."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "daiko.platform.confined_child", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=_environment(),
                stdin=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,  # a Ctrl-C in the terminal is the parent's affair
            )
        self.has_filter = self._read(1) == b"+"
        if self._line().strip() != CODE:
            self.stop()
            log.error("check.program-changed", remedy="restart this server or worker")
            raise ChildLost("the program was changed under this process: restart it")

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def fork(self, archive: int, schemas: str) -> Child:
        """A child that holds the archive's descriptor and waits for its request.

        ``schemas``: folder of an installed set, "" for the one of this project.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(
                    self._control, [schemas.encode() or b"\0"], [archive, theirs.fileno()]
                )
                pid = int(self._line())
            except (OSError, ValueError) as error:
                ours.close()
                raise ChildLost("the warm process is gone") from error
        return Child(self, pid, ours)

    def ending(self) -> Ending:
        """Wait for the child that was forked last."""
        code, resident, cpu = self._line().split()
        return Ending(int(code), int(resident) * 1024, float(cpu))

    def stop(self) -> None:
        """Close the control socket; the process ends by itself."""
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
            return
        self._process.kill()
        self._process.wait()

    def _line(self) -> str:
        line = b""
        while not line.endswith(b"\n"):
            line += self._read(1)
        return line.decode("ascii")

    def _read(self, size: int) -> bytes:
        data = self._control.recv(size)
        if not data:
            raise ChildLost("the warm process is gone")
        return data


class Child:
    """One confined child as its parent sees it."""

    def __init__(self, warm: WarmProcess, pid: int, channel: socket.socket) -> None:
        self._warm = warm
        self._pid = pid
        self._channel = channel
        self._poll = select.poll()
        self._poll.register(channel, select.POLLIN)
        self._last_sign = time.monotonic()

    @property
    def channel(self) -> int:
        return self._channel.fileno()

    def wait(self, *, cpu_seconds: float, silent_seconds: float) -> None:
        """Until there is something to read. Kills a child that took too much time.

        The kernel ends it at its CPU limit; this is the second watch, and the only one
        over a child that sleeps.
        """
        while not self._poll.poll(_ALIVE_AFTER_SECONDS * 1000):
            silent = time.monotonic() - self._last_sign
            if self.cpu_used() > cpu_seconds or silent > silent_seconds:
                self.kill()
        self._last_sign = time.monotonic()

    def cpu_used(self) -> float:
        """CPU seconds the child has used so far; 0 when it is gone."""
        try:
            fields = Path(f"/proc/{self._pid}/stat").read_text().rpartition(") ")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def allow_cpu(self, until_seconds: int) -> None:
        """Move the soft limit of CPU seconds; the child cannot do that by itself."""
        with contextlib.suppress(ProcessLookupError):  # it is gone already
            _, hard = resource.prlimit(self._pid, resource.RLIMIT_CPU)
            resource.prlimit(self._pid, resource.RLIMIT_CPU, (until_seconds, hard))

    def kill(self) -> None:
        """End the child now."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)

    def end(self) -> Ending:
        """Close the channel, which ends a child that still talks, and wait for its end."""
        self._channel.close()
        return self._warm.ending()


class _Pool:
    """Idle warm processes of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[WarmProcess] = []

    def take(self) -> WarmProcess:
        with self._lock:
            while self._idle:
                warm = self._idle.pop()
                if warm.alive:
                    return warm
                warm.stop()
        return WarmProcess()

    def give_back(self, warm: WarmProcess) -> None:
        with self._lock:
            if len(self._idle) < _IDLE_MAX:
                self._idle.append(warm)
                return
        warm.stop()

    def stop(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for warm in idle:
            warm.stop()

    def forget(self) -> None:
        """In a forked copy of this process: the warm processes belong to the original."""
        self._lock = threading.Lock()
        self._idle = []


pool: Final = _Pool()
atexit.register(pool.stop)
os.register_at_fork(after_in_child=pool.forget)


def _environment() -> dict[str, str]:
    """No secret and no address of a database; one arena, so that threads map little."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    source = str(Path(daiko.__file__).resolve().parents[1])
    return {**kept, "PYTHONPATH": source, "MALLOC_ARENA_MAX": "1", "PYTHONUTF8": "1"}
