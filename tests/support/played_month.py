"""A demo month in a data folder of its own, through the command line as a user runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from servers import remove_server

PLAN = (
    "--seed", "7", "--insurers", "3", "--providers", "20", "--pairs", "300",
    "--guidance", "40", "--month", "2026-06", "--faults", "0.2",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Installation:
    """A data folder with everything a desk has: server, database, objects, secrets."""

    home: Path

    @property
    def environment(self) -> dict[str, str]:
        dropped = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
        kept = {name: value for name, value in os.environ.items() if name not in dropped}
        return kept | {"DAIKO_HOME": str(self.home), "DAIKO_HEARTBEAT_SECONDS": "0.4"}

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """``daiko`` with these arguments; its output is shown when it fails."""
        done = subprocess.run(
            [sys.executable, "-m", "daiko", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0 or not check, f"{done.stdout}\n{done.stderr}"
        return done

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """``daiko`` in the background, leader of a process group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "daiko", *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def demo(self) -> dict[str, Any]:
        """Play (or go on playing) the month; the object of ``--json``."""
        outcome: dict[str, Any] = json.loads(self.run("demo", *PLAN, "--json").stdout)
        return outcome

    def stop(self) -> None:
        """Stop the server and remove its folders; called by fixtures at their end."""
        remove_server(self.home)


def workers_of(parent: int) -> list[int]:
    """Living ``daiko worker`` processes below a process."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue  # ended meanwhile
            if int(fields[1]) == parent and b"worker" in words and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def wait_for(condition: Any, *, seconds: float = 120) -> Any:
    """The first true answer; the limit only keeps a broken run from hanging for ever."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := condition():
            return answer
        time.sleep(0.02)
    raise AssertionError("it did not happen")


def kill_group(process: subprocess.Popen[str]) -> None:
    """End a process and everything it started, at once and without a word."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
