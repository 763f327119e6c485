"""The check of one archive in a process that can do nothing but compute.

Source: security-controls.md part D, rulings.md 46 and 47, docs/decisions/0010-confined-check.md.
``check_archive`` takes and gives what ``checks/engine.py`` does. The archive is read
only by a child behind walls (``confined_walls.py``): it gets an open descriptor, asks
registers and history through its parent, and is held to 300 MiB and to 30 s of CPU
per chunk of pairs. Whatever the child does, the caller gets a report: a child that
needed too much, or was killed by what it read, refuses the archive in plain words,
with every verdict that was reached before.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, BinaryIO, Final

import structlog

from daiko.archive.limits import Limits
from daiko.archive.names import ArchiveName
from daiko.checks.engine import digest_of
from daiko.checks.findings import Finding, Severity
from daiko.checks.profile import FUND_RECEPTION, Profile
from daiko.checks.registers import History, Registers
from daiko.checks.report import PairVerdict, Report, Totals, Verdict
from daiko.checks.rulebook import rules
from daiko.checks.subjects import Transport
from daiko.platform.confined_pool import Child, ChildLost, Ending, pool
from daiko.platform.confined_ports import answer
from daiko.platform.confined_walls import MEBIBYTE
from daiko.platform.confined_wire import (
    WireClosed,
    WireError,
    decoder,
    encoder,
    receive,
    send,
)
from daiko.platform.errors import Refused
from daiko.standard.schemas import SchemaSet

log = structlog.get_logger()

MEMORY_MIB: Final = int(os.environ.get("DAIKO_CHECK_MEMORY_MIB", "300"))
CPU_SECONDS: Final = int(os.environ.get("DAIKO_CHECK_CPU_SECONDS", "30"))
SILENT_SECONDS: Final = int(os.environ.get("DAIKO_CHECK_SILENT_SECONDS", "900"))
FILTER_REQUIRED: Final = os.environ.get("DAIKO_CHECK_FILTER", "preferred") == "required"

_TOO_MUCH: Final = "X-ARC-022"
_SIGXCPU: Final = 24
_NEAR_THE_LIMIT: Final = 0.7  # of the memory: a child that crashed there wanted more
_TIMES_TRIED: Final = 2
_MEMORY_WORDS: Final = "点検に要するメモリが上限を超えた / the check needs more memory than allowed"
_TIME_WORDS: Final = "点検に要する時間が上限を超えた / the check needs more time than allowed"
_BROKE_OFF_WORDS: Final = "点検が途中で終わった / the check broke off"


class FilterMissing(Refused):
    """This machine cannot filter system calls (libseccomp2); nothing is checked without it."""

    code = "check-filter-missing"
    status = 503
    message_ja = (
        "この計算機ではシステムコールの制限（libseccomp2）が使えないため、点検を行いません。"
    )


class CheckBrokenError(RuntimeError):
    """The program failed at an archive: a fault of ours, with its place."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one check may use. ``cpu_seconds`` count anew with every chunk of pairs."""

    memory_bytes: int = MEMORY_MIB * MEBIBYTE
    cpu_seconds: int = CPU_SECONDS
    silent_seconds: int = SILENT_SECONDS  # without any sign, whatever the reason
    filter_required: bool = FILTER_REQUIRED


@dataclass(slots=True)
class Usage:
    """What a check used, for benchmarks and proofs; filled by ``check_archive``."""

    resident_bytes: int = 0  # most at any moment
    cpu_seconds: float = 0.0
    cpu_seconds_of_chunk: float = 0.0  # most in one chunk
    filtered: bool = False


@dataclass(slots=True)
class _Run:
    """One check seen from the parent."""

    request: dict[str, Any]
    schemas: str  # folder of an installed set, "" for our own
    ports: dict[str, Any]
    bounds: Bounds
    on_start: Callable[[int], None]
    on_pair: Callable[[PairVerdict], None]
    usage: Usage
    known: int = 0  # verdicts handed on
    seen: int = 0  # verdicts of this try
    expected: int = 0  # pairs in the archive
    totals: Totals = field(default_factory=Totals)
    last_pair: str = ""
    cpu_at_chunk: float = 0.0
    outcome: dict[str, Any] | None = None


