"""Erases checks whose time is over while a web process lives, beginning at its start."""

from __future__ import annotations

import threading
import time
from typing import Final

import structlog

from daiko.platform.clock import now
from daiko.precheck import services

log = structlog.get_logger()

_SECONDS: Final = 20
_lock = threading.Lock()
_started: list[threading.Thread] = []


def keep_sweeping() -> None:
    """Sweep now and then, in one thread a process; safe to call for every request."""
    with _lock:
        if _started and _started[0].is_alive():
            return
        thread = threading.Thread(target=_sweep_for_ever, name="precheck-sweeper", daemon=True)
        _started[:] = [thread]
        thread.start()


def _sweep_for_ever() -> None:
    while True:
        try:
            services.erase_what_is_over(at=now())
        except OSError as error:  # a full or vanished disk: say so and go on
            log.error("precheck.sweep-failed", error=type(error).__name__, errno=error.errno)
        time.sleep(_SECONDS)
