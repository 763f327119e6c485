"""The process that checks one archive behind walls, and the one that forks it.

``python -m daiko.platform.confined_child FD`` is a warm process: it has imported the
check and compiled the schemas, reads no byte from outside and forks a child for every
request that comes over its control socket. The child raises the walls
(``confined_walls.py``) before the first byte of the archive is read, asks register
questions over its channel and reports verdicts on it (``confined_wire.py``).
Source: docs/decisions/0010-confined-check.md; rulings.md 46, 47.
"""

from __future__ import annotations

import codecs
import fcntl
import gc
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from inspect import signature
from pathlib import Path
from typing import Any, BinaryIO, Final, NoReturn

from daiko.archive.limits import Limits
from daiko.checks.engine import check_archive
from daiko.checks.profile import Profile
from daiko.checks.registers import ClaimKey
from daiko.checks.report import PairVerdict, Report
from daiko.checks.rulebook import implemented
from daiko.checks.subjects import Transport
from daiko.platform.code_state import CODE
from daiko.platform.confined_ports import PORTS, questions
from daiko.platform.confined_walls import MEBIBYTE, Walls
from daiko.platform.confined_wire import WireClosed, decoder, encoder, receive, send
from daiko.platform.rehearsal import collect_seldom, rehearse
from daiko.standard.schemas import SchemaSet, official_schemas, own_schemas
from daiko.standard.tables import read_all

_ARCHIVE: Final = 3
_CHANNEL: Final = 4
_BROKEN: Final = 70
_ABANDONED: Final = 71
_PAIRS_PER_MESSAGE: Final = 200
_FINDINGS_PER_MESSAGE: Final = 1_000
_SECONDS_PER_MESSAGE: Final = 1.0  # of CPU
_FOLDER_BYTES_MAX: Final = 4096
_CODECS: Final = (
    "ascii", "latin-1", "utf-8", "utf-16", "utf-32",
    "cp932", "shift_jis", "shift_jis_2004", "euc_jp", "euc_jis_2004", "iso2022_jp",
)  # fmt: skip
_BALLAST_BYTES: Final = 2 * MEBIBYTE  # let go to have room for saying that memory ran out


class _Asking:
    """A port whose answers come over the channel; one chunk's answers are kept."""

    def __init__(self, channel: int, port: str, before_asking: Callable[[], None]) -> None:
        self._channel, self._port, self._before = channel, port, before_asking
        self._kept: dict[tuple[Any, ...], Any] = {}  # questions without arguments
        self._chunk: dict[tuple[Any, ...], Any] = {}
        self._keys = encoder(list[ClaimKey])
        self._codecs = {
            name: ([encoder(kind) for kind in kinds], decoder(answer))
            for name, (kinds, answer) in questions(port).items()
        }

    def prepare(self, keys: Sequence[ClaimKey]) -> None:
        self._before()
        answer = self._ask("prepare", [self._keys(keys)])
        self._chunk = {}
        for name, rows in answer.items():
            decode = self._codecs[name][1]
            for arguments, value in rows:
                self._chunk[name, *arguments] = decode(value)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_") or name not in self._codecs:
            raise AttributeError(name)
        encoders, decode = self._codecs[name]

        def ask(*arguments: Any) -> Any:
            key = (name, *arguments)
            memory = self._chunk if arguments else self._kept
            if key not in memory:
                sent = [part(value) for part, value in zip(encoders, arguments, strict=True)]
                memory[key] = decode(self._ask(name, sent))
            return memory[key]

        setattr(self, name, ask)
        return ask

    def _ask(self, question: str, arguments: list[Any]) -> Any:
        send(
            self._channel,
            {"kind": "ask", "port": self._port, "question": question, "arguments": arguments},
        )
        return receive(self._channel)["answer"]


class _Reporting:
    """Verdicts on their way to the parent, a chunk at a time."""

    def __init__(self, channel: int) -> None:
        self._channel = channel
        self._encode = encoder(PairVerdict)
        self._pairs: list[Any] = []
        self._findings = 0
        self._since = time.process_time()

    def add(self, verdict: PairVerdict) -> None:
        self._pairs.append(self._encode(verdict))
        self._findings += len(verdict.findings)
        if (
            len(self._pairs) >= _PAIRS_PER_MESSAGE
            or self._findings >= _FINDINGS_PER_MESSAGE
            or time.process_time() - self._since > _SECONDS_PER_MESSAGE
        ):
            self.flush()

    def flush(self) -> None:
        """Also said when there is nothing to report: a new chunk begins."""
        send(self._channel, {"kind": "pairs", "pairs": self._pairs})
        self._pairs, self._findings = [], 0
        self._since = time.process_time()


