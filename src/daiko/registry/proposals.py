"""Proposed changes of accounts, prices and calendars: kept, staged again, decided, read.

Source: standards/security-controls.md A5. The verbs are in ``services.py``; what must hold
(another person, in time, once, these rows only) holds in the database, and its refusals
become words here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

from django.db import DatabaseError, connection, transaction
from psycopg.sql import SQL, Identifier
from psycopg.sql import Literal as SqlLiteral

from daiko.platform.actors import Actor
from daiko.platform.errors import Refused
from daiko.registry.changes import RowChange
from daiko.registry.csv_files import RegistryFiles
from daiko.registry.errors import (
    ApproverNotAPerson,
    ApproverTooNew,
    ProposalByTheSame,
    ProposalDecided,
    ProposalExpired,
    ProposalNotThere,
)
from daiko.registry.models import Decision, Proposal
from daiko.registry.models.proposals import APPROVAL_TERM
from daiko.registry.staging import create_stage, run, statement_names
from daiko.registry.tables import TABLES

Verdict = Literal["approved", "rejected"]
_REFUSALS: Final[dict[str, type[Refused]]] = {
    "registry_decision_pkey": ProposalDecided,
    "registry_decision_by_another": ProposalByTheSame,
    "registry_decision_in_time": ProposalExpired,
    "registry_decision_by_a_person": ApproverNotAPerson,
    "registry_decision_approver": ApproverTooNew,  # people/migrations/0010_settled_approvers.py
}


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal and its decision. ``rows``: how many in each register.

    ``state``: pending, approved, rejected or expired at the moment it was asked for.
    """

    id: int
    state: str
    rows: dict[str, int]
    proposed_by: str
    proposed_at: datetime
    expires_at: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str


def propose(tables: Iterable[str], *, by: Actor, at: datetime) -> int:
    """Keep the staged rows that differ; returns the number of the proposal."""
    rows = {table: _differing(table) for table in tables}
    made = Proposal.objects.create(
        rows=rows,
        proposed_by=by.name,
        proposed_kind=by.kind.value,
        proposed_at=at,
        expires_at=at + APPROVAL_TERM,
    )
    return int(made.id)


def _differing(table: str) -> list[dict[str, Any]]:
    """Staged rows that are new or differ, as the database writes them."""
    first = Identifier(TABLES[table].key[0])
    ((rows,),) = run(
        SQL(
            "SELECT jsonb_agg(to_jsonb(s) - 'row_number' ORDER BY s.row_number) "
            "FROM {stage} s LEFT JOIN {target} t ON {same} "
            "WHERE t.{first} IS NULL OR ({of_target}) IS DISTINCT FROM ({of_stage})"
        ).format(first=first, **statement_names(table))
    )
    kept: list[dict[str, Any]] = json.loads(rows or "[]")
    return kept


def stage_proposal(proposal_id: int) -> tuple[RegistryFiles, dict[str, int]]:
    """The rows of a proposal in the temporary tables, as ``staging.stage`` leaves a file.

    Raises ``ProposalNotThere``.
    """
    held = Proposal.objects.filter(id=proposal_id).values_list("rows", flat=True).first()
    if held is None:
        raise ProposalNotThere(proposal=proposal_id)
    tables = [table for table in TABLES if table in held]
    for table in tables:
        create_stage(table)
        run(
            SQL(
                "INSERT INTO {stage} (row_number, {columns}) SELECT e.place + 1, {of_row} "
                "FROM registry_proposal p, "
                "jsonb_array_elements(p.rows -> {name}) WITH ORDINALITY AS e (value, place), "
                "jsonb_populate_record(NULL::{target}, e.value) AS r WHERE p.id = %s"
            ).format(
                name=SqlLiteral(table),
                of_row=SQL(", ").join(
                    SQL("r.{}").format(Identifier(column)) for column in TABLES[table].columns
                ),
                **statement_names(table),
            ),
            (proposal_id,),
        )
    files = RegistryFiles(Path(), {table: Path(f"{table}.csv") for table in tables}, {})
    return files, {table: len(held[table]) for table in tables}


def decide(
    proposal_id: int, verdict: Verdict, *, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Write the decision, or say why the database refused it.

    Raises ``ProposalNotThere``, ``ProposalDecided``, ``ProposalExpired``,
    ``ProposalByTheSame``, ``ApproverNotAPerson`` and ``ApproverTooNew``.
    """
    if not Proposal.objects.filter(id=proposal_id).exists():
        raise ProposalNotThere(proposal=proposal_id)
    try:
        with transaction.atomic():
            Decision.objects.create(
                proposal_id=proposal_id,
                verdict=verdict,
                decided_by=by.name,
                decided_kind=by.kind.value,
                decided_at=at,
                reason=reason,
                proposed_by="",  # these four are written by the database
                proposed_at=at,
                expires_at=at,
                transaction=0,
            )
    except DatabaseError as refused:
        diagnosis: Any = getattr(refused.__cause__, "diag", None)
        refusal = _REFUSALS.get(diagnosis.constraint_name if diagnosis else "")
        if refusal is None:
            raise
        raise refusal(proposal=proposal_id, name=by.name) from refused
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('daiko.proposal', %s, true)", [str(proposal_id)])


def proposal(proposal_id: int, *, at: datetime) -> ProposalRow:
    """One proposal. Raises ``ProposalNotThere``."""
    found = Proposal.objects.filter(id=proposal_id).select_related("decision").first()
    if found is None:
        raise ProposalNotThere(proposal=proposal_id)
    return _row(found, at)


def proposals(*, at: datetime, pending_only: bool = False) -> list[ProposalRow]:
    """Proposals, the latest first."""
    found = Proposal.objects.select_related("decision").order_by("-id")
    if pending_only:
        found = found.filter(decision__isnull=True, expires_at__gt=at)
    return [_row(row, at) for row in found]


def _row(row: Proposal, at: datetime) -> ProposalRow:
    decision: Decision | None = getattr(row, "decision", None)
    state = "expired" if at >= row.expires_at else "pending"
    return ProposalRow(
        row.id,
        decision.verdict if decision else state,
        {table: len(row.rows[table]) for table in TABLES if table in row.rows},
        row.proposed_by,
        row.proposed_at,
        row.expires_at,
        decision.decided_by if decision else "",
        decision.decided_at if decision else None,
        decision.reason if decision else "",
    )


def digest(changes: Iterable[RowChange]) -> str:
    """What the approver saw, in 16 characters, so that a later look can be told apart."""
    text = json.dumps([asdict(change) for change in changes], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
