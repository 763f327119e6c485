"""Checks one archive in a process of its own and prints what memory it took, as JSON.

    large_check.py REGISTRY_FOLDER ARCHIVE PAIRS

Sizes in MiB: resident before the check, half way through the pairs and at the end, and
the peak of the whole process.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from daiko.checks.engine import check_archive
from daiko.checks.in_memory import MemoryHistory
from daiko.checks.report import PairVerdict, Verdict
from daiko.registry.csv_files import Problems, read_directory
from daiko.registry.memory import memory_registers

RECEIVED_AT = datetime(2026, 6, 5, 3, tzinfo=UTC)


def resident_mib(line: str = "VmRSS") -> float:
    """What the process holds now; with ``VmHWM`` the most it held since it was started.

    (The peak of ``getrusage`` begins with that of the parent.)
    """
    with Path("/proc/self/status").open() as lines:
        (size,) = [text for text in lines if text.startswith(f"{line}:")]
    return int(size.split()[1]) / 1024


def main(registry: Path, archive: Path, pairs: int) -> None:
    files = read_directory(registry)
    assert not isinstance(files, Problems), files
    registers = memory_registers(files)
    before, half, accepted = resident_mib(), 0.0, 0

    def on_pair(verdict: PairVerdict) -> None:
        nonlocal half, accepted
        accepted += verdict.verdict is Verdict.ACCEPTED
        if accepted == pairs // 2:
            half = resident_mib()

    with archive.open("rb") as source:
        report = check_archive(
            source,
            name=archive.name,
            received_at=RECEIVED_AT,
            registers=registers,
            history=MemoryHistory(),
            on_pair=on_pair,
        )
    sys.stdout.write(
        json.dumps(
            {
                "verdict": str(report.verdict),
                "pairs": report.totals.pairs,
                "accepted": accepted,
                "before_mib": before,
                "half_mib": half,
                "end_mib": resident_mib(),
                "peak_mib": resident_mib("VmHWM"),
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