def check_archive(
    source: BinaryIO,
    *,
    name: str,
    received_at: datetime,
    registers: Registers | None = None,
    history: History | None = None,
    profile: Profile = FUND_RECEPTION,
    schemas: SchemaSet | None = None,
    transport: Transport | None = None,
    limits: Limits | None = None,
    on_start: Callable[[int], None] | None = None,
    on_pair: Callable[[PairVerdict], None] | None = None,
    bounds: Bounds | None = None,
    usage: Usage | None = None,
) -> Report:
    """Check one archive as ``daiko.checks.engine.check_archive`` does, behind walls.

    Raises ``FilterMissing`` where the system call filter is required and not there,
    and ``CheckBrokenError`` for a fault of the program. Neither says anything about
    the archive.
    """
    verdicts: list[PairVerdict] = []
    ports = {"registers": registers, "history": history}
    run = _Run(
        request=_request(name, received_at, ports, profile, transport, limits, bounds),
        schemas=(schemas.installed_in if schemas else None) or "",
        ports=ports,
        bounds=bounds or Bounds(),
        on_start=on_start or (lambda _: None),
        on_pair=on_pair or verdicts.append,
        usage=usage or Usage(),
    )
    with _descriptor(source) as archive:
        report = _tried_until_judged(run, archive)
        if report.sha256 == "":
            with os.fdopen(os.dup(archive), "rb") as again:
                report = replace(report, sha256=digest_of(again))
    return report if on_pair is not None else _holding(report, verdicts)


def _request(
    name: str,
    received_at: datetime,
    ports: dict[str, Any],
    profile: Profile,
    transport: Transport | None,
    limits: Limits | None,
    bounds: Bounds | None,
) -> dict[str, Any]:
    bounds = bounds or Bounds()
    return {
        "name": name,
        "received_at": received_at.isoformat(),
        "ports": [name for name, port in ports.items() if port is not None],
        "profile": encoder(Profile)(profile),
        "transport": encoder(Transport | None)(transport),
        "limits": encoder(Limits)(limits or Limits()),
        "memory_bytes": bounds.memory_bytes,
        "cpu_seconds": bounds.cpu_seconds,
    }


def _holding(report: Report, verdicts: list[PairVerdict]) -> Report:
    """The report with its pairs; an archive that is refused takes all of them back."""
    if report.verdict is Verdict.REFUSED:
        verdicts = [replace(pair, verdict=Verdict.RETURNED) for pair in verdicts]
    return replace(report, pairs=tuple(verdicts))


