"""The check behind walls: the engine's answers, and an answer whatever happens to the child."""

from __future__ import annotations

import io
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from building import RECEIVED_AT, BuiltArchive, a_claim, a_result, an_archive, another
from daiko.checks.in_memory import MemoryHistory, MemoryRegisters
from daiko.checks.registers import ClaimKey
from daiko.checks.report import PairVerdict, Report, Verdict
from daiko.platform import confined, confined_pool
from daiko.platform.code_state import digest_of_code
from daiko.platform.confined import Bounds, Usage, check_archive

MEBIBYTE = 1024 * 1024


def confined_check(archive: BuiltArchive, **arguments: Any) -> Report:
    arguments.setdefault("received_at", RECEIVED_AT)
    return check_archive(io.BytesIO(archive.data), name=archive.name, **arguments)


def faulty() -> BuiltArchive:
    pairs = [another(serial) for serial in range(1, 250)]
    return an_archive([(a_result(), a_claim()), (b"<broken", a_claim()), *pairs])


def heavy(pairs: int) -> BuiltArchive:
    """Results of 1.3 MiB each: nearly as many elements as are read, with three attributes."""
    filler = b"<i a='1234' b='2345' c='3456'/>" * 49_000
    return an_archive([(b"<a>" + filler + b"</a>", a_claim())] * pairs)


@pytest.mark.parametrize(
    "ports", [{}, {"registers": MemoryRegisters({}, {}, {}), "history": MemoryHistory()}]
)
def test_the_report_is_the_engines(ports: dict[str, Any]) -> None:
    """Same findings, same pairs, same sums, with and without registers."""
    for archive in (faulty(), an_archive(), BuiltArchive("x.zip", b"no zip")):
        assert confined_check(archive, **ports) == archive.check(**ports)


def test_verdicts_come_one_by_one_with_progress() -> None:
    """``on_start`` says how many there will be, ``on_pair`` gets each in order."""
    archive, started, got = faulty(), list[int](), list[PairVerdict]()
    report = confined_check(archive, on_start=started.append, on_pair=got.append)
    assert started == [251]
    assert tuple(got) == archive.check().pairs
    assert report.pairs == ()


def test_a_real_file_is_read_by_its_descriptor(tmp_path: Path) -> None:
    """A file, also one without a name; its position is put back and nothing is written."""
    archive = an_archive()
    (tmp_path / "a.zip").write_bytes(archive.data)
    with (tmp_path / "a.zip").open("rb") as named, tempfile.SpooledTemporaryFile() as spooled:
        spooled.write(archive.data)
        for source in (named, spooled):
            report = check_archive(source, name=archive.name, received_at=RECEIVED_AT)
            assert report == archive.check()
            assert source.tell() == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_what_a_check_used_is_measured() -> None:
    """Peak memory and CPU as the kernel counted them."""
    usage = Usage()
    confined_check(heavy(3), usage=usage)
    assert 0 < usage.resident_bytes <= 300 * MEBIBYTE
    assert 0 < usage.cpu_seconds_of_chunk <= usage.cpu_seconds


def test_too_much_memory_refuses_the_archive() -> None:
    """The child runs out of memory; the archive is refused in words, with its place."""
    report = confined_check(heavy(4), bounds=Bounds(memory_bytes=90 * MEBIBYTE))
    assert report.verdict is Verdict.REFUSED
    (finding,) = report.findings
    assert finding.rule == "X-ARC-022"
    assert "more memory than allowed" in finding.found
    assert "/ 4" in finding.found
    assert finding.expected == "≤ 90 MiB"
    assert len(report.sha256) == 64


def test_time_is_given_anew_with_every_chunk() -> None:
    """A child whose whole check takes longer than a chunk may is let go on."""
    usage = Usage()
    report = confined_check(heavy(40), bounds=Bounds(cpu_seconds=3), usage=usage)
    assert usage.cpu_seconds > usage.cpu_seconds_of_chunk * 1.2, "too light to prove anything"
    assert report.totals.pairs == 40
    assert "X-ARC-022" not in [finding.rule for finding in report.findings]


class Deadly:
    """A history whose questions are the child's last words, ``times`` times."""

    def __init__(self, times: int, number: int) -> None:
        self.times, self.number, self.inner = times, number, MemoryHistory()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def prepare(self, keys: list[ClaimKey]) -> None:
        if self.times:
            self.times -= 1
            for pid in children_of_warm_processes():
                os.kill(pid, self.number)


