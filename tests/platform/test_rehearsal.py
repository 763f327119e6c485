"""What is rehearsed before the first archive helps, and decides nothing."""

from __future__ import annotations

import gc
from datetime import date

import pytest

from daiko.checks import loading
from daiko.checks.report import Report, Verdict
from daiko.platform import rehearsal
from daiko.standard.kinds import DocumentKind
from daiko.standard.schemas import own_schemas


def test_the_rehearsed_archive_is_right_and_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it passes, so that rules are settled and entries known."""
    reports: list[Report] = []
    check = rehearsal.check_archive
    monkeypatch.setattr(rehearsal, "check_archive", lambda *a, **k: reports.append(check(*a, **k)))
    rehearsal.rehearse(own_schemas(), date(2026, 12, 31))
    assert len(reports) == 2  # checkups, guidance
    for report in reports:
        assert report.verdict is Verdict.ACCEPTED
        assert report.totals.returned == 0
        assert report.totals.accepted == report.totals.pairs > 0
    assert loading.ENTRIES[own_schemas()][DocumentKind.HC].held > 100
    assert loading.ENTRIES[own_schemas()][DocumentKind.HG].held > 50


def test_cycles_are_looked_for_less_often() -> None:
    """And not never: what an archive makes of cycles must not fill the memory."""
    before = gc.get_threshold()
    try:
        rehearsal.collect_seldom()
        assert gc.isenabled()
        assert before[0] < gc.get_threshold()[0] <= 50_000
    finally:
        gc.set_threshold(*before)
