"""Verbs of the registry: load the registers from CSV files, all rows or none.

Source: standards/actors-and-contracts.md 5 and 6, rulings.md 16, security-controls.md A5.
Rows that are not in the files stay as they are: nothing is deleted, rows end by their
dates. Accounts, prices and calendars change only when a second person approves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from daiko.audit import services as audit
from daiko.platform.actors import Actor
from daiko.platform.trusted_time import require_trusted_clock
from daiko.registry import proposals, provider_list
from daiko.registry.csv_files import open_directory
from daiko.registry.errors import PreviewChanged, ProposalNoLongerFits
from daiko.registry.loading import (
    LoadReport,
    begin,
    compare,
    judge,
    needs_approval,
    refused,
    reported,
    take,
)
from daiko.registry.problems import BadRow, Problems, Tell, untold
from daiko.registry.staging import Progress, TableCounts, name_payees, quiet, stage, take_over

__all__ = [
    "LoadReport",
    "approve",
    "load",
    "load_provider_list",
    "preview",
    "preview_proposal",
    "reject",
    "withdraw_of",
]


@transaction.atomic
def load(
    folder: Path,
    *,
    by: Actor,
    at: datetime,
    approved_by: Actor | None = None,
    progress: Progress = quiet,
    tell: Tell = untold,
) -> LoadReport:
    """Load every registry file of a folder, all rows of all files or none.

    A row that exists is changed or ended, never doubled: loading the same files again
    changes nothing. ``at`` is aware. Bad rows are reported, never raised; each goes
    to ``tell`` too, since the report holds the first only. Changes of
    accounts, prices and calendars become a proposal, unless this is the first load of an
    empty registry or another person (``approved_by``) approves at once; the other tables
    are loaded in any case. Raises what ``approve`` raises.
    """
    report = _load(folder, by=by, at=at, progress=progress, tell=tell)
    if not report.loaded:
        transaction.set_rollback(True)  # the atomic block of this call; the report stays
        return report
    _record([t for t in report.tables if t.table not in report.waiting], by=by, at=at)
    if report.proposal is None:
        return report
    audit.record("registry.proposal.made", str(report.proposal), by=by, at=at)
    if approved_by is not None:
        approve(report.proposal, by=approved_by, at=at)
        return replace(report, waiting=())
    return report


@transaction.atomic
def preview(
    folder: Path,
    *,
    by: Actor,
    at: datetime,
    progress: Progress = quiet,
    tell: Tell = untold,
) -> LoadReport:
    """What ``load`` would report; nothing is written."""
    report = _load(folder, by=by, at=at, only_look=True, progress=progress, tell=tell)
    transaction.set_rollback(True)
    return report


def _load(
    folder: Path,
    *,
    by: Actor,
    at: datetime,
    progress: Progress,
    tell: Tell,
    only_look: bool = False,
) -> LoadReport:
    problems = Problems(tell)
    files = open_directory(folder, problems)
    begin(str(by), at)
    rows = {table: stage(files, table, problems, progress) for table in files.paths}
    judge(files, problems)
    if problems.bad_rows:
        return refused(problems)
    tables, changes = compare(rows, progress)
    waiting = needs_approval(tables)
    if "payees" in waiting:
        name_payees()  # providers of the same load may name them; no account holds yet
    now = {t: n for t, n in rows.items() if t not in waiting}
    if only_look:  # what only triggers of the database can find is found there
        now = {t: n for t, n in now.items() if t == "receiver_severities"}
    take(files, now, problems, at, progress)
    if problems.bad_rows:
        return refused(problems)
    proposal = None
    if waiting and not only_look:
        proposal = proposals.propose(waiting, by=by, at=at)
    return reported(problems, tables, changes, waiting, proposal)


@transaction.atomic
def load_provider_list(
    path: Path,
    *,
    on: date,
    by: Actor,
    at: datetime,
    end_missing: bool = False,
    only_look: bool = False,
    progress: Progress = quiet,
    tell: Tell = untold,
) -> LoadReport:
    """Load the fund's nationwide provider list of a day, all rows or none.

    What the list does not know of a registered provider stays. ``end_missing``: providers
    of the list's prefectures that it does not name end on the day before ``on``.
    ``only_look``: report what would change, write nothing. Bad rows as with ``load``.
    """
    problems = Problems(tell)
    begin(str(by), at)
    report = _load_list(path, on, problems, end_missing=end_missing, progress=progress)
    if only_look or not report.loaded:
        transaction.set_rollback(True)
        return report
    take_over(provider_list.TABLE, report.tables[0].rows)
    progress(provider_list.TABLE, "taken over", report.tables[0].rows)
    _record(report.tables, by=by, at=at)
    return report


def _load_list(
    path: Path, on: date, problems: Problems, *, end_missing: bool, progress: Progress
) -> LoadReport:
    """The list in the temporary table, judged and compared; not yet taken over."""
    files = provider_list.open_list(path, problems)
    if files is None:
        return refused(problems)
    rows = provider_list.stage_list(files, on, problems, progress)
    judge(files, problems)
    if problems.bad_rows:
        return refused(problems)
    if end_missing:
        rows += provider_list.end_missing(on)
    tables, changes = compare({provider_list.TABLE: rows}, progress)
    return reported(problems, tables, changes)


@transaction.atomic
def preview_proposal(proposal_id: int, *, by: Actor, at: datetime) -> LoadReport:
    """What an approval would do now; nothing is written. Raises ``ProposalNotThere``."""
    report = _staged_proposal(proposal_id, by=by, at=at)[0]
    transaction.set_rollback(True)
    return report


@transaction.atomic
def approve(proposal_id: int, *, by: Actor, at: datetime, seen: str = "") -> LoadReport:
    """Approve a proposal and take its rows over, in one transaction.

    ``seen``: digest of the preview the approver saw (``proposals.digest``); when it differs
    from what would happen now, nothing happens. Raises ``PreviewChanged``,
    ``ProposalNoLongerFits``, ``ClockNotTrusted`` and what ``proposals.decide`` raises.
    """
    require_trusted_clock()
    proposed_by = proposals.proposal(proposal_id, at=at).proposed_by
    proposals.decide(proposal_id, "approved", by=by, at=at)
    report, take_now = _staged_proposal(proposal_id, by=by, at=at)
    if report.bad_rows:
        first = _told(report.bad_rows[0])
        raise ProposalNoLongerFits(proposal=proposal_id, rows=report.bad_count, first=first)
    if seen and seen != proposals.digest(report.changes):
        raise PreviewChanged(proposal=proposal_id)
    begin(f"{proposed_by} / {by}", at)
    take_now()
    audit.record("registry.proposal.approved", str(proposal_id), by=by, at=at)
    _record(report.tables, by=by, at=at)
    return report


@transaction.atomic
def reject(proposal_id: int, *, by: Actor, at: datetime, reason: str) -> None:
    """Reject a proposal; who made it may withdraw it. Raises what ``proposals.decide`` raises."""
    proposals.decide(proposal_id, "rejected", by=by, at=at, reason=reason)
    audit.record("registry.proposal.rejected", str(proposal_id), by=by, at=at)


@transaction.atomic
def withdraw_of(name: str, *, by: Actor, at: datetime, reason: str) -> int:
    """Reject every waiting proposal of this actor, who is gone; says how many."""
    waiting = [
        row.id for row in proposals.proposals(at=at, pending_only=True) if row.proposed_by == name
    ]
    for proposal_id in waiting:
        reject(proposal_id, by=by, at=at, reason=reason)
    return len(waiting)


def _staged_proposal(
    proposal_id: int, *, by: Actor, at: datetime
) -> tuple[LoadReport, Callable[[], None]]:
    """The report of a proposal beside the registry of now, and what takes its rows over."""
    begin(str(by), at)
    problems = Problems()
    files, rows = proposals.stage_proposal(proposal_id)
    judge(files, problems)
    tables, changes = compare(rows)
    report = reported(problems, tables, changes, (), proposal_id)
    return report, lambda: take(files, rows, problems, at)


def _told(bad: BadRow) -> str:
    return f"{bad.file} {bad.column} {bad.found}: {bad.expected.ja}"


def _record(tables: Iterable[TableCounts], *, by: Actor, at: datetime) -> None:
    for table in tables:
        audit.record(
            "registry.table.loaded",
            table.table,
            by=by,
            at=at,
            rows=table.rows,
            added=table.added,
            changed=table.changed,
            ended=table.ended,
        )
