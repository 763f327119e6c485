"""Guidance of a simulated month: plausible, right to the yen, and its faults found alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from lxml import etree

from daiko.checks.in_memory import MemoryRegisters
from daiko.checks.rulebook import rule_row
from daiko.guidance.points import NEEDED, waist_weight_outcome
from daiko.guidance.schedule import months_after
from daiko.money.calendar import ProcessingMonth
from daiko.money.copayment import copayment_yen
from daiko.simulation.faults.catalogue import GUIDANCE_ARCHIVE_FAULTS, GUIDANCE_FAULTS
from daiko.simulation.faults.planting import put_into_guidance, put_into_guidance_archive
from daiko.simulation.guidance_claims import amounts, price_yen
from daiko.simulation.guidance_courses import ENDED, FINAL, PROGRESS, Course
from daiko.simulation.guidance_drafts import (
    GuidanceDraft,
    drafts_of,
    guidance_archives,
    guiding_providers,
)
from daiko.simulation.guidance_results import event_day
from daiko.simulation.nation import write_month
from daiko.simulation.organisations import Provider
from daiko.simulation.plan import SimulationPlan
from daiko.simulation.truth import expected_of
from daiko.standard.kinds import DocumentKind
from daiko.standard.oids import NAMESPACE, NAMESPACE_OLD
from daiko.standard.programme import PHASE_4_FROM
from daiko.standard.schemas import official_schemas
from simulated import a_plan, judged, offline_check, registers_of, truth_of

PLAN = a_plan(insurers=3, providers=20, pairs=20, faults=0.0, guidance=240)
OLD = a_plan(
    seed=4,
    insurers=3,
    providers=20,
    pairs=20,
    faults=0.0,
    guidance=240,
    month=ProcessingMonth(2024, 7),
)
"""A month in which many were examined in phase 3."""
BEFORE = replace(OLD, month=ProcessingMonth(2024, 4))
"""A month in which all were, and none was guided after March."""
ALL_KINDS = {(level, timing) for level in "12" for timing in "125"} | {("1", "3"), ("3", "1")}


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> dict[SimulationPlan, Path]:
    out = tmp_path_factory.mktemp("guidance")
    written = {plan: out / str(plan.month) for plan in (PLAN, OLD, BEFORE)}
    for plan, folder in written.items():
        write_month(folder, plan)
    return written


@pytest.fixture(scope="module")
def registers(months: dict[SimulationPlan, Path]) -> dict[SimulationPlan, MemoryRegisters]:
    return {plan: registers_of(folder / "registry") for plan, folder in months.items()}


@pytest.fixture(scope="module")
def courses() -> list[Course]:
    return [made for _, of_provider in guiding_providers(PLAN) for made in of_provider]


@pytest.mark.parametrize("plan", [PLAN, OLD, BEFORE], ids=lambda plan: str(plan.month))
def test_clean_month_has_no_finding(
    plan: SimulationPlan, months: dict[SimulationPlan, Path]
) -> None:
    """All timings in their archives, in any order within one; progress of individual contracts."""
    month = months[plan]
    run = offline_check(plan, registers_of(month / "registry"))
    kinds = set()
    for name, expected in truth_of(month).items():
        report = run.check(io.BytesIO((month / "archives" / name).read_bytes()), name=name)
        assert judged(report) == expected, name
        assert expected["verdict"] == "accepted"
        for pair in report.pairs:
            assert pair.findings == ()
            if pair.facts is not None and pair.facts.guidance is not None:
                kinds.add((pair.facts.guidance.level, pair.facts.guidance.timing))
    assert kinds >= ALL_KINDS | {("1", "4")}


def test_both_phases_are_guided() -> None:
    """By the checkup: in summer 2024 either phase, and claims in either namespace."""
    all_drafts = drafts(OLD)
    kinds = {(draft.course.phase, draft.timing) for draft in all_drafts}
    assert kinds >= {(3, "1"), (3, "2"), (3, "3"), (4, "1"), (4, "5")}
    of_old_day = [d for d in all_drafts if event_day(d.course, d.timing) < PHASE_4_FROM]
    namespaces = {NAMESPACE_OLD.encode() in draft.claim_bytes() for draft in of_old_day}
    assert namespaces == {True, False}
    assert all(d.course.phase == 3 for d in of_old_day)


@pytest.mark.parametrize("plan", [PLAN, OLD], ids=lambda plan: str(plan.month))
def test_documents_are_valid_by_the_official_schemas(
    plan: SimulationPlan, months: dict[SimulationPlan, Path], shared: Path
) -> None:
    """Read in the namespace of today, which is all that the official schemas know."""
    official = official_schemas(shared / "standards/xsd")
    kinds = {"DATA": DocumentKind.HG, "CLAIMS": DocumentKind.GC}
    counted = 0
    for path in sorted((months[plan] / "archives").glob("*_2.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                kind = kinds.get(name.split("/")[-2])
                if kind is not None and name.endswith(".xml"):
                    data = archive.read(name).replace(NAMESPACE_OLD.encode(), NAMESPACE.encode())
                    assert official.validate(kind, etree.fromstring(data)) == []
                    counted += 1
    assert counted > 2 * plan.guidance


def test_courses_are_what_the_programme_asks_for(courses: list[Course]) -> None:
    """Targets only, three months to the evaluation, 180 points planned and reached."""
    assert len(courses) == PLAN.guidance
    for made in courses:
        _, level = made.found.judgement()
        assert made.level in (level, "3")
        assert not made.found.pressure_medication
        assert made.checkup_on <= made.first_on <= made.interview_on <= made.card.valid_until
        assert made.first_on >= date(2024, 4, 1)
        if made.plan is not None:
            assert made.plan.total >= NEEDED
        if FINAL in made.timings:
            assert made.evaluation_on is not None
            assert made.outcome is not None
            assert made.evaluation_on >= months_after(made.interview_on, 3)
            found = made.found
            assert made.outcome.waist_weight == waist_weight_outcome(
                found.waist - made.final_waist, found.weight - made.final_weight, found.weight
            )
            if made.plan is not None:
                assert made.done_total() >= NEEDED
        days = [contact.on for contact in made.contacts]
        assert len(set(days)) == len(days)


def test_instalments_add_up_to_the_price(courses: list[Course]) -> None:
    """First and final claim are the price without the copayment; an ended one is less."""
    seen = 0
    for made in courses:
        price = price_yen(made)
        whole_yen = price - copayment_yen(price, made.card.terms)
        if FINAL in made.timings:
            claims = [amounts(made, timing).claim_yen for timing in made.timings]
            assert sum(claims) == whole_yen
            assert sum(amounts(made, t).calculated_yen for t in made.timings) == price
            seen += 1
        if ENDED in made.timings:
            assert amounts(made, ENDED).calculated_yen <= price // 2 + 1
    assert seen > 20
    assert any(PROGRESS in made.timings for made in courses)


@cache
def drafts(plan: SimulationPlan) -> list[GuidanceDraft]:
    """Every document of a month, to be looked at, never changed."""
    return [
        draft for _, of in guiding_providers(plan) for made in of for draft in drafts_of(plan, made)
    ]


def drafts_of_sender(plan: SimulationPlan, sender: Provider) -> list[GuidanceDraft]:
    """The documents of one provider, made anew."""
    courses = next(of for who, of in guiding_providers(plan) if who == sender)
    return [draft for made in courses for draft in drafts_of(plan, made)]


def places(name: str) -> Iterator[tuple[SimulationPlan, GuidanceDraft]]:
    """Where a fault fits: a document of each phase, a progress report, an unfinished one."""
    fault, seen = GUIDANCE_FAULTS[name], set()
    for plan in (PLAN, OLD, BEFORE):
        for draft in drafts(plan):
            kind = (draft.course.phase, draft.timing if draft.timing in "45" else "1-3")
            if kind not in seen and not draft.is_followed and fault.fits(draft):
                seen.add(kind)
                yield plan, draft


@pytest.mark.parametrize("name", GUIDANCE_FAULTS)
def test_fault_of_a_guidance_pair(
    name: str, registers: dict[SimulationPlan, MemoryRegisters]
) -> None:
    """The pair shows the rules of the fault; all other documents of its provider none."""
    fault, planted = GUIDANCE_FAULTS[name], 0
    for plan, fitting in places(name):
        sender, planted = fitting.course.provider, planted + 1
        of_sender = drafts_of_sender(plan, sender)
        faulty = next(
            d for d in of_sender if (d.serial, d.timing) == (fitting.serial, fitting.timing)
        )
        put_into_guidance(fault, faulty, Random(name))
        run = offline_check(plan, registers[plan])
        for archive in guidance_archives(plan, sender, of_sender):
            report = run.check(io.BytesIO(archive.zip_bytes()), name=archive.file_name)
            assert judged(report) == expected_of(archive)
        assert faulty.expected == fault.causes
    assert planted


@pytest.mark.parametrize("name", GUIDANCE_ARCHIVE_FAULTS)
def test_fault_of_a_guidance_archive(name: str, months: dict[SimulationPlan, Path]) -> None:
    """The last archive of a provider is refused and shows the rules; a pair shows its own."""
    fault = GUIDANCE_ARCHIVE_FAULTS[name]
    sender, courses = next(guiding_providers(PLAN))
    of_sender = [draft for made in courses for draft in drafts_of(PLAN, made)]
    archives = list(guidance_archives(PLAN, sender, of_sender))
    assert fault.fits(archives[-1])
    put_into_guidance_archive(fault, archives[-1], Random(name))
    run = offline_check(PLAN, registers_of(months[PLAN] / "registry"))
    for archive in archives:
        found = judged(run.check(io.BytesIO(archive.zip_bytes()), name=archive.file_name))
        assert found == expected_of(archive)
    assert (found["verdict"], found["findings"]) == ("refused", sorted(fault.causes))
    of_pairs = {rule for pair in found["pairs"].values() for rule in pair["findings"]}
    assert of_pairs == fault.of_pairs


@pytest.mark.parametrize("fault", [*GUIDANCE_FAULTS.values()], ids=lambda fault: fault.name)
def test_verdict_follows_from_the_severities_of_the_standard(fault: Any) -> None:
    """A fault returns its pair just when checks.csv calls one of its rules an error."""
    errors = {rule for rule in fault.causes if rule_row(rule).severity.is_error}
    assert bool(errors) is fault.is_error


def test_there_are_enough_kinds() -> None:
    """Money, points, cards, dates, plan and outcome."""
    assert len(GUIDANCE_FAULTS) >= 90
