"""The check before sending: one archive by itself, without registers and history.

The same engine and rules as at reception. What an archive alone cannot tell stands in
``not_checked`` (ruling 12): registers, what was received before, and the sequence of the
day (X-ARC-005), which only the agency knows. Duplicates inside the archive are found.
Pure: the moment is an argument.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from daiko.archive.limits import Limits
from daiko.checks.engine import check_archive
from daiko.checks.in_memory import MemoryHistory
from daiko.checks.profile import FUND_RECEPTION, Profile
from daiko.checks.registers import Registers
from daiko.checks.report import PairVerdict, Report
from daiko.checks.rule_tables import rules_that_need
from daiko.checks.rulebook import Source
from daiko.standard.schemas import SchemaSet

Check = Callable[..., Report]
"""``checks.engine.check_archive``, or what takes and gives the same."""


def precheck(
    source: BinaryIO,
    *,
    name: str,
    received_at: datetime,
    registers: Registers | None = None,
    profile: Profile = FUND_RECEPTION,
    schemas: SchemaSet | None = None,
    limits: Limits | None = None,
    on_pair: Callable[[PairVerdict], None] | None = None,
    check: Check = check_archive,
) -> Report:
    """Check one archive as reception would, but for what reception alone knows.

    Arguments are those of ``check_archive``; with ``on_pair`` the report holds no pairs.
    ``check`` is the engine, or the same engine in a confined process.
    """
    report = check(
        source,
        name=name,
        received_at=received_at,
        registers=registers,
        history=MemoryHistory(knows_all=False),
        profile=profile,
        schemas=schemas,
        limits=limits,
        on_pair=on_pair,
    )
    return replace(report, not_checked=unknown_alone(report.not_checked, profile))


def unknown_alone(not_checked: tuple[str, ...], profile: Profile) -> tuple[str, ...]:
    """With the rules that the agency's history decides, sorted."""
    return tuple(sorted({*not_checked, *rules_that_need(Source.HISTORY, profile)}))
