"""Every specimen gets its verdict behind the walls, within the limits, and harms nothing.

Exactly the rules it must break, refused or returned or accepted; at most 300 MiB and 30 s
of CPU in a chunk; nothing fetched, nothing written; the next right archive is checked.
"""

from __future__ import annotations

import io
import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from building import RECEIVED_AT, a_claim, a_result, an_archive
from daiko.checks.report import Report, Verdict
from daiko.platform.confined import Usage, check_archive
from hostile import KINDS, Specimen, attack_kinds, specimens
from hostile.making import ACCEPTED, ALL_RETURNED, REFUSED, RETURNED, pairs
from hostile.name_kinds import CANARY

MEBIBYTE = 1024 * 1024
MEMORY_BYTES = 300 * MEBIBYTE
CPU_SECONDS = 30
OUTSIDE = (tempfile.gettempdir(), "/", "/etc", "/tmp", "/var/tmp", os.curdir, os.pardir)


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """Whatever is fetched arrives here; a module's end sees that nothing did."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        attack_kinds.PORT = server.getsockname()[1]
        yield server
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.fixture(scope="module", autouse=True)
def work_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Checks run in an empty folder, which is empty afterwards."""
    folder = tmp_path_factory.mktemp("work")
    before = Path.cwd()
    os.chdir(folder)
    yield folder
    os.chdir(before)
    assert list(folder.iterdir()) == []
    for place in OUTSIDE:
        assert not list(Path(place).glob(f"*{CANARY}*"))


@pytest.mark.parametrize("kind", KINDS)
def test_verdict(kind: str, listener: socket.socket) -> None:
    """The verdict of each specimen of a kind."""
    wrong = []
    for specimen in specimens(kind):
        usage = Usage()
        report = check_archive(
            io.BytesIO(specimen.data()),
            name=specimen.name,
            received_at=RECEIVED_AT,
            registers=specimen.registers,
            history=specimen.history,
            usage=usage,
        )
        wrong += [f"{specimen.about}: {words}" for words in complaints(specimen, report, usage)]
    assert wrong == []


def complaints(specimen: Specimen, report: Report, usage: Usage) -> Iterator[str]:
    """What is not as it must be."""
    found = [*report.findings, *(f for pair in report.pairs for f in pair.findings)]
    if outcome_of(report) != specimen.outcome:
        yield f"{outcome_of(report)} instead of {specimen.outcome}"
    if (rules := {finding.rule for finding in found}) != specimen.rules:
        more, less = rules - specimen.rules, specimen.rules - rules
        yield f"rules {sorted(more)} too many, {sorted(less)} missing"
    text = "\n".join(finding.found for finding in found)
    for words in specimen.found:
        if words not in text:
            yield f"{words} is not in {text!r}"
    for finding in found:
        for value in (finding.found, finding.expected, finding.at, finding.document):
            if not value.replace("\u3000", "").isprintable():
                yield f"{value!r} cannot be printed as it is"
    if usage.resident_bytes > MEMORY_BYTES:
        yield f"{usage.resident_bytes // MEBIBYTE} MiB"
    if usage.cpu_seconds_of_chunk > CPU_SECONDS:
        yield f"{usage.cpu_seconds_of_chunk} s"


def outcome_of(report: Report) -> str:
    """In the words of the specimens."""
    totals = report.totals
    if report.verdict is Verdict.REFUSED:
        assert totals.accepted == 0
        return REFUSED
    if report.verdict is Verdict.ACCEPTED:
        return ACCEPTED
    return ALL_RETURNED if totals.returned == totals.pairs else RETURNED


def test_the_next_archive_is_checked() -> None:
    """After all of them a right archive is accepted without a finding."""
    archive = an_archive(pairs((a_result(), a_claim())))
    report = check_archive(io.BytesIO(archive.data), name=archive.name, received_at=RECEIVED_AT)
    assert (report.verdict, report.findings) == (Verdict.ACCEPTED, ())
    assert all(pair.findings == () for pair in report.pairs)
