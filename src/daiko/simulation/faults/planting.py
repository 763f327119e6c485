"""Plants faults at their rate: into pairs, and now and then into a whole archive."""

from __future__ import annotations

from random import Random
from typing import Final

from daiko.simulation.archives import ArchiveDraft
from daiko.simulation.drafts import PairDraft
from daiko.simulation.faults.catalogue import (
    ARCHIVE_FAULTS,
    GUIDANCE_ARCHIVE_FAULTS,
    GUIDANCE_FAULTS,
    PAIR_FAULTS,
)
from daiko.simulation.faults.kinds import Draft, Fault
from daiko.simulation.guidance_drafts import GuidanceArchiveDraft, GuidanceDraft
from daiko.simulation.plan import SimulationPlan

_ARCHIVE_RATE_MAX: Final = 0.15


def plant_pair_fault(draft: PairDraft, rng: Random, plan: SimulationPlan) -> None:
    """Change the pair with the probability of the plan; one fault at most."""
    if rng.random() >= plan.faults:
        return
    fitting = [fault for fault in PAIR_FAULTS.values() if fault.fits(draft)]
    put_into_pair(rng.choice(fitting), draft, rng)


def put_into_pair(fault: Fault[PairDraft], draft: PairDraft, rng: Random) -> None:
    """Plant one fault and note what it causes."""
    _put(fault, draft, rng)
    draft.is_returned = draft.is_returned or fault.is_error


def plant_guidance_fault(draft: GuidanceDraft, rng: Random, plan: SimulationPlan) -> None:
    """The same for a guidance pair. A beginning on which another document stands stays right."""
    if rng.random() >= plan.faults or draft.is_followed:
        return
    fitting = [fault for fault in GUIDANCE_FAULTS.values() if fault.fits(draft)]
    put_into_guidance(rng.choice(fitting), draft, rng)


def put_into_guidance(fault: Fault[GuidanceDraft], draft: GuidanceDraft, rng: Random) -> None:
    """Plant one fault and note what it causes."""
    _put(fault, draft, rng)
    draft.is_returned = draft.is_returned or fault.is_error


def plant_archive_fault(draft: ArchiveDraft, rng: Random, plan: SimulationPlan) -> None:
    """Change the archive: as often as a pair, and never more than one in seven.

    Only the last archive of a day may be refused: the next one of that day would then
    show a gap in the numbering (rulings.md 32).
    """
    if rng.random() >= min(_ARCHIVE_RATE_MAX, plan.faults):
        return
    fitting = [
        fault
        for fault in ARCHIVE_FAULTS.values()
        if fault.fits(draft) and (draft.is_last_of_day or not fault.is_error)
    ]
    put_into_archive(rng.choice(fitting), draft, rng)


def put_into_archive(fault: Fault[ArchiveDraft], draft: ArchiveDraft, rng: Random) -> None:
    """Plant one fault and note what it causes."""
    _put(fault, draft, rng)
    draft.is_refused = draft.is_refused or fault.is_error


def plant_guidance_archive_fault(
    draft: GuidanceArchiveDraft, rng: Random, plan: SimulationPlan
) -> None:
    """The same for an archive of guidance. Its day has no other one to show a gap."""
    if rng.random() >= min(_ARCHIVE_RATE_MAX, plan.faults):
        return
    fitting = [fault for fault in GUIDANCE_ARCHIVE_FAULTS.values() if fault.fits(draft)]
    if fitting:
        put_into_guidance_archive(rng.choice(fitting), draft, rng)


def put_into_guidance_archive(
    fault: Fault[GuidanceArchiveDraft], draft: GuidanceArchiveDraft, rng: Random
) -> None:
    """Plant one fault and note what it causes."""
    _put(fault, draft, rng)
    draft.is_refused = draft.is_refused or fault.is_error


def _put(fault: Fault[Draft], draft: Draft, rng: Random) -> None:
    fault.plant(draft, rng)
    draft.fault = fault.name
    draft.expected |= fault.causes