def main(control_number: int) -> None:
    """Serve requests one after another until the control socket is closed."""
    control = socket.socket(fileno=control_number)
    _quiet()
    warm = _Warm()
    control.sendall((b"+" if warm.walls.has_filter else b"-") + f"{CODE}\n".encode())
    while True:
        folder, descriptors, _, _ = socket.recv_fds(control, _FOLDER_BYTES_MAX, 2)
        if len(descriptors) != 2:
            return
        schemas = warm.schemas(folder.decode("utf-8").rstrip("\0"))
        pid = os.fork()
        if pid == 0:
            _child(schemas, warm.walls, *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        control.sendall(f"{pid}\n".encode("ascii"))
        _, status, usage = os.wait4(pid, 0)
        code = os.waitstatus_to_exitcode(status)
        cpu = usage.ru_utime + usage.ru_stime
        control.sendall(f"{code} {usage.ru_maxrss} {cpu:.3f}\n".encode("ascii"))


def _quiet() -> None:
    """Nothing a child writes by accident reaches a terminal or a log."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.close(nothing)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGXCPU})
    os.umask(0o077)
    os.chdir("/")


class _Warm:
    """What every check needs, read and compiled once."""

    def __init__(self) -> None:
        implemented()  # imports every rule
        for port in PORTS:
            for kinds, answer in questions(port).values():
                [encoder(kind) for kind in kinds]
                decoder(answer)
        for kind in (PairVerdict, Report):
            encoder(kind)
        for codec in _CODECS:
            codecs.lookup(codec)
        read_all()
        _fill_caches()
        self.walls = Walls()
        self._schemas = {"": own_schemas()}
        rehearse(own_schemas(), datetime.now(UTC).date())
        collect_seldom()
        gc.collect()
        gc.freeze()  # children do not touch, and so do not copy, what is here

    def schemas(self, folder: str) -> SchemaSet:
        """The set of a folder; "" for the one of this project."""
        if folder not in self._schemas:
            self._schemas[folder] = official_schemas(Path(folder))
        return self._schemas[folder]


def _fill_caches() -> None:
    """Read every table of the pure rooms: a child can open no file any more."""
    for name, module in list(sys.modules.items()):
        if name.startswith("daiko.") and not name.startswith("daiko.platform."):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_info") and not signature(value).parameters:
                    value()


def _child(schemas: SchemaSet, walls: Walls, archive: int, channel: int) -> NoReturn:
    """One check; never returns."""
    code = _BROKEN
    try:
        _only_two_descriptors(archive, channel)
        _serve(schemas, walls)
        code = 0
    except WireClosed:
        code = _ABANDONED
    finally:
        os._exit(code)


def _only_two_descriptors(archive: int, channel: int) -> None:
    """Archive and channel directly after the standard ones, and nothing else open."""
    high = [fcntl.fcntl(number, fcntl.F_DUPFD, 64) for number in (archive, channel)]
    for number, wanted in zip(high, (_ARCHIVE, _CHANNEL), strict=True):
        os.dup2(number, wanted)
    os.closerange(_CHANNEL + 1, os.sysconf("SC_OPEN_MAX"))


def _serve(schemas: SchemaSet, walls: Walls) -> None:
    request = receive(_CHANNEL)
    source = os.fdopen(_ARCHIVE, "rb")
    ballast = [bytearray(_BALLAST_BYTES)]
    walls.shut(
        memory_bytes=request["memory_bytes"],
        cpu_seconds=request["cpu_seconds"],
        descriptors=_CHANNEL + 1,
    )
    try:
        outcome = _checked(request, source, schemas)
    except WireClosed:
        raise
    except MemoryError:
        ballast.clear()
        outcome = {"kind": "memory"}
    except Exception as error:
        outcome = _broken(error)
    send(_CHANNEL, outcome)


def _checked(request: dict[str, Any], source: BinaryIO, schemas: SchemaSet) -> dict[str, Any]:
    reporting = _Reporting(_CHANNEL)

    def port(name: str) -> Any:
        return _Asking(_CHANNEL, name, reporting.flush) if name in request["ports"] else None

    report = check_archive(
        source,
        name=request["name"],
        received_at=datetime.fromisoformat(request["received_at"]),
        registers=port("registers"),
        history=port("history"),
        profile=decoder(Profile)(request["profile"]),
        schemas=schemas,
        transport=decoder(Transport | None)(request["transport"]),
        limits=decoder(Limits)(request["limits"]),
        on_start=lambda pairs: send(_CHANNEL, {"kind": "start", "pairs": pairs}),
        on_pair=reporting.add,
    )
    reporting.flush()
    return {"kind": "report", "report": encoder(Report)(report)}


def _broken(error: Exception) -> dict[str, Any]:
    """A fault of the program: type and place. Its words may hold a person's data."""
    frames = [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return {"kind": "broken", "error": type(error).__name__, "frames": frames[-10:]}


if __name__ == "__main__":
    main(int(sys.argv[1]))
