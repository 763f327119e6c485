"""Every kind of fault, planted alone, shows exactly the rules it is defined to break."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from daiko.checks.findings import Severity
from daiko.checks.rulebook import rule_row
from daiko.money.calendar import ProcessingMonth
from daiko.simulation.drafts import PairDraft
from daiko.simulation.faults.catalogue import ARCHIVE_FAULTS, PAIR_FAULTS
from daiko.simulation.faults.planting import put_into_archive, put_into_pair
from daiko.simulation.schedule import Slot, slots
from daiko.simulation.truth import expected_of
from simulated import World, a_plan, an_archive_of

LAWFULLY_SOFTER = {
    "X-CC-008": "ruling 49: over 80 bytes is a warning",
    "X-HC-012": "ruling 49",
    "X-CC-013": "ruling 28: an expiry after 31 March is a warning",
    "X-HI-029": "ruling 25: a code that differs is a warning",
    "X-HI-030": "ruling 25",
    "X-HI-027": "ruling 29: a note under an individual contract, where phase 3 has no reason",
    "X-REF-009": "ruling 24: a note in section 01990",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(a_plan(pairs=9000), tmp_path_factory.mktemp("registers"))


@pytest.fixture(scope="module")
def old_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The last month whose checkups are all of phase 3."""
    plan = a_plan(pairs=9000, month=ProcessingMonth(2024, 4))
    return World(plan, tmp_path_factory.mktemp("old"))


@pytest.fixture(scope="module")
def candidates(world: World) -> list[tuple[Slot, list[PairDraft]]]:
    return pairs_of(world)


@pytest.fixture(scope="module")
def old_candidates(old_world: World) -> list[tuple[Slot, list[PairDraft]]]:
    return pairs_of(old_world)


def pairs_of(world: World) -> list[tuple[Slot, list[PairDraft]]]:
    """The pairs of some archives, made once; only looked at, never changed."""
    return [
        (slot, [world.pair(slot, serial) for serial in range(slot.first, slot.first + slot.pairs)])
        for slot in list(slots(world.plan))[::2]
    ]


def clean_pairs(pairs: list[PairDraft]) -> list[PairDraft]:
    """Two pairs that may be the original of a duplicate: with a card, and not too early."""
    with_card = [pair for pair in pairs if pair.card is not None]
    late = [pair for pair in with_card if pair.visit.performed_on > pair.plan.service_days[3]]
    return late[:2]


def fitting(
    candidates: list[tuple[Slot, list[PairDraft]]], fits: Any
) -> Iterator[tuple[Slot, PairDraft, PairDraft, PairDraft]]:
    """A slot, two originals, and a third pair into which the fault fits."""
    for slot, pairs in candidates:
        originals = clean_pairs(pairs)
        if len(originals) < 2:
            continue
        for pair in pairs:
            if pair in originals:
                continue
            pair.earlier_accepted, pair.earlier_here = originals
            is_fit = fits(pair)
            pair.earlier_accepted = pair.earlier_here = None
            if is_fit:
                yield slot, originals[0], originals[1], pair


RESENT = "returned-sent-again"


@pytest.mark.parametrize(
    "name", [name for name, fault in PAIR_FAULTS.items() if 4 in fault.phases and name != RESENT]
)
def test_fault_of_a_pair(
    name: str, world: World, candidates: list[tuple[Slot, list[PairDraft]]]
) -> None:
    """The pair shows the rules of the fault, its neighbours and the archive show nothing."""
    prove_alone(name, world, candidates)


@pytest.mark.parametrize(
    "name", [name for name, fault in PAIR_FAULTS.items() if 4 not in fault.phases]
)
def test_fault_of_a_pair_of_phase_3(
    name: str, old_world: World, old_candidates: list[tuple[Slot, list[PairDraft]]]
) -> None:
    """The same in a month before the change."""
    prove_alone(name, old_world, old_candidates)


