"""What a kind of fault is: a small function, the rules it must break, where it fits.

The rules are those that the standard says are broken (standards/checks.csv,
rulings.md), written down by whoever wrote the fault; the check is never asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final, Generic, TypeVar

from daiko.simulation.archives import ArchiveDraft
from daiko.simulation.drafts import PairDraft
from daiko.simulation.guidance_drafts import GuidanceArchiveDraft, GuidanceDraft

Draft = TypeVar("Draft", PairDraft, GuidanceDraft, ArchiveDraft, GuidanceArchiveDraft)
Plant = Callable[[Draft, Random], None]

BOTH_PHASES: Final = (3, 4)


@dataclass(frozen=True, slots=True)
class Fault(Generic[Draft]):
    """A fault of one pair or of a whole archive; the latter may change pairs, and says what
    they show then.

    ``causes``: rules the pair or the archive shows; ``of_pairs``: rules that pairs of such an
    archive show besides. ``is_error``: whether one of its rules returns the pair, or refuses
    the archive. ``phases`` of the programme it can be planted in.
    """

    name: str
    causes: frozenset[str]
    plant: Plant[Draft]
    fits: Callable[[Draft], bool]
    is_error: bool
    of_pairs: frozenset[str] = frozenset()
    phases: tuple[int, ...] = BOTH_PHASES


ALL_TIMINGS: Final = "12345"
PAIR_FAULTS: Final[dict[str, Fault[PairDraft]]] = {}
GUIDANCE_FAULTS: Final[dict[str, Fault[GuidanceDraft]]] = {}
ARCHIVE_FAULTS: Final[dict[str, Fault[ArchiveDraft]]] = {}
GUIDANCE_ARCHIVE_FAULTS: Final[dict[str, Fault[GuidanceArchiveDraft]]] = {}


def _everywhere(_draft: object) -> bool:
    return True


def pair_fault(
    *causes: str,
    fits: Callable[[PairDraft], bool] = _everywhere,
    accepted: bool = False,
    phases: tuple[int, ...] = BOTH_PHASES,
) -> Callable[[Plant[PairDraft]], Plant[PairDraft]]:
    """Register a fault of a pair under its function's name.

    ``accepted``: all its rules are warnings or notes. ``phases`` of checkups the fault can be
    planted in.
    """

    def in_place(draft: PairDraft) -> bool:
        return draft.visit.phase in phases and fits(draft)

    return lambda plant: _registered(
        plant, PAIR_FAULTS, "", causes, in_place, not accepted, phases=phases
    )


def guidance_fault(
    *causes: str,
    fits: Callable[[GuidanceDraft], bool] = _everywhere,
    accepted: bool = False,
    phases: tuple[int, ...] = (4,),
    timings: str = "123",
) -> Callable[[Plant[GuidanceDraft]], Plant[GuidanceDraft]]:
    """Register a fault of a guidance pair under its function's name, with ``guidance-``.

    ``phases`` and ``timings`` of documents the fault can be planted in.
    """

    def in_place(draft: GuidanceDraft) -> bool:
        return draft.course.phase in phases and draft.timing in timings and fits(draft)

    return lambda plant: _registered(
        plant, GUIDANCE_FAULTS, "guidance-", causes, in_place, not accepted, phases=phases
    )


def archive_fault(
    *causes: str,
    fits: Callable[[ArchiveDraft], bool] = _everywhere,
    accepted: bool = False,
    of_pairs: tuple[str, ...] = (),
) -> Callable[[Plant[ArchiveDraft]], Plant[ArchiveDraft]]:
    """Register a fault of an archive of checkups under its function's name."""
    return lambda plant: _registered(
        plant, ARCHIVE_FAULTS, "", causes, fits, not accepted, of_pairs
    )


def guidance_archive_fault(
    *causes: str,
    fits: Callable[[GuidanceArchiveDraft], bool] = _everywhere,
    of_pairs: tuple[str, ...] = (),
) -> Callable[[Plant[GuidanceArchiveDraft]], Plant[GuidanceArchiveDraft]]:
    """Register a fault that refuses an archive of guidance, with ``guidance-``."""
    return lambda plant: _registered(
        plant, GUIDANCE_ARCHIVE_FAULTS, "guidance-", causes, fits, True, of_pairs
    )


def _registered(
    plant: Plant[Draft],
    known: dict[str, Fault[Draft]],
    prefix: str,
    causes: tuple[str, ...],
    fits: Callable[[Draft], bool],
    is_error: bool,
    of_pairs: tuple[str, ...] = (),
    phases: tuple[int, ...] = BOTH_PHASES,
) -> Plant[Draft]:
    """Enter the fault that this function plants; a name twice is a fault of ours."""
    name = prefix + plant.__name__.replace("_", "-")
    fault = Fault(name, frozenset(causes), plant, fits, is_error, frozenset(of_pairs), phases)
    if known.setdefault(name, fault) is not fault:
        raise ValueError(f"two faults named {name}")
    return plant
