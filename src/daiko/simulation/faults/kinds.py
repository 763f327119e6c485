"""What a kind of fault is: a small function, the rules it must break, where it fits.

The rules are those that the standard says are broken (standards/checks.csv,
rulings.md), written down by whoever wrote the fault; the check is never asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final

from daiko.simulation.archives import ArchiveDraft
from daiko.simulation.drafts import PairDraft
from daiko.simulation.guidance_drafts import GuidanceDraft

PlantPair = Callable[[PairDraft, Random], None]
PlantGuidance = Callable[[GuidanceDraft, Random], None]
PlantArchive = Callable[[ArchiveDraft, Random], None]


@dataclass(frozen=True, slots=True)
class PairFault:
    """A fault of one pair. ``is_returned``: whether one of its rules is an error."""

    name: str
    causes: frozenset[str]
    plant: PlantPair
    fits: Callable[[PairDraft], bool]
    is_returned: bool


@dataclass(frozen=True, slots=True)
class GuidanceFault:
    """A fault of one guidance pair."""

    name: str
    causes: frozenset[str]
    plant: PlantGuidance
    fits: Callable[[GuidanceDraft], bool]
    is_returned: bool


@dataclass(frozen=True, slots=True)
class ArchiveFault:
    """A fault of a whole archive. It may change pairs; it then says what they show.

    ``is_refused``: whether one of its rules refuses the archive.
    """

    name: str
    causes: frozenset[str]
    plant: PlantArchive
    fits: Callable[[ArchiveDraft], bool]
    is_refused: bool


PAIR_FAULTS: Final[dict[str, PairFault]] = {}
GUIDANCE_FAULTS: Final[dict[str, GuidanceFault]] = {}
ARCHIVE_FAULTS: Final[dict[str, ArchiveFault]] = {}


def _everywhere(_draft: object) -> bool:
    return True


def pair_fault(
    *causes: str, fits: Callable[[PairDraft], bool] = _everywhere, accepted: bool = False
) -> Callable[[PlantPair], PlantPair]:
    """Register a fault of a pair under its function's name.

    ``accepted``: all its rules are warnings or notes.
    """

    def register(plant: PlantPair) -> PlantPair:
        name = plant.__name__.replace("_", "-")
        fault = PairFault(name, frozenset(causes), plant, fits, not accepted)
        if PAIR_FAULTS.setdefault(name, fault) is not fault:
            raise ValueError(f"two faults named {name}")
        return plant

    return register


def guidance_fault(
    *causes: str, fits: Callable[[GuidanceDraft], bool] = _everywhere, accepted: bool = False
) -> Callable[[PlantGuidance], PlantGuidance]:
    """Register a fault of a guidance pair under its function's name."""

    def register(plant: PlantGuidance) -> PlantGuidance:
        name = "guidance-" + plant.__name__.replace("_", "-")
        fault = GuidanceFault(name, frozenset(causes), plant, fits, not accepted)
        if GUIDANCE_FAULTS.setdefault(name, fault) is not fault:
            raise ValueError(f"two faults named {name}")
        return plant

    return register


def archive_fault(
    *causes: str, fits: Callable[[ArchiveDraft], bool] = _everywhere, accepted: bool = False
) -> Callable[[PlantArchive], PlantArchive]:
    """Register a fault of an archive under its function's name."""

    def register(plant: PlantArchive) -> PlantArchive:
        name = plant.__name__.replace("_", "-")
        fault = ArchiveFault(name, frozenset(causes), plant, fits, not accepted)
        if ARCHIVE_FAULTS.setdefault(name, fault) is not fault:
            raise ValueError(f"two faults named {name}")
        return plant

    return register
