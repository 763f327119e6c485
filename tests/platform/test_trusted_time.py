"""The clock: what chrony says is judged by the limits of A8 and TEC-07."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from daiko.platform import trusted_time
from daiko.platform.trusted_time import (
    ClockNotTrusted,
    Tracking,
    Trust,
    against_database,
    clock_state,
    judge,
    read_tracking,
    require_trusted_clock,
)

NOW = 1_780_000_000.0


def a_tracking(offset: float, *, synchronised: bool = True, age: float = 60) -> Tracking:
    return Tracking(offset, synchronised=synchronised, reference_at=NOW - age)


@pytest.mark.parametrize(
    ("tracking", "expected"),
    [
        (a_tracking(0.2), Trust.GOOD),
        (a_tracking(1.0), Trust.GOOD),
        (a_tracking(3.0), Trust.WARNING),
        (a_tracking(5.0), Trust.WARNING),
        (a_tracking(60.0), Trust.STOPPED),
        (a_tracking(0.0, synchronised=False, age=29 * 60), Trust.WARNING),
        (a_tracking(0.0, synchronised=False, age=31 * 60), Trust.STOPPED),
        (None, Trust.STOPPED),
    ],
)
def test_limits(tracking: Tracking | None, expected: Trust) -> None:
    assert judge(tracking, now_seconds=NOW).trust is expected


def test_a_moved_clock_shows_beside_that_of_the_database() -> None:
    """Two hours ahead is found by comparison, whatever chrony believes."""
    at = datetime(2026, 6, 5, tzinfo=UTC)
    assert against_database(at, at + timedelta(seconds=0.4)).trust is Trust.GOOD
    assert against_database(at, at - timedelta(seconds=2)).trust is Trust.WARNING
    assert against_database(at + timedelta(hours=2), at).trust is Trust.STOPPED


LINE = (
    "A29FC87B,ntp.nict.example,2,1779999940.123,-0.000022,0.000017,0.000041,"
    "-9.651,0.001,0.033,0.004,0.001,64.4,{leap}"
)


def test_the_line_of_chronyc_is_read() -> None:
    tracking = read_tracking(LINE.format(leap="Normal"))
    assert tracking == Tracking(0.000022, synchronised=True, reference_at=1779999940.123)
    assert not read_tracking(LINE.format(leap="Not synchronised")).synchronised
    with pytest.raises(ValueError, match="chronyc"):
        read_tracking("506 Cannot talk to daemon")


@pytest.fixture
def chrony(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A chronyc that prints what a test writes."""
    answer, program = tmp_path / "answer", tmp_path / "chronyc"
    program.write_text(f"#!/bin/sh\ncat {answer}\n")
    program.chmod(0o755)
    monkeypatch.setenv("DAIKO_CLOCK", "chrony")
    monkeypatch.setenv("DAIKO_CHRONYC", str(program))
    monkeypatch.setattr(trusted_time, "_known", None)
    yield answer
    monkeypatch.setattr(trusted_time, "_known", None)


@pytest.mark.django_db
def test_chrony_is_asked_and_obeyed(chrony: Path) -> None:
    """A good answer lets work go on; none at all stops what must not happen."""
    chrony.write_text(LINE.format(leap="Normal"))
    assert clock_state().trust is Trust.GOOD
    require_trusted_clock()
    trusted_time._known = None
    chrony.unlink()
    with pytest.raises(ClockNotTrusted) as refusal:
        require_trusted_clock()
    assert refusal.value.status == 503
    assert "時刻" in refusal.value.message_in_japanese


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (timedelta(seconds=0), Trust.GOOD),
        (timedelta(seconds=-3), Trust.WARNING),
        (timedelta(hours=2), Trust.STOPPED),
    ],
)
def test_the_databases_clock_is_asked_too(
    chrony: Path, monkeypatch: pytest.MonkeyPatch, ahead: timedelta, expected: Trust
) -> None:
    """chrony is content, but the process lives at another time than its database."""
    chrony.write_text(LINE.format(leap="Normal"))
    moved = datetime.now(UTC) + ahead
    monkeypatch.setattr(trusted_time, "now", lambda: moved)
    assert clock_state().trust is expected


def test_the_desk_has_no_daemon_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAIKO_CLOCK", raising=False)
    assert clock_state().word == "unwatched"
    require_trusted_clock()
