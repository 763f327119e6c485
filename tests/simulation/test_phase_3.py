"""Checkups of phase 3 in simulated months: the editions of the day, side by side at the change."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from daiko.checks.values import fiscal_year
from daiko.documents.records import CheckupResult, Observation
from daiko.money.calendar import ProcessingMonth
from daiko.simulation.body import CASUAL, measure
from daiko.simulation.drafts import PairDraft, pair_draft
from daiko.simulation.nation import write_month
from daiko.simulation.organisations import provider
from daiko.simulation.plan import FIRST_MONTH, SimulationPlan
from daiko.simulation.schedule import slots
from daiko.standard.catalogue import item, phase_of
from daiko.standard.kinds import DocumentKind
from daiko.standard.oids import NAMESPACE, NAMESPACE_OLD
from daiko.standard.programme import PHASE_4_FROM
from daiko.standard.schemas import official_schemas
from simulated import a_plan, judged, offline_check, registers_of, truth_of

CLEAN = {"seed": 6, "insurers": 3, "providers": 20, "pairs": 120, "faults": 0.0}
FIRST = a_plan(**CLEAN, month=FIRST_MONTH)
LAST = a_plan(**CLEAN, month=ProcessingMonth(2024, 4))
CHANGE = a_plan(**CLEAN, month=ProcessingMonth(2024, 5))
SMOKING, DRINKING = "9N736000000000011", "9N786000000000011"


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> dict[SimulationPlan, Path]:
    out = tmp_path_factory.mktemp("phase3")
    written = {plan: out / str(plan.month) for plan in (FIRST, LAST, CHANGE)}
    for plan, folder in written.items():
        write_month(folder, plan)
    return written


def drafts(plan: SimulationPlan) -> list[PairDraft]:
    return [
        pair_draft(plan, provider(plan, slot.provider_index), serial)
        for slot in slots(plan)
        for serial in range(slot.first, slot.first + slot.pairs)
    ]


def items_of(result: CheckupResult) -> Iterator[Observation]:
    for section in result.sections:
        for observation in section.observations:
            yield from (part for part in (observation, *observation.parts) if part.code)


@pytest.mark.parametrize("plan", [FIRST, LAST, CHANGE], ids=lambda plan: str(plan.month))
def test_clean_month_has_no_finding(
    plan: SimulationPlan, months: dict[SimulationPlan, Path]
) -> None:
    """Not even a note, in either namespace, of either phase."""
    month = months[plan]
    run = offline_check(plan, registers_of(month / "registry"))
    for name, expected in truth_of(month).items():
        report = run.check(io.BytesIO((month / "archives" / name).read_bytes()), name=name)
        assert judged(report) == expected
        assert expected["verdict"] == "accepted"
        assert all(pair["findings"] == [] for pair in expected["pairs"].values())


def test_items_and_tables_are_those_of_the_day() -> None:
    """Every item is one its year knows, every answer cites the table its phase had."""
    answered: dict[str, set[tuple[int, str | None]]] = {SMOKING: set(), DRINKING: set()}
    asked: dict[int, set[str]] = {3: set(), 4: set()}
    for draft in drafts(CHANGE):
        phase = phase_of(fiscal_year(draft.visit.performed_on))
        for seen in items_of(draft.result):
            entry = item(seen.code or "")
            assert entry is not None
            assert phase in entry.phases
            asked[phase].add(entry.code)
            for value in seen.values:
                if value.type in ("CD", "CO") and value.code not in ("H", "L"):
                    assert value.code_system == entry.answers(phase)
                    answered.get(entry.code, set()).add((phase, value.code_system))
    root = "1.2.392.200119.6"
    assert answered[SMOKING] == {(3, f"{root}.2003"), (4, f"{root}.24060")}
    assert answered[DRINKING] == {(3, f"{root}.2005"), (4, f"{root}.24040")}
    assert asked[3] - asked[4] == {"9N806000000000011"}
    assert asked[4] - asked[3] == {"9N808000000000011", "3F015129902327101"}


def test_namespaces_are_those_of_the_day(months: dict[SimulationPlan, Path]) -> None:
    """Claims before April 2024 stand in either namespace, later ones in the current one alone."""
    seen = {
        (draft.visit.performed_on < PHASE_4_FROM, NAMESPACE_OLD.encode() in draft.claim_bytes())
        for draft in drafts(CHANGE)
    }
    assert seen == {(True, True), (True, False), (False, False)}
    heads = set()
    for path in (path for plan in (FIRST, LAST) for path in (months[plan] / "archives").iterdir()):
        with zipfile.ZipFile(path) as archive:
            index = archive.read(f"{path.stem}/ix08_V08.xml")
        heads.add((path.name.split("_")[2] < "20240401", NAMESPACE_OLD.encode() in index))
    assert heads == {(True, True), (True, False), (False, False)}


def test_documents_are_valid_by_the_official_schemas(
    months: dict[SimulationPlan, Path], shared: Path
) -> None:
    """Read in the namespace of today, which is all that the official schemas know."""
    official = official_schemas(shared / "standards/xsd")
    kinds = {"DATA": DocumentKind.HC, "CLAIMS": DocumentKind.CC}
    heads = {"ix08_V08.xml": DocumentKind.IX, "su08_V08.xml": DocumentKind.SU}
    counted = 0
    for path in sorted((months[LAST] / "archives").iterdir()):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                *_, folder, file = name.split("/")
                kind = kinds.get(folder) or heads.get(file)
                if kind is None or not file.endswith(".xml"):
                    continue
                data = archive.read(name).replace(NAMESPACE_OLD.encode(), NAMESPACE.encode())
                assert official.validate(kind, etree.fromstring(data)) == [], name
                counted += 1
    assert counted > 2 * LAST.pairs


def test_casual_triglycerides_count_from_150_in_phase_3() -> None:
    """One limit for all samples until March 2024, 175 for casual ones since (stratification 7)."""
    found = replace(
        measure(Random(1), "1", 50, 3),
        waist=Decimal(90),
        readings=((118, 70),),
        meal=CASUAL,
        triglycerides=160,
        hdl=60,
        fasting_glucose=None,
        hba1c=Decimal("5.2"),
        pressure_medication=False,
        glucose_medication=False,
        lipid_medication=False,
        smoking="2",
    )
    assert found.judgement() == ("2", "2")
    assert replace(found, phase=4).judgement() == ("3", "3")
