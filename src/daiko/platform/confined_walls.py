"""The walls around one check: what the confined child can no longer do.

Source: security-controls.md part D, rulings.md 46 and 47, tested-facts 6. Two walls,
each enough by itself against a file or a connection being opened: resource limits
(always) and a system call filter by libseccomp, which allows what computing needs and
refuses the rest. Called in the child after everything is imported; cannot be undone.
"""

from __future__ import annotations

import ctypes
import errno
import os
import pwd
import resource
import signal
import struct
from pathlib import Path
from typing import Any, Final

MEBIBYTE: Final = 1024 * 1024
_NOBODY: Final = 65534
_NO_NEW_PRIVILEGES: Final = 38  # PR_SET_NO_NEW_PRIVS
_PARENT_DEATH_SIGNAL: Final = 1  # PR_SET_PDEATHSIG
_CAP_SYS_RESOURCE: Final = 24
_CAPABILITY_VERSION_3: Final = 0x2008_0522
_LIBRARY_RESERVE: Final = 24 * MEBIBYTE  # mapped library pages that may still become resident
_PROT_EXEC: Final = 4
_CLONE_THREAD: Final = 0x0001_0000
_LIBRARY: Final = ctypes.CDLL(None, use_errno=True)

# What Python, lxml and zlib need to compute and to answer on descriptors they have.
_ALLOWED: Final = (
    "read", "write", "readv", "writev", "pread64", "lseek", "close", "fstat",
    "munmap", "mremap", "madvise", "brk", "membarrier",
    "futex", "set_robust_list", "get_robust_list", "rseq", "sched_yield", "gettid", "getpid",
    "sched_getaffinity", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "tgkill",
    "exit", "exit_group", "restart_syscall", "getrandom", "getrusage",
    "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday",
)  # fmt: skip


def filter_available() -> bool:
    """Whether libseccomp is on this machine."""
    try:
        import pyseccomp  # noqa: F401 - importing looks for the library
    except (ImportError, RuntimeError, OSError, AttributeError):
        return False
    return True


def die_with_parent() -> None:
    """Be killed when the process that made this one ends."""
    _prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


class Walls:
    """Everything that needs files or libraries, made ready before a child is forked."""

    def __init__(self) -> None:
        self._account = _nobody() if os.geteuid() == 0 and _may_limit_others() else None
        self._filter = _filter() if filter_available() else None

    @property
    def has_filter(self) -> bool:
        """Whether system calls will be filtered, or only resources be limited."""
        return self._filter is not None

    def shut(self, *, memory_bytes: int, cpu_seconds: int, descriptors: int) -> None:
        """Raise the walls around this process.

        ``memory_bytes``: what it may hold resident. ``cpu_seconds``: until the parent
        allows more. ``descriptors``: none of this number or above.
        """
        address_space = _address_space(memory_bytes)
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_FSIZE, 0)
        _limit(resource.RLIMIT_NOFILE, descriptors)
        _limit(resource.RLIMIT_AS, address_space)
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + 1 + cpu_seconds
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
        if self._account is not None:
            os.setgroups([])
            os.setresgid(*[self._account[1]] * 3)
            os.setresuid(*[self._account[0]] * 3)
        _drop_capabilities()
        _prctl(_NO_NEW_PRIVILEGES, 1)
        die_with_parent()  # forgotten by the kernel when the account changes
        if self._filter is not None:
            self._filter.load()


def _limit(kind: int, value: int) -> None:
    resource.setrlimit(kind, (value, value))


def _address_space(memory_bytes: int) -> int:
    """Address space at which the resident part cannot pass ``memory_bytes``."""
    pages = [int(number) for number in Path("/proc/self/statm").read_text().split()[:2]]
    mapped, resident = (number * resource.getpagesize() for number in pages)
    return mapped + max(memory_bytes - resident - _LIBRARY_RESERVE, 0)


def _may_limit_others() -> bool:
    """Whether this root may move the limits of a process that has another account.

    The parent moves the CPU limit of its child; a root without that right (as in many
    containers) keeps the child under its own account, without any capability.
    """
    status = Path("/proc/self/status").read_text()
    effective = next(line for line in status.splitlines() if line.startswith("CapEff:"))
    return bool(int(effective.split()[1], 16) >> _CAP_SYS_RESOURCE & 1)


def _drop_capabilities() -> None:
    header = struct.pack("<Li", _CAPABILITY_VERSION_3, 0)
    if _LIBRARY.capset(header, bytes(24)) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def _nobody() -> tuple[int, int]:
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return _NOBODY, _NOBODY
    return entry.pw_uid, entry.pw_gid


def _prctl(option: int, value: int) -> None:
    if _LIBRARY.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def _filter() -> Any:
    """Everything is refused with EPERM but what computing needs.

    Threads are allowed, processes not; clone3 hides its flags, so the C library is
    told that it does not exist and uses clone. Memory never becomes executable. The
    signal that ends an overlong check can be neither ignored nor handled.
    """
    import pyseccomp as seccomp

    walls = seccomp.SyscallFilter(defaction=seccomp.ERRNO(errno.EPERM))
    for name in _ALLOWED:
        _add(walls, seccomp.ALLOW, name)
    threads = seccomp.Arg(0, seccomp.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD)
    _add(walls, seccomp.ALLOW, "clone", threads)
    _add(walls, seccomp.ERRNO(errno.ENOSYS), "clone3")
    not_executable = seccomp.Arg(2, seccomp.MASKED_EQ, _PROT_EXEC, 0)
    _add(walls, seccomp.ALLOW, "mmap", not_executable)
    _add(walls, seccomp.ALLOW, "mprotect", not_executable)
    _add(walls, seccomp.ALLOW, "rt_sigaction", seccomp.Arg(0, seccomp.NE, signal.SIGXCPU))
    return walls


def _add(walls: Any, action: int, name: str, *arguments: Any) -> None:
    """Add one rule; a system call this machine does not know needs none."""
    import pyseccomp as seccomp

    try:
        seccomp.resolve_syscall(seccomp.system_arch(), name)
    except (ValueError, KeyError, OSError):
        return
    walls.add_rule(action, name, *arguments)
