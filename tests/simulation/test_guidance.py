"""Guidance of a simulated month: plausible, right to the yen, and its faults found alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from lxml import etree

from daiko.checks.rulebook import rule_row
from daiko.guidance.points import NEEDED, waist_weight_outcome
from daiko.guidance.schedule import months_after
from daiko.money.calendar import ProcessingMonth
from daiko.money.copayment import copayment_yen
from daiko.simulation.faults.catalogue import GUIDANCE_ARCHIVE_FAULTS, GUIDANCE_FAULTS
from daiko.simulation.faults.planting import put_into_guidance, put_into_guidance_archive
from daiko.simulation.guidance_claims import amounts, price_yen
from daiko.simulation.guidance_courses import ENDED, FINAL, FIRST, Course
from daiko.simulation.guidance_drafts import (
    GuidanceDraft,
    drafts_of,
    guidance_archives,
    guiding_providers,
)
from daiko.simulation.nation import write_month
from daiko.simulation.truth import expected_of
from daiko.standard.kinds import DocumentKind
from daiko.standard.schemas import official_schemas
from simulated import a_plan, judged, offline_check, registers_of, truth_of

PLAN = a_plan(insurers=3, providers=10, pairs=20, faults=0.0, guidance=160)


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("guidance") / "month"
    write_month(out, PLAN)
    return out


@pytest.fixture(scope="module")
def courses() -> list[Course]:
    return [made for _, of_provider in guiding_providers(PLAN) for made in of_provider]


def test_clean_month_has_no_finding(month: Path) -> None:
    """First, final and ended documents in their archives, in any order within one."""
    run = offline_check(PLAN, registers_of(month / "registry"))
    kinds = set()
    for name, expected in truth_of(month).items():
        report = run.check(io.BytesIO((month / "archives" / name).read_bytes()), name=name)
        assert judged(report) == expected, name
        assert expected["verdict"] == "accepted"
        for pair in report.pairs:
            assert pair.findings == ()
            if pair.facts is not None and pair.facts.guidance is not None:
                kinds.add((pair.facts.guidance.level, pair.facts.guidance.timing))
    assert kinds >= {("1", "1"), ("1", "2"), ("1", "3"), ("2", "1"), ("2", "2"), ("3", "1")}


def test_documents_are_valid_by_the_official_schemas(month: Path, shared: Path) -> None:
    official = official_schemas(shared / "standards/xsd")
    kinds = {"DATA": DocumentKind.HG, "CLAIMS": DocumentKind.GC}
    counted = 0
    for path in sorted((month / "archives").glob("*_2.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                kind = kinds.get(name.split("/")[-2])
                if kind is not None and name.endswith(".xml"):
                    assert official.validate(kind, etree.fromstring(archive.read(name))) == []
                    counted += 1
    assert counted > 2 * PLAN.guidance


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
        if made.timings == (FIRST, FINAL):
            claims = [amounts(made, timing).claim_yen for timing in made.timings]
            assert sum(claims) == whole_yen
            assert sum(amounts(made, t).calculated_yen for t in made.timings) == price
            seen += 1
        if ENDED in made.timings:
            assert amounts(made, ENDED).calculated_yen <= price // 2 + 1
    assert seen > 20


def drafts() -> Iterator[GuidanceDraft]:
    for _, of_provider in guiding_providers(PLAN):
        for made in of_provider:
            yield from drafts_of(PLAN, made)


@pytest.mark.parametrize("name", GUIDANCE_FAULTS)
def test_fault_of_a_guidance_pair(name: str, month: Path) -> None:
    """The pair shows the rules of the fault; all other documents of its provider none."""
    fault = GUIDANCE_FAULTS[name]
    fitting = next(d for d in drafts() if not d.is_followed and fault.fits(d))
    sender = fitting.course.provider
    of_sender = [d for d in drafts() if d.course.provider == sender]
    faulty = next(d for d in of_sender if (d.serial, d.timing) == (fitting.serial, fitting.timing))
    put_into_guidance(fault, faulty, Random(name))
    run = offline_check(PLAN, registers_of(month / "registry"))
    archives = list(guidance_archives(PLAN, sender, of_sender))
    for archive in archives:
        report = run.check(io.BytesIO(archive.zip_bytes()), name=archive.file_name)
        assert judged(report) == expected_of(archive)
    assert faulty.expected == fault.causes


@pytest.mark.parametrize("name", GUIDANCE_ARCHIVE_FAULTS)
def test_fault_of_a_guidance_archive(name: str, month: Path) -> None:
    """The last archive of a provider is refused and shows the rules; a pair shows its own."""
    fault = GUIDANCE_ARCHIVE_FAULTS[name]
    sender, courses = next(guiding_providers(PLAN))
    of_sender = [draft for made in courses for draft in drafts_of(PLAN, made)]
    archives = list(guidance_archives(PLAN, sender, of_sender))
    assert fault.fits(archives[-1])
    put_into_guidance_archive(fault, archives[-1], Random(name))
    run = offline_check(PLAN, registers_of(month / "registry"))
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


def test_early_months_begin_guidance_only() -> None:
    """Where three months before the end would lie before phase 4, nobody is evaluated."""
    plan = a_plan(month=ProcessingMonth(2024, 6), guidance=40, faults=0.0)
    timings = {made.timings for _, found in guiding_providers(plan) for made in found}
    assert timings == {(FIRST,)}
