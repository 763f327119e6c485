"""Checkup results of the simulation: header and items of one person as a record.

Source: standards/archive-and-xml.md 7 (in the shape of the fund's sample),
catalogue/catalogue.md 4 to 6 (mandatory items, detailed examinations, limit markers) and
11.1 (what phase 3 has instead). A laboratory's own reference range decides H, L and N.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Final

from daiko.checks.values import fiscal_year
from daiko.documents.records import (
    CardParticipant,
    CheckupResult,
    Identifier,
    Observation,
    ObservationValue,
    Organization,
    Section,
)
from daiko.simulation.body import FASTING, Measured
from daiko.simulation.detailed import detailed_groups
from daiko.simulation.observations import coded, measured, told
from daiko.simulation.organisations import Provider
from daiko.simulation.people import Card, Person
from daiko.simulation.words import COMPLAINTS, DOCTORS, HISTORIES, SIGNS
from daiko.standard import oids
from daiko.standard.catalogue import phase_of

_PHASE_4: Final = 4
_ENZYME_LIMIT: Final = 1000
_FLAGS: Final = (
    ("9N056000000000011", "9N056160400000049", HISTORIES, 0.3),
    ("9N061000000000011", "9N061160800000049", COMPLAINTS, 0.15),
    ("9N066000000000011", "9N066160800000049", SIGNS, 0.05),
)
_QUESTIONS: Final = (
    ("9N716000000000011", "2"),
    ("9N721000000000011", "2"),
    ("9N726000000000011", "2"),
    ("9N731000000000011", "2"),
    ("9N741000000000011", "12"),
    ("9N746000000000011", "12"),
    ("9N751000000000011", "12"),
    ("9N756000000000011", "12"),
    ("9N872000000000011", "112"),
    ("9N766000000000011", "123"),
    ("9N771000000000011", "12"),
    ("9N782000000000011", "123"),
    ("9N781000000000011", "12"),
    ("9N786000000000011", "123456"),
    ("9N796000000000011", "12"),
    ("9N801000000000011", "12345"),
    ("9N808000000000011", "12"),
)
_OF_PHASE_3: Final = {
    "9N786000000000011": ("9N786000000000011", "123"),
    "9N808000000000011": ("9N806000000000011", "12"),
}
"""Questions with other answers until phase 3, or another question in their place. The amount
of drink is left out: which type its answer had then is in no source (catalogue.md 11.1)."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Who was examined where, when and with what."""

    person: Person
    provider: Provider
    card: Card | None
    performed_on: date
    created_on: date
    detail_codes: tuple[str, ...]  # 1 anaemia, 2 ECG, 3 fundus, 4 creatinine
    added_items: tuple[str, ...]

    @property
    def phase(self) -> int:
        """3 or 4, by the fiscal year of the checkup (archive-and-xml.md 9)."""
        return phase_of(fiscal_year(self.performed_on))


def person_ids(who: Person) -> tuple[Identifier, ...]:
    """Whose result it is, as its head names them."""
    return (
        Identifier(oids.INSURER, who.insurer_number),
        Identifier(oids.SYMBOL, who.symbol),
        Identifier(oids.NUMBER, who.number),
        Identifier(oids.BRANCH_CODE, who.branch_code),
    )


def checkup_result(visit: Visit, found: Measured, rng: Random) -> CheckupResult:
    """The result of a visit, complete for its phase."""
    who = visit.person
    office = organization(visit.provider)
    created = f"{visit.created_on:%Y%m%d}"
    return CheckupResult(
        type_id=Identifier(oids.CDA_TYPE_ROOT, oids.CDA_TYPE_EXTENSION),
        document_id=Identifier(null_flavor="NI"),
        report_code="10",
        report_code_system=oids.REPORT,
        created_on=created,
        confidentiality_code="N",
        confidentiality_code_system=oids.CONFIDENTIALITY,
        person_ids=person_ids(who),
        postal_code=who.postal_code,
        address=who.address,
        name=who.name,
        sex=who.sex,
        sex_code_system=oids.SEX,
        birth_date=f"{who.birth_date:%Y%m%d}",
        author_time=created,
        author=office,
        custodian=Identifier(null_flavor="NI"),
        cards=() if visit.card is None else (card_participant(visit.card),),
        program_code="010",
        program_code_system=oids.PROGRAM,
        performed_on=f"{visit.performed_on:%Y%m%d}",
        performer=office,
        sections=tuple(_sections(visit, found, rng)),
    )


def organization(provider: Provider) -> Organization:
    """A provider as it stands in a result."""
    return Organization(
        identifier=Identifier(oids.PROVIDER, provider.number),
        name=provider.name,
        telecom=f"tel:{provider.telephone}",
        postal_code=provider.postal_code,
        address=provider.address,
    )


def card_participant(card: Card) -> CardParticipant:
    """A checkup card as it stands in a result."""
    return CardParticipant(
        type_code="HLD",
        function_code="1",
        function_code_system=oids.CARD_FACE,
        valid_until=f"{card.valid_until:%Y%m%d}",
        card_id=Identifier(oids.checkup_card_root(card.insurer_number), card.card_id),
        issuing_insurer=Identifier(oids.INSURER, card.insurer_number),
    )


