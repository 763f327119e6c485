"""The walls themselves: what a process behind them can no longer do."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import textwrap
from typing import Any

import pytest

from daiko.platform.confined_walls import filter_available

PRELUDE = """
import ctypes, errno, json, os, resource, signal, socket, subprocess, sys, threading, zlib
from lxml import etree
from daiko.platform.confined_walls import MEBIBYTE, Walls
walls = Walls()
if not {filtered}:
    walls._filter = None
status = os.open("/proc/self/status", os.O_RDONLY)
os.dup2(status, 3)
os.closerange(4, 64)
own = os.fdopen(3)
walls.shut(memory_bytes={memory} * MEBIBYTE, cpu_seconds={cpu}, descriptors=4)

def outcome(act):
    try:
        act()
    except OSError as error:
        return errno.errorcode[error.errno]
    except (MemoryError, RuntimeError, ValueError, subprocess.SubprocessError) as error:
        return type(error).__name__
    return "done"

libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    def act():
        if libc.syscall(number, *arguments) == -1:
            raise OSError(ctypes.get_errno(), "")
    return act
"""


ATTEMPTS = """
seen = []
thread = threading.Thread(target=lambda: seen.append(etree.fromstring(b"<a/>").tag))
thread.start(); thread.join()
print(json.dumps({
    "open": outcome(lambda: open("/etc/hostname")),
    "create": outcome(lambda: open("/tmp/daiko-escaped", "w")),
    "stat": outcome(lambda: os.stat("/etc/passwd")),
    "list": outcome(lambda: os.listdir("/")),
    "unlink": outcome(lambda: os.unlink("/tmp/nothing")),
    "socket": outcome(lambda: socket.socket().connect(("127.0.0.1", PORT))),
    "connect": outcome(call(42, 3, 0, 0)),
    "pair": outcome(lambda: socket.socketpair()),
    "exec": outcome(lambda: os.execv("/bin/true", ["true"])),
    "fork": outcome(os.fork),
    "spawn": outcome(lambda: subprocess.run(["/bin/true"])),
    "pipe": outcome(os.pipe),
    "memfd": outcome(lambda: os.memfd_create("x")),
    "kill": outcome(lambda: os.kill(os.getppid(), 0)),
    "ptrace": outcome(call(101, 0, 0, 0, 0)),
    "openat2": outcome(call(437, -100, b"/etc/hostname", 0, 0)),
    "io_uring": outcome(call(425, 1, 0)),
    "bpf": outcome(call(321, 0, 0, 0)),
    "more cpu": outcome(lambda: resource.setrlimit(resource.RLIMIT_CPU, (-1, -1))),
    "ignore": outcome(lambda: signal.signal(signal.SIGXCPU, signal.SIG_IGN)),
    "executable": outcome(call(9, 0, 4096, 7, 0x22, -1, 0)),
    "thread": seen,
}))
"""


def behind(body: str, *, memory: int = 300, cpu: int = 30, filtered: bool = True) -> Any:
    """What a body of Python says behind the walls; its exit code where it says nothing."""
    script = PRELUDE.format(memory=memory, cpu=cpu, filtered=filtered) + textwrap.dedent(body)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    return json.loads(done.stdout) if done.stdout else done.returncode


needs_filter = pytest.mark.skipif(not filter_available(), reason="libseccomp2 is not installed")


@needs_filter
def test_nothing_but_computing_is_left() -> None:
    """No file, no connection, no other process, no look into another one; threads and XML work."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        said = behind(ATTEMPTS.replace("PORT", str(listener.getsockname()[1])))
        with pytest.raises(BlockingIOError):
            listener.accept()
    refused = {name: value for name, value in said.items() if name != "thread"}
    assert set(refused.values()) <= {"EPERM", "EMFILE", "ValueError"}, refused
    assert said["thread"] == ["a"]


def test_limits_alone_open_nothing() -> None:
    """Where the filter is missing, no descriptor can be had: no file, no connection."""
    said = behind(
        """
        print(json.dumps([
            outcome(lambda: open("/etc/hostname")),
            outcome(lambda: open("/tmp/daiko-escaped", "w")),
            outcome(socket.socket),
            outcome(os.pipe),
        ]))
        """,
        filtered=False,
    )
    assert said == ["EMFILE"] * 4


def test_memory_ends_below_the_ceiling() -> None:
    """Allocating without end gives MemoryError; the resident part stays below the limit."""
    said = behind(
        """
        kept = []
        try:
            while True:
                kept.append(bytearray(MEBIBYTE))
        except MemoryError:
            del kept[-4:]
        own.seek(0)
        (peak,) = [line for line in own if line.startswith("VmHWM")]
        print(json.dumps(int(peak.split()[1])))
        """,
        memory=200,
    )
    assert 100 * 1024 < said <= 200 * 1024


def test_cpu_ends_the_process() -> None:
    """A loop without end is ended by the kernel, even if it asked to ignore the signal."""
    body = """
        outcome(lambda: signal.signal(signal.SIGXCPU, signal.SIG_IGN))
        while True:
            pass
        """
    assert behind(body, cpu=0) == -24
