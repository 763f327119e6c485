"""A check of invented pairs, so that what every check looks up is known before the first real one.

A warm process rehearses once and forks its children afterwards: tables of the year are
read, patterns compiled and rules settled in every child. No byte from outside is read;
what the rehearsal remembers is of invented persons. Nothing is decided by it.
Source: docs/decisions/0015-settled-rules.md.
"""

from __future__ import annotations

import gc
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Final

from daiko.checks.engine import check_archive
from daiko.checks.in_memory import MemoryHistory
from daiko.money.calendar import ProcessingMonth
from daiko.simulation.guidance_drafts import drafts_of, guidance_archives, guiding_providers
from daiko.simulation.large import write_large_archive
from daiko.simulation.plan import SimulationPlan
from daiko.standard.schemas import SchemaSet

_PAIRS: Final = 48  # most rules, tables and shapes of blocks are met
_GUIDED: Final = 32  # people, of most with two documents
_YOUNG_OBJECTS_MAX: Final = 20_000
_YOUNG_ROUNDS: Final = 20


def rehearse(schemas: SchemaSet, today: date) -> None:
    """Check a small invented archive of checkups and one of guidance, of the month of a day."""
    plan = SimulationPlan(
        1, 2, 1, _PAIRS, ProcessingMonth(today.year, today.month), guidance=_GUIDED
    )
    for name, archive in (_checkups(plan), _guidance(plan)):
        check_archive(
            archive,
            name=name,
            received_at=datetime.combine(plan.sending_days[-1], time(3), UTC),
            history=MemoryHistory(),
            schemas=schemas,
            on_pair=lambda _: None,
        )


def _checkups(plan: SimulationPlan) -> tuple[str, BytesIO]:
    out = BytesIO()
    return write_large_archive(out, plan, _PAIRS), out


def _guidance(plan: SimulationPlan) -> tuple[str, BytesIO]:
    """Beginnings, and most of the ends that stand on them."""
    sender, courses = next(guiding_providers(plan))
    drafts = [draft for made in courses for draft in drafts_of(plan, made)]
    archive = next(guidance_archives(plan, sender, drafts))
    return archive.file_name, BytesIO(archive.zip_bytes())


def collect_seldom() -> None:
    """Look for cycles of objects less often: records have none, and a pair makes hundreds of them.

    Python's own rhythm (700 objects) took a twentieth of the time of a check.
    """
    gc.set_threshold(_YOUNG_OBJECTS_MAX, _YOUNG_ROUNDS, _YOUNG_ROUNDS)
