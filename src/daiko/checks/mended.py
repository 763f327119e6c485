"""From a faulty archive to one that the same check accepts, or why there is none.

Source: standards/administrative-checks.md 4; rulings.md 32. ``mending.py`` writes,
this module lets the engine judge what was written and leaves out what it still finds
in single pairs. An outcome that is not accepted is never handed out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, Final

from daiko.archive.names import ArchiveName
from daiko.archive.reader import BENIGN, open_archive
from daiko.checks.engine import TOKYO, check_archive
from daiko.checks.layout import layout_of
from daiko.checks.mending import (
    MendPlan,
    NotMendable,
    Obstacle,
    name_to_go_on_from,
    next_name,
    write_mended,
)
from daiko.checks.precheck import Check, precheck
from daiko.checks.profile import FUND_RECEPTION, Profile
from daiko.checks.registers import Registers
from daiko.checks.report import PairVerdict, Report, Verdict
from daiko.checks.values import day
from daiko.standard.programme import FIRST_DAY
from daiko.standard.schemas import SchemaSet

_ROUNDS: Final = 3  # a pair that was left out may leave its double alone


@dataclass(frozen=True, slots=True)
class Mended:
    """A mended archive was written to ``out``; the check accepts it."""

    name: ArchiveName
    pairs: int
    left_out: int
    claim_yen: int


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What both checks, of the faulty and of the mended archive, are told."""

    received_at: datetime
    registers: Registers | None = None
    profile: Profile = FUND_RECEPTION
    schemas: SchemaSet | None = None
    check: Check = check_archive


def plan_of(report: Report, pairs: tuple[PairVerdict, ...] | None = None) -> MendPlan:
    """Which pairs stay, from a report that holds its pairs (or from ``pairs``)."""
    plan = MendPlan()
    for verdict in report.pairs if pairs is None else pairs:
        plan.add(verdict)
    plan.leave_out_named(report.findings)
    return plan


def mend(
    source: BinaryIO,
    plan: MendPlan,
    out: BinaryIO,
    *,
    zip_name: str,
    circumstances: Circumstances,
    used: frozenset[int] = frozenset(),
    on: date | None = None,
    on_pair: Callable[[PairVerdict], None] | None = None,
) -> Mended | NotMendable:
    """Write the archive without its bad pairs to ``out`` and check it.

    ``plan`` comes from the check of ``source`` (``plan_of``, or a ``MendPlan`` that was
    fed through ``on_pair`` and told the archive's findings). ``out`` is readable,
    writable and seekable; without a ``Mended`` its content means nothing. The name is
    the next free one of the same day, or of ``on``; ``used`` are sequences that are
    taken. ``on_pair`` is called for every pair that is checked again.
    """
    name = _new_name(source, zip_name, used, on, circumstances.received_at)
    if isinstance(name, NotMendable):
        return name
    left = NotMendable(Obstacle.STILL_REFUSED)
    for _ in range(_ROUNDS):
        out.seek(0)
        out.truncate()
        obstacle = write_mended(source, plan, out, zip_name=zip_name, name=name)
        if obstacle is not None:
            return obstacle
        report, again = _checked(out, name, circumstances, on_pair)
        if report.verdict is Verdict.ACCEPTED:
            totals = report.totals
            return Mended(name, totals.pairs, len(plan.left_out), totals.claim_yen)
        left = NotMendable(Obstacle.STILL_REFUSED, report.findings)
        if not _leave_out(plan, again):
            return left
    return left


def _new_name(
    source: BinaryIO,
    zip_name: str,
    used: frozenset[int],
    on: date | None,
    received_at: datetime,
) -> ArchiveName | NotMendable:
    """The name of the mended archive; none where the container or its name is past mending."""
    archive = open_archive(source)
    if any(problem.kind not in BENIGN for problem in archive.problems):
        return NotMendable(Obstacle.CONTAINER)
    root = layout_of(archive.members, zip_name.removesuffix(".zip")).root
    old = name_to_go_on_from(zip_name, root)
    if old is None:
        return NotMendable(Obstacle.NAME)
    return _free_name(old, used, on, received_at) or NotMendable(Obstacle.NO_FREE_NAME)


def _free_name(
    old: ArchiveName, used: frozenset[int], on: date | None, received_at: datetime
) -> ArchiveName | None:
    """As asked; else the archive's own day, or today where that day is full or no day."""
    if on is not None:
        return next_name(old, used=used, on=on)
    today = received_at.astimezone(TOKYO).date()
    own = day(old.submitted_on)
    if own is not None and FIRST_DAY <= own <= today:
        name = next_name(old, used=used)
        if name is not None or own == today:
            return name
    return next_name(old, used=used, on=today)


def _checked(
    out: BinaryIO,
    name: ArchiveName,
    circumstances: Circumstances,
    on_pair: Callable[[PairVerdict], None] | None,
) -> tuple[Report, MendPlan]:
    again = MendPlan()

    def judged(verdict: PairVerdict) -> None:
        again.add(verdict)
        if on_pair is not None:
            on_pair(verdict)

    report = precheck(
        out,
        name=name.zip_name,
        received_at=circumstances.received_at,
        registers=circumstances.registers,
        profile=circumstances.profile,
        schemas=circumstances.schemas,
        on_pair=judged,
        check=circumstances.check,
    )
    again.leave_out_named(report.findings)
    return report, again


def _leave_out(plan: MendPlan, again: MendPlan) -> bool:
    """Leave out of the plan what the second check found; whether that was anything.

    Pairs are found again by their place: the mended archive holds the kept pairs only,
    under new names, institution and serial as before unless two of them were the same.
    """
    bad = {(pair[:10], pair[20:]) for pair in again.left_out}
    found = [pair for pair in plan.kept if (pair[:10], pair[20:]) in bad]
    for pair in found:
        del plan.kept[pair]
        plan.left_out.append(pair)
    return bool(found)
