"""Whether this machine's clock can be trusted, as chrony and the database's clock see it.

Source: standards/security-controls.md A8, TEC-07: an offset over 1 s is a warning; over
5 s, or unsynchronised for more than 30 minutes, settlement closes, approvals and audit
seals stop, while intake goes on; every audit row says in which state it was written. The
same limits hold for the distance from the database's clock, whatever chrony believes.
The desk has no clock daemon (rulings.md 45): its state is ``unwatched`` and stops nothing.
"""

from __future__ import annotations

import csv
import os
import subprocess
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db import connection

from daiko.platform.clock import now
from daiko.platform.errors import Refused

WARNING_SECONDS: Final = 1.0
STOP_SECONDS: Final = 5.0
UNSYNCHRONISED_SECONDS_MAX: Final = 30 * 60
_ASKED_EVERY_SECONDS: Final = 60.0
_TIMEOUT_SECONDS: Final = 5.0
_LEAP_UNSYNCHRONISED: Final = "Not synchronised"
_FIELDS_OF_TRACKING: Final = 14


class Trust(StrEnum):
    """What the clock allows."""

    GOOD = "good"
    WARNING = "warning"
    STOPPED = "stopped"  # no close, no approval, no seal
    UNWATCHED = "unwatched"  # this profile has no clock daemon


@dataclass(frozen=True, slots=True)
class Tracking:
    """One answer of ``chronyc -c tracking``: offset in seconds, last update (epoch seconds)."""

    offset_seconds: float
    synchronised: bool
    reference_at: float


@dataclass(frozen=True, slots=True)
class ClockState:
    """The judgement, and why in words for the operator."""

    trust: Trust
    reason: str = ""

    @property
    def word(self) -> str:
        return self.trust.value


class ClockNotTrusted(Refused):
    """The clock of this machine is not trusted ({reason}); try again when it is synchronised."""

    code = "clock-not-trusted"
    status = 503
    message_ja = (
        "この計算機の時刻を信頼できません（{reason}）。時刻が合ってからやり直してください。"
    )


def read_tracking(line: str) -> Tracking:
    """The line ``chronyc -c tracking`` prints. Raises ValueError for anything else."""
    fields = next(csv.reader([line.strip()]), [])
    if len(fields) < _FIELDS_OF_TRACKING:
        raise ValueError("not a line of chronyc -c tracking")
    return Tracking(
        offset_seconds=abs(float(fields[4])),
        reference_at=float(fields[3]),
        synchronised=fields[13] != _LEAP_UNSYNCHRONISED,
    )


def judge(tracking: Tracking | None, *, now_seconds: float) -> ClockState:
    """What a tracking allows; ``None`` means that the daemon did not answer."""
    if tracking is None:
        return ClockState(Trust.STOPPED, "chrony does not answer")
    if tracking.offset_seconds > STOP_SECONDS:
        return ClockState(Trust.STOPPED, f"offset {tracking.offset_seconds:.1f} s")
    age = now_seconds - tracking.reference_at
    if not tracking.synchronised and age > UNSYNCHRONISED_SECONDS_MAX:
        return ClockState(Trust.STOPPED, "unsynchronised for more than 30 minutes")
    if tracking.offset_seconds > WARNING_SECONDS or not tracking.synchronised:
        return ClockState(Trust.WARNING, f"offset {tracking.offset_seconds:.1f} s")
    return ClockState(Trust.GOOD)


def against_database(application_at: datetime, database_at: datetime) -> ClockState:
    """Whether two clocks that should be one are: a moved clock shows here within a minute."""
    apart = abs((application_at - database_at).total_seconds())
    if apart > STOP_SECONDS:
        return ClockState(Trust.STOPPED, f"{apart:.0f} s from the database's clock")
    if apart > WARNING_SECONDS:
        return ClockState(Trust.WARNING, f"{apart:.1f} s from the database's clock")
    return ClockState(Trust.GOOD)


_lock = threading.Lock()
_known: tuple[float, ClockState] | None = None


def clock_state() -> ClockState:
    """The present state, asked at most once a minute (``DAIKO_CLOCK=chrony``)."""
    global _known  # noqa: PLW0603 - one answer for all threads of the process
    if os.environ.get("DAIKO_CLOCK", "") != "chrony":
        return ClockState(Trust.UNWATCHED)
    with _lock:
        asked = time.monotonic()
        if _known is None or asked - _known[0] > _ASKED_EVERY_SECONDS:
            _known = (asked, _watched())
        return _known[1]


def _watched() -> ClockState:
    """The worse of what chrony and the database's clock say."""
    said = judge(_ask_chrony(), now_seconds=time.time())
    if said.trust is Trust.STOPPED:
        return said
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        beside = against_database(now(), cursor.fetchone()[0])
    return said if beside.trust is Trust.GOOD else beside


def require_trusted_clock() -> None:
    """Refuse what must not happen on a wrong clock. Raises ``ClockNotTrusted``."""
    state = clock_state()
    if state.trust is Trust.STOPPED:
        raise ClockNotTrusted(reason=state.reason)


def _ask_chrony() -> Tracking | None:
    command = os.environ.get("DAIKO_CHRONYC", "chronyc")
    try:
        answer = subprocess.run(
            [command, "-c", "tracking"],
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_SECONDS,
            check=True,
        )
        return read_tracking(answer.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
