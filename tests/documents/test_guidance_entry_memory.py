"""Guidance results read without the entries met before: the same record, the same findings."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daiko.checks import loading
from daiko.checks.engine import check_document
from daiko.checks.loading import load_document
from daiko.checks.subjects import DocumentSubject
from daiko.money.calendar import ProcessingMonth
from daiko.simulation.guidance_drafts import drafts_of, guiding_providers
from daiko.simulation.plan import SimulationPlan
from daiko.standard.kinds import DocumentKind
from daiko.standard.schemas import own_schemas
from document_changes import CHANGES

PLAN: Final = SimulationPlan(3, 4, 8, 60, ProcessingMonth(2026, 6), guidance=60)
RECEIVED_AT: Final = datetime(2026, 6, 20, tzinfo=UTC)


@cache
def documents() -> list[bytes]:
    """Right guidance results of the simulation."""
    return [
        draft.result_bytes()
        for _, courses in guiding_providers(PLAN)
        for made in courses
        for draft in drafts_of(PLAN, made)
    ]


def _load(data: bytes) -> DocumentSubject:
    return load_document(data, DocumentKind.HG, "x", schemas=own_schemas(), decided_by=None)


def _whole(work: Any, data: bytes) -> Any:
    """What comes out if nothing is remembered."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "_cut", lambda *_: None)
        return work(data)


def _findings(data: bytes) -> Any:
    return check_document(data, DocumentKind.HG, received_at=RECEIVED_AT)


@given(
    serial=st.integers(0, 39),
    names=st.lists(st.sampled_from(sorted(CHANGES)), max_size=3),
    seed=st.integers(0, 2**32),
)
def test_record_and_findings_are_those_of_the_whole(
    serial: int, names: list[str], seed: int
) -> None:
    """The unchanged document first, so that all of it but the changes is left out."""
    chance, data = random.Random(seed), documents()[serial % len(documents())]
    _load(data)
    for name in names:
        data = CHANGES[name](data, chance)
    assert _load(data).record == _whole(_load, data).record
    assert _findings(data) == _whole(_findings, data)


def test_a_right_document_is_read_short_the_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the memory would be right and of no use."""
    for data in documents()[:20]:
        first = _load(data).record
        cut = loading._cut(data, DocumentKind.HG, own_schemas())
        assert cut is not None
        assert len(cut.head) == 3  # author, custodian, event
        assert len(cut.text) < len(data)
        with monkeypatch.context() as patch:
            patch.setattr(loading, "_READERS", {})  # the whole document would ask for its reader
            assert _load(data).record == first