@contextmanager
def _descriptor(source: BinaryIO) -> Iterator[int]:
    """A descriptor of the archive that can only be read, with a position of its own."""
    try:
        number = source.fileno()
        source.flush()
        archive = os.open(f"/proc/self/fd/{number}", os.O_RDONLY | os.O_CLOEXEC)
    except (io.UnsupportedOperation, AttributeError):  # bytes in memory: no file is made
        writable = os.memfd_create("archive", os.MFD_CLOEXEC)
        with os.fdopen(writable, "wb") as copy:
            source.seek(0)
            shutil.copyfileobj(source, copy)
            copy.flush()
            archive = os.open(f"/proc/self/fd/{writable}", os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield archive
    finally:
        os.close(archive)
        source.seek(0)


def _tried_until_judged(run: _Run, archive: int) -> Report:
    """A child, and another one where the first was lost; the last one's end is a report."""
    for attempt in range(1, _TIMES_TRIED + 1):
        ending = _tried(run, archive)
        report = _judged(run, ending, last=attempt == _TIMES_TRIED)
        if report is not None:
            return report
    raise AssertionError("the last try gives a report or raises")


def _tried(run: _Run, archive: int) -> Ending | None:
    """One child, from its fork to its end; ``None`` when its warm process was lost."""
    warm = pool.take()
    try:
        run.usage.filtered = warm.has_filter
        _mind_the_filter(run)
        child = warm.fork(archive, run.schemas)
        try:
            _talk(run, child)
        finally:
            if run.outcome is None:
                child.kill()
            ending = child.end()
    except ChildLost as error:
        warm.stop()
        log.warning("check.warm-process-lost", error=str(error))
        return None
    except BaseException:
        pool.give_back(warm)
        raise
    pool.give_back(warm)
    usage = run.usage
    usage.resident_bytes = max(usage.resident_bytes, ending.resident_bytes)
    usage.cpu_seconds += ending.cpu_seconds
    return ending


_told: Final[set[str]] = set()


def _mind_the_filter(run: _Run) -> None:
    """Refuse where the filter is required, else say once that it is missing."""
    if run.usage.filtered:
        return
    if run.bounds.filter_required:
        raise FilterMissing()
    if not _told:
        _told.add("filter")
        log.warning("check.filter-missing", remedy="install libseccomp2", walls="limits only")


def _talk(run: _Run, child: Child) -> None:
    """Serve the child until it has reported or is gone."""
    run.seen, run.outcome, run.cpu_at_chunk = 0, None, 0.0
    bounds = run.bounds

    def wait() -> None:
        allowed = run.cpu_at_chunk + bounds.cpu_seconds + 2
        child.wait(cpu_seconds=allowed, silent_seconds=bounds.silent_seconds)

    try:
        send(child.channel, run.request)
        while run.outcome is None:
            message = receive(child.channel, wait=wait)
            match message.get("kind"):
                case "ask":
                    send(child.channel, {"answer": answer(run.ports, message)})
                case "pairs":
                    _take(run, message)
                    _renew(run, child)
                case "start":
                    run.expected = decoder(int)(message.get("pairs"))
                    run.on_start(run.expected) if not run.known else None
                case "report" | "memory" | "broken":
                    run.outcome = message
                case _:
                    raise WireError("no such message")
    except WireClosed:
        return
    except WireError as error:
        log.error("check.child-speaks-nonsense", error=str(error))
        child.kill()


def _take(run: _Run, message: dict[str, Any]) -> None:
    """Hand on the verdicts that were not handed on by an earlier try."""
    for verdict in decoder(list[PairVerdict])(message.get("pairs")):
        known_rules = rules()
        if any(finding.rule not in known_rules for finding in verdict.findings):
            raise WireError("no such rule")
        run.seen += 1
        if run.seen > run.known:
            run.known += 1
            run.totals.add(verdict)
            run.last_pair = verdict.name
            run.on_pair(verdict)


def _renew(run: _Run, child: Child) -> None:
    """A chunk is done: its CPU seconds are given again."""
    used = child.cpu_used()
    usage = run.usage
    usage.cpu_seconds_of_chunk = max(usage.cpu_seconds_of_chunk, used - run.cpu_at_chunk)
    run.cpu_at_chunk = used
    child.allow_cpu(int(used) + 1 + run.bounds.cpu_seconds)


def _judged(run: _Run, ending: Ending | None, *, last: bool) -> Report | None:
    """The report, or ``None`` when the child was lost and another one shall try.

    Raises ``ChildLost`` when this machine cannot keep a warm process: that is no fault
    of the archive, and a job tries again later.
    """
    if ending is None:
        if last:
            raise ChildLost("no warm process can be kept")
        return None
    outcome = run.outcome or {"kind": "gone"}
    if outcome["kind"] == "report":
        return _report(run, outcome)
    if outcome["kind"] == "broken":
        raise CheckBrokenError(f"{outcome.get('error')} at {outcome.get('frames')}")
    near = ending.resident_bytes > run.bounds.memory_bytes * _NEAR_THE_LIMIT
    if outcome["kind"] == "memory" or (near and ending.code != -_SIGXCPU):
        mebibytes = run.bounds.memory_bytes // MEBIBYTE
        return _refusal(run, _MEMORY_WORDS, f"≤ {mebibytes} MiB")
    used = ending.cpu_seconds - run.cpu_at_chunk
    if ending.code == -_SIGXCPU or used >= run.bounds.cpu_seconds:
        limit = f"≤ {run.bounds.cpu_seconds} s CPU per chunk"
        return _refusal(run, _TIME_WORDS, limit)
    log.warning("check.child-lost", code=ending.code, pairs=run.seen, last=last)
    if not last:
        return None
    return _refusal(run, _BROKE_OFF_WORDS, "点検できる ZIP / an archive that can be checked")


def _report(run: _Run, outcome: dict[str, Any]) -> Report:
    report: Report = decoder(Report)(outcome.get("report"))
    totals = run.totals
    if report.verdict is Verdict.REFUSED:
        totals.refuse_all()
    return replace(report, totals=totals, pairs=())


def _refusal(run: _Run, words: str, expected: str) -> Report:
    """An archive that could not be checked to its end, as a report."""
    done, name = run.known, ArchiveName.parse(run.request["name"])
    place = f"{done} / {run.expected}" if run.expected else "0"
    last = f" {run.last_pair}" if run.last_pair else ""
    finding = Finding(
        _TOO_MUCH,
        at="/",
        found=f"{words}（点検済みの組 / pairs done: {place}{last}）",
        expected=expected,
        severity=Severity.REJECT_ARCHIVE,
    )
    run.totals.refuse_all()
    return Report(
        name=run.request["name"],
        sha256="",  # filled in by the caller
        sender=name.sender if name else None,
        receiver=name.receiver if name else None,
        created_on=name.submitted_on if name else None,
        sequence=name.sequence if name else None,
        service_event_type=name.service_event_type if name else None,
        verdict=Verdict.REFUSED,
        findings=(finding,),
        pairs=(),
        not_checked=(),
        totals=run.totals,
    )