def warm_processes() -> set[str]:
    """Those of this very process; other tests on this machine have their own."""
    own = str(os.getpid())
    return {pid for pid, parent in parents().items() if parent == own}


def children_of_warm_processes() -> Iterator[int]:
    warm = warm_processes()
    return (int(pid) for pid, parent in parents().items() if parent in warm)


def parents() -> dict[str, str]:
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        if b"confined_child" in (stat.parent / "cmdline").read_bytes():
            found[stat.parent.name] = fields[1]
    return found


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_child_that_is_killed_once_is_replaced(number: int) -> None:
    """Another child begins again; no verdict comes twice and none is lost."""
    archive, got = faulty(), list[PairVerdict]()
    report = confined_check(archive, history=Deadly(1, number), on_pair=got.append)
    assert tuple(got) == archive.check(history=MemoryHistory()).pairs
    assert report.verdict is Verdict.PARTLY_ACCEPTED


def test_an_archive_that_kills_every_child_is_refused() -> None:
    """Two children died: the archive is refused in words and the next one is checked."""
    report = confined_check(faulty(), history=Deadly(9, signal.SIGSEGV))
    assert report.verdict is Verdict.REFUSED
    assert [f.rule for f in report.findings] == ["X-ARC-022"]
    assert "broke off" in report.findings[0].found
    assert confined_check(an_archive()) == an_archive().check()


def test_too_much_time_refuses_the_archive() -> None:
    """The kernel's signal for too much CPU is the verdict; there is no second try."""
    deadly = Deadly(9, signal.SIGXCPU)
    report = confined_check(faulty(), history=deadly)
    assert report.verdict is Verdict.REFUSED
    (finding,) = report.findings
    assert (finding.rule, finding.expected) == ("X-ARC-022", "≤ 30 s CPU per chunk")
    assert "more time than allowed" in finding.found
    assert deadly.times == 8


def test_a_warm_process_that_dies_is_replaced() -> None:
    """Nothing of it is left in the pool."""
    confined_check(an_archive())
    for pid in warm_processes():
        os.kill(int(pid), signal.SIGKILL)
    report = confined_check(an_archive())
    assert report == an_archive().check()


def test_a_failing_register_is_the_callers_affair() -> None:
    """An error of the database goes up as it is; the next check works."""

    class Broken(MemoryHistory):
        def prepare(self, keys: Any) -> None:
            raise ConnectionError("database")

    with pytest.raises(ConnectionError):
        confined_check(an_archive(), history=Broken())
    assert confined_check(an_archive()) == an_archive().check()


def test_a_fault_of_the_program_is_told_without_values() -> None:
    """A fault behind the walls names type and place, and no value."""

    class Wrong(MemoryHistory):
        def archive_digest(self, archive_name: str) -> Any:
            return 4711

    with pytest.raises(confined.CheckBrokenError) as caught:
        confined_check(an_archive(), history=Wrong())
    assert "WireError at" in str(caught.value)
    assert "confined_wire.py" in str(caught.value)
    assert "4711" not in str(caught.value)


class _Unfiltered(confined_pool.WarmProcess):
    def __init__(self) -> None:
        super().__init__()
        self.has_filter = False


def test_without_the_filter_it_is_said_once_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk goes on with limits alone and says so; house and nation may refuse."""
    monkeypatch.setattr(confined_pool, "WarmProcess", _Unfiltered)
    confined_pool.pool.stop()
    confined._told.clear()
    with capture_logs() as logs:
        confined_check(an_archive())
        confined_check(an_archive())
    assert [entry["event"] for entry in logs] == ["check.filter-missing"]
    with pytest.raises(confined.FilterMissing):
        confined_check(an_archive(), bounds=Bounds(filter_required=True))
    confined_pool.pool.stop()


def test_a_changed_program_refuses_no_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of another version would talk nonsense: the check waits for the restart."""
    confined_pool.pool.stop()
    monkeypatch.setattr(confined_pool, "CODE", "another")
    with capture_logs() as logs, pytest.raises(confined_pool.ChildLost, match="restart"):
        confined_check(an_archive())
    assert [entry["event"] for entry in logs] == ["check.program-changed"]


def test_any_changed_file_is_another_program(tmp_path: Path) -> None:
    """A table or schema as well as a module; not what Python compiles."""
    (tmp_path / "rules.csv").write_text("a")
    before = digest_of_code(tmp_path)
    (tmp_path / "rules.cpython-311.pyc").write_bytes(b"x")
    assert digest_of_code(tmp_path) == before
    (tmp_path / "rules.csv").write_text("b")
    assert digest_of_code(tmp_path) != before