def _sections(visit: Visit, found: Measured, rng: Random) -> Iterator[Section]:
    items = (
        *_body_items(found),
        *_interview(rng),
        *_pressure_items(found),
        *_blood_items(found),
        *_judgement_items(found, rng),
        *detailed_groups(found, visit.detail_codes, rng),
        *_questions(rng, visit.phase),
    )
    yield Section("01010", oids.SECTION, "検査・問診結果セクション", items)
    if visit.added_items:
        added = tuple(_added_item(code, found, rng) for code in visit.added_items)
        yield Section("01990", oids.SECTION, "任意追加項目セクション", added)


def _body_items(found: Measured) -> Iterator[Observation]:
    yield measured("9N001000000000001", found.height)
    yield measured("9N006000000000001", found.weight)
    yield measured("9N011000000000001", found.bmi)
    yield measured("9N016160100000001", found.waist)


def _interview(rng: Random) -> Iterator[Observation]:
    for flag, text, words, share in _FLAGS:
        answer = "1" if rng.random() < share else "2"
        yield coded(flag, answer)
        if answer == "1":
            yield told(text, rng.choice(words))


def _pressure_items(found: Measured) -> Iterator[Observation]:
    """One reading stands as the first; two stand beside their mean (catalogue.md 4)."""
    codes = ("9A751000000000001", "9A752000000000001")
    lower = ("9A761000000000001", "9A762000000000001")
    for place, (systolic, diastolic) in enumerate(found.readings):
        yield measured(codes[place], systolic, (90, 129))
        yield measured(lower[place], diastolic, (50, 84))
    if len(found.readings) > 1:
        systolic, diastolic = found.pressure
        yield measured("9A755000000000001", systolic, (90, 129))
        yield measured("9A765000000000001", diastolic, (50, 84))


def _blood_items(found: Measured) -> Iterator[Observation]:
    yield coded("9N141000000000011", found.meal)
    yield _triglycerides(found)
    yield measured("3F070000002327101", found.hdl, (40, 96))
    yield measured("3F077000002327101", found.ldl, (60, 119))
    yield measured("3B035000002327201", found.ast, (10, 30))
    yield measured("3B045000002327201", found.alt, (5, 30))
    yield _enzyme("3B090000002327101", found.ggt)
    if found.fasting_glucose is not None:
        yield measured("3D010000001926101", found.fasting_glucose, (70, 99))
    if found.hba1c is not None:
        yield measured("3D046000001906202", found.hba1c, (Decimal("4.3"), Decimal("5.5")))
    yield coded("1A020000000191111", str(found.urine_sugar))
    yield coded("1A010000000191111", str(found.urine_protein))


def _triglycerides(found: Measured) -> Observation:
    """Until phase 3 one code served fasting and casual samples, under a plain name."""
    if found.phase >= _PHASE_4:
        fasting = found.meal == FASTING
        code = "3F015000002327101" if fasting else "3F015129902327101"
        return measured(code, found.triglycerides, (30, 149))
    plain = measured("3F015000002327101", found.triglycerides, (30, 149))
    return replace(plain, display_name="中性脂肪(トリグリセリド)")


def _enzyme(code: str, value: int) -> Observation:
    """A value at or beyond the input range carries H before it (catalogue.md 6.2)."""
    observation = measured(code, value, (10, 50))
    if value >= _ENZYME_LIMIT:
        marker = ObservationValue("CD", code="H", code_system=oids.LIMIT_MARKER)
        observation.values = (marker, *observation.values)
    return observation


def _judgement_items(found: Measured, rng: Random) -> Iterator[Observation]:
    syndrome, level = found.judgement()
    yield coded("9N501000000000011", syndrome)
    yield coded("9N506000000000011", level)
    words = {"1": "生活習慣の改善が必要です。", "2": "経過を観察します。"}
    yield told(
        "9N511000000000049",
        words.get(level, "特に異常を認めません。"),
        author=rng.choice(DOCTORS),
    )
    for code, takes in (
        ("9N701000000000011", found.pressure_medication),
        ("9N706000000000011", found.glucose_medication),
        ("9N711000000000011", found.lipid_medication),
    ):
        yield coded(code, "1" if takes else "2")
    yield coded("9N736000000000011", found.smoking, found.phase)


def _questions(rng: Random, phase: int) -> Iterator[Observation]:
    """The rest of the questionnaire: asked by two providers of three, or not at all."""
    if rng.random() < 0.35:
        return
    for question in _QUESTIONS:
        code, answers = question if phase >= _PHASE_4 else _OF_PHASE_3.get(question[0], question)
        yield coded(code, rng.choice(answers), phase)


def _added_item(code: str, found: Measured, rng: Random) -> Observation:
    match code:
        case "3C020000002327101":
            acid = Decimal(f"{rng.uniform(3.2, 8.4):.1f}")
            return measured(code, acid, (Decimal("2.1"), Decimal("7.0")))
        case "3F050000002327101":
            return measured(code, found.ldl + found.hdl + found.triglycerides // 5, (130, 219))
        case "3B070000002327101":
            return measured(code, rng.randint(40, 110), (38, 113))
        case "3A015000002327101":
            return measured(code, Decimal(f"{rng.uniform(3.9, 5.0):.1f}"))
        case _:
            total = Decimal(f"{rng.uniform(6.4, 8.2):.1f}")
            return measured(code, total, (Decimal("6.5"), Decimal("8.2")))