def prove_alone(name: str, world: World, candidates: list[tuple[Slot, list[PairDraft]]]) -> None:
    fault = PAIR_FAULTS[name]
    slot, *found = next(fitting(candidates, fault.fits))
    before, neighbour, faulty = (world.pair(slot, pair.serial) for pair in found)
    faulty.earlier_accepted, faulty.earlier_here = before, neighbour
    put_into_pair(fault, faulty, Random(name))
    earlier = an_archive_of(world, slot, before, day=0)
    archive = an_archive_of(world, slot, neighbour, faulty, day=1)

    first, second = world.check(earlier, archive)

    assert first == expected_of(earlier)
    assert second == expected_of(archive)
    assert second["pairs"][faulty.name]["findings"] == sorted(fault.causes)
    assert second["pairs"][neighbour.name]["findings"] == []
    assert second["findings"] == []


def test_returned_pair_sent_again(
    world: World, candidates: list[tuple[Slot, list[PairDraft]]]
) -> None:
    """What came back and is sent as it was shows its fault again, and that it was returned."""
    first_fault = PAIR_FAULTS["doctor-not-named"]
    slot, *found = next(fitting(candidates, first_fault.fits))
    wrong, neighbour, faulty = (world.pair(slot, pair.serial) for pair in found)
    put_into_pair(first_fault, wrong, Random(1))
    assert wrong.is_wrong_in_itself
    faulty.earlier_returned = wrong
    assert PAIR_FAULTS[RESENT].fits(faulty)
    put_into_pair(PAIR_FAULTS[RESENT], faulty, Random(2))
    earlier = an_archive_of(world, slot, wrong, day=0)
    archive = an_archive_of(world, slot, neighbour, faulty, day=1)

    first, second = world.check(earlier, archive)

    assert (first, second) == (expected_of(earlier), expected_of(archive))
    assert second["pairs"][faulty.name]["findings"] == ["X-DU-009", *first_fault.causes]


@pytest.mark.parametrize("name", ARCHIVE_FAULTS)
def test_fault_of_an_archive(
    name: str, world: World, candidates: list[tuple[Slot, list[PairDraft]]]
) -> None:
    """The archive shows the rules of the fault and is refused, or accepted with a warning."""
    fault = ARCHIVE_FAULTS[name]
    slot, pairs = candidates[0]
    archive = an_archive_of(world, slot, *(world.pair(slot, pair.serial) for pair in pairs[:3]))
    put_into_archive(fault, archive, Random(name))

    (found,) = world.check(archive)

    assert found == expected_of(archive)
    assert found["findings"] == sorted(fault.causes)
    assert (found["verdict"] == "refused") is fault.is_error
    of_pairs = {rule for pair in found["pairs"].values() for rule in pair["findings"]}
    assert of_pairs == fault.of_pairs


def test_there_are_enough_kinds() -> None:
    """The month knows at least 40 kinds of faults, for pairs and for whole archives."""
    assert len(PAIR_FAULTS) >= 200
    assert len(ARCHIVE_FAULTS) >= 55


@pytest.mark.parametrize("fault", [*PAIR_FAULTS.values()], ids=lambda fault: fault.name)
def test_verdict_of_a_pair_follows_from_the_severities_of_the_standard(fault: Any) -> None:
    """A fault returns its pair just when checks.csv calls one of its rules an error."""
    errors = {rule for rule in fault.causes if rule_row(rule).severity.is_error}
    if not fault.is_error:
        errors -= set(LAWFULLY_SOFTER)
    assert bool(errors) is fault.is_error


@pytest.mark.parametrize("fault", [*ARCHIVE_FAULTS.values()], ids=lambda fault: fault.name)
def test_verdict_of_an_archive_follows_from_the_severities_of_the_standard(fault: Any) -> None:
    """A fault refuses its archive just when checks.csv says so of one of its rules."""
    severities = {rule_row(rule).severity for rule in fault.causes}
    assert (Severity.REJECT_ARCHIVE in severities) is fault.is_error
