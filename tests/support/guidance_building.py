"""Guidance documents and subjects for tests: complete and right by default.

The person of ``building.py`` after the checkup of 2026-05-12: active support of phase 4,
first interview on 2026-06-01, evaluation on 2026-09-07, agreed for 26,400 yen, nobody
pays at the window. Plan and done both make 190 points. Motivational support: 8,250 yen.
A test changes the one thing it is about.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from building import (
    AGENCY,
    CARD,
    INSURER,
    PROVIDER,
    BuiltArchive,
    a_card,
    a_result,
    an_index,
    an_office,
)
from daiko.archive.names import MemberName
from daiko.archive.writer import write_archive
from daiko.checks.guidance_subject import GuidanceSubject, GuidanceYen
from daiko.checks.person_key import guidance_key
from daiko.checks.registers import EarlierGuidance, MemoryHistory
from daiko.checks.values import day, fiscal_year, yen
from daiko.documents.guidance_records import (
    ActPerformer,
    GuidanceAct,
    GuidanceClaim,
    GuidanceObservation,
    GuidanceResult,
    GuidanceSection,
)
from daiko.documents.records import (
    CardParticipant,
    DeclaredTerms,
    Identifier,
    ObservationValue,
    Organization,
    Summary,
)
from daiko.documents.writing import (
    write_guidance_claim,
    write_guidance_result,
    write_index,
    write_summary,
)
from daiko.standard import oids
from daiko.standard.guidance_catalogue import GuidanceItem, Place, guidance_item
from daiko.standard.schemas import bundled_files

ACTIVE: Final = "1"
MOTIVATIONAL: Final = "2"
ACTIVE_CARD: Final = "26300000017"
MOTIVATIONAL_CARD: Final = "26200000017"
CHECKUP_ON: Final = "20260512"
INTERVIEW_ON: Final = "20260601"
EVALUATION_ON: Final = "20260907"
FIRST_RECEIVED_ON: Final = date(2026, 6, 5)
FINAL_RECEIVED_ON: Final = date(2026, 10, 5)
PRICES: Final = {ACTIVE: 26_400, MOTIVATIONAL: 8_250}

FORMS: Final = ("1", "2", "3", "4", "5", "6")
CONTACTS: Final = {"1": (1, 20), "5": (1, 10), "6": (1, 0)}  # form → contacts, minutes
GOALS: Final = {
    "1021001031": "85.0",
    "1021001032": "69.0",
    "1021001050": "240",
    "1021001051": "120",
    "1021001052": "120",
}
PLAN_FLAGS: Final = {
    "1021001053": "1",
    "1021001054": "1",
    "1021001055": "1",
    "1021001056": "0",
    "1021001057": "0",
    "1021001058": "0",
    "1021001059": "60",
}
EVALUATION: Final = {
    "1042001031": "86.5",
    "1042001032": "71.2",
    "1042001044": "1",
    "1042001042": "1",
    "1042001041": "1",
    "1042001043": "8",
    "1042001045": "9",
    "1042001046": "9",
    "1042001060": "60",
}


def item(section: str, code: str, value: str, *, phase: int = 4) -> GuidanceObservation:
    """One item as the item table wants it: type, unit, code system, mood."""
    row = guidance_item(section, code, phase)
    assert row is not None, (section, code)
    observation = GuidanceObservation(code=code, mood_code=row.mood, relation="COMP")
    if row.place is Place.MINUTES:
        return replace(observation, minutes=ObservationValue(value=value, unit="min"))
    return replace(observation, values=(_value(row, value),))


def _value(row: GuidanceItem, text: str) -> ObservationValue:
    if row.value_type == "CD":
        return ObservationValue("CD", code=text, code_system=row.code_system)
    if row.value_type == "ST":
        return ObservationValue("ST", text=text)
    return ObservationValue(row.value_type, text, row.unit if row.value_type == "PQ" else None)


def items(section: str, values: dict[str, str]) -> tuple[GuidanceObservation, ...]:
    return tuple(item(section, code, value) for code, value in values.items())


def a_performer(code: str = "2") -> ActPerformer:
    """A public-health nurse of the provider."""
    office = Organization(identifier=Identifier(oids.PROVIDER, PROVIDER), name=an_office().name)
    return ActPerformer(code, oids.GUIDANCE_PERFORMER, office)


def an_act(
    form: str, on: str, observations: Sequence[GuidanceObservation] = (), **changes: Any
) -> GuidanceAct:
    """A contact with a form of phase 4."""
    act = GuidanceAct(
        class_code="ACT",
        mood_code="EVN",
        code=form,
        code_system=oids.SUPPORT_FORM,
        performed_on=on,
        performers=(a_performer(),),
        observations=tuple(observations),
    )
    return replace(act, **changes)


def a_list_act(
    observations: Sequence[GuidanceObservation], mood: str = "EVN", **changes: Any
) -> GuidanceAct:
    """An act without a form: 90010, plan, totals."""
    act = GuidanceAct(
        class_code="ACT", mood_code=mood, code_null_flavor="NA", observations=tuple(observations)
    )
    return replace(act, **changes)


def a_section(code: str, *acts: GuidanceAct, **changes: Any) -> GuidanceSection:
    section = GuidanceSection(code=code, code_system=oids.SECTION, acts=acts)
    return replace(section, **changes)


def common(level: str = ACTIVE) -> GuidanceSection:
    values = {"1020000001": level, "1020000002": "3", "1020000003": "標準コース"}
    values["1020000004"] = CHECKUP_ON
    return a_section("90010", a_list_act(items("90010", values)))


def interview(level: str = ACTIVE) -> GuidanceSection:
    """90030: 30 minutes face to face, not early, with the plan."""
    held = an_act("1", INTERVIEW_ON, items("90030", {"1022000016": "0", "1022000013": "30"}))
    planned = GOALS
    if level == ACTIVE:
        planned = {"1021000020": "12", **GOALS, **PLAN_FLAGS}
    return a_section("90030", held, a_list_act(items("90030", planned), "INT"))


def planned_totals() -> GuidanceAct:
    return a_list_act(items("90070", _totals("1041", "60")), "INT")


def done_totals(outcome_points: str = "60") -> GuidanceAct:
    """Done totals; the act's day is the end of support (1042000022)."""
    act = a_list_act(items("90070", _totals("1042", outcome_points)))
    return replace(act, performed_on="20260824")


def _totals(beginning: str, outcome: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for form in FORMS:
        count, minutes = CONTACTS.get(form, (0, 0))
        values[f"{beginning}0100{form}0"] = str(count)
        if form != "6":
            values[f"{beginning}0200{form}0"] = str(count * minutes)
    values[f"{beginning}010070"] = "130"
    values[f"{beginning}010080"] = str(130 + int(outcome))
    return values


def supports() -> GuidanceSection:
    """90040: one contact of each planned form, on different days."""
    days = {"1": "20260629", "5": "20260727", "6": "20260824"}
    points = {"1": "70", "5": "30", "6": "30"}
    acts = []
    for form, (_, minutes) in CONTACTS.items():
        values = {"1032300014": points[form]}
        if form != "6":
            values["1032300013"] = str(minutes)
        acts.append(an_act(form, days[form], items("90040", values)))
    return a_section("90040", *acts)


def evaluation() -> GuidanceSection:
    return a_section("90060", an_act("1", EVALUATION_ON, items("90060", EVALUATION)))


def a_guidance_card(level: str = ACTIVE, **changes: Any) -> CardParticipant:
    """The guidance card as the result names it."""
    card = CardParticipant(
        type_code="HLD",
        function_code="2",
        function_code_system=oids.CARD_FACE,
        valid_until="20270331",
        card_id=Identifier(oids.guidance_card_root(INSURER), card_number(level)),
        issuing_insurer=Identifier(oids.INSURER, INSURER),
    )
    return replace(card, **changes)


def card_number(level: str) -> str:
    return ACTIVE_CARD if level == ACTIVE else MOTIVATIONAL_CARD


def a_guidance_result(
    level: str = ACTIVE, *, final: bool = False, **changes: Any
) -> GuidanceResult:
    """Report 21, or 22 when ``final``."""
    if final:
        sections = [evaluation()]
        if level == ACTIVE:
            totals = a_section("90070", planned_totals(), done_totals())
            sections = [supports(), *sections, totals]
    else:
        sections = [common(level), interview(level)]
        if level == ACTIVE:
            sections.append(a_section("90070", planned_totals()))
    made_on = "20261001" if final else "20260603"
    head = a_result()
    result = GuidanceResult(
        type_id=head.type_id,
        document_id=head.document_id,
        report_code="22" if final else "21",
        report_code_system=oids.REPORT,
        created_on=made_on,
        confidentiality_code=head.confidentiality_code,
        confidentiality_code_system=head.confidentiality_code_system,
        person_ids=head.person_ids,
        postal_code=head.postal_code,
        name=head.name,
        sex=head.sex,
        sex_code_system=head.sex_code_system,
        birth_date=head.birth_date,
        author_time=made_on,
        author=an_office(),
        custodian=head.custodian,
        cards=(a_card(valid_until=None), a_guidance_card(level)),
        program_code="100",
        program_code_system=oids.PROGRAM,
        performed_on=EVALUATION_ON if final else INTERVIEW_ON,
        performer=an_office(),
        sections=tuple(sections),
    )
    return replace(result, **changes)


def a_guidance_claim(level: str = ACTIVE, *, final: bool = False, **changes: Any) -> GuidanceClaim:
    """The claim of ``a_guidance_result``: 40/60 or 80/20 percent of the price."""
    rate = {ACTIVE: (40, 60), MOTIVATIONAL: (80, 20)}[level][final]
    calculated = str(PRICES[level] * rate // 100)
    claim = GuidanceClaim(
        service_event_type="2",
        guidance_level=level,
        guidance_timing="2" if final else "1",
        provider=Identifier(oids.PROVIDER, PROVIDER),
        insurer=Identifier(oids.INSURER, INSURER),
        symbol=Identifier(oids.SYMBOL, "１３１"),
        number=Identifier(oids.NUMBER, "123123123"),
        branch_code=Identifier(oids.BRANCH_CODE, "01"),
        name="ケンシンタロウ",
        postal_code="105-0004",
        birth_date="19700516",
        sex="1",
        card_id=Identifier(oids.GUIDANCE_CARD, card_number(level)),
        checkup_card_id=Identifier(oids.CHECKUP_CARD, CARD),
        card_valid_until="20270331",
        copayment_terms=DeclaredTerms("1"),
        unit_price=str(PRICES[level]),
        payment_rate=str(rate),
        points_intended="190" if level == ACTIVE else None,
        points_completed="190" if level == ACTIVE and final else None,
        calculated=calculated,
        payment_status="1",
        payment_total="0",
        claim_amount=calculated,
    )
    return replace(claim, **changes)


def a_guidance_pair(
    claim: GuidanceClaim | None = None,
    result: GuidanceResult | None = None,
    *,
    level: str = ACTIVE,
    final: bool = False,
    **changes: Any,
) -> GuidanceSubject:
    """A pair as the engine hands it to rules; ``changes`` are fields of the subject.

    A final pair knows its accepted first claim unless ``earlier`` is given.
    """
    claim = claim or a_guidance_claim(level, final=final)
    result = result or a_guidance_result(level, final=final)
    on = FINAL_RECEIVED_ON if final else FIRST_RECEIVED_ON
    name = f"{PROVIDER}{on:%Y%m%d}02000000"
    pair = GuidanceSubject(
        name=name,
        claim=claim,
        result=result,
        received_on=on,
        amounts=GuidanceYen.of(claim),
        key=guidance_key(claim, day(INTERVIEW_ON), 2026),
        claim_name=f"p{name}.xml",
        result_name=f"g{name}.xml",
        parsed_name=MemberName.parse(f"g{name}.xml"),
        claim_sha256="c" * 64,
        result_sha256="d" * 64,
        performed_on=day(result.performed_on),
        birth_date=day(result.birth_date),
    )
    if final and "earlier" not in changes:
        pair.earlier = (an_earlier(level),)
    pair.history = MemoryHistory()
    service_on = pair.service_on
    pair.fiscal_year = fiscal_year(service_on) if service_on else None
    for name, value in changes.items():
        setattr(pair, name, value)
    return pair


def an_earlier(level: str = ACTIVE, **facts: Any) -> EarlierGuidance:
    """The accepted first claim, with ``facts`` changed."""
    first = a_guidance_pair(level=level)
    return EarlierGuidance(
        receipt_number="20260605-000001-0",
        provider_number=PROVIDER,
        card_id=card_number(level),
        person_key=first.key.person_key,
        facts=replace(first.facts(), **facts),
        result_sha256="a" * 64,
        claim_sha256="b" * 64,
    )


def with_acts(result: GuidanceResult, section: str, *acts: GuidanceAct) -> GuidanceResult:
    """The result with these acts in the section instead of its own; added if absent."""
    kept = [s for s in result.sections if s.code != section]
    found = next((s for s in result.sections if s.code == section), a_section(section))
    changed = sorted([*kept, replace(found, acts=acts)], key=lambda s: s.code or "")
    return replace(result, sections=tuple(changed))


def without_section(result: GuidanceResult, section: str) -> GuidanceResult:
    return replace(result, sections=tuple(s for s in result.sections if s.code != section))


def with_value(result: GuidanceResult, section: str, code: str, value: str) -> GuidanceResult:
    """The result with another value of an item it has, in every act of the section."""
    return _edited(result, section, code, (item(section, code, value),))


def without_item(result: GuidanceResult, section: str, code: str) -> GuidanceResult:
    """The result without an item of a section."""
    return _edited(result, section, code, ())


def _edited(
    result: GuidanceResult, section: str, code: str, instead: tuple[GuidanceObservation, ...]
) -> GuidanceResult:
    sections = []
    for found in result.sections:
        acts = found.acts
        if found.code == section:
            acts = tuple(
                replace(
                    act,
                    observations=tuple(
                        new
                        for old in act.observations
                        for new in (instead if old.code == code else (old,))
                    ),
                )
                for act in acts
            )
        sections.append(replace(found, acts=acts))
    return replace(result, sections=tuple(sections))


def a_guidance_archive(
    pairs: Sequence[tuple[GuidanceResult, GuidanceClaim]],
    *,
    made_on: date = FINAL_RECEIVED_ON,
    **summary_changes: Any,
) -> BuiltArchive:
    """A complete archive of class 2 with these pairs, in their order."""
    root = f"{PROVIDER}_{AGENCY}_{made_on:%Y%m%d}0_2"
    claims = [claim for _, claim in pairs]
    index = an_index(len(pairs), created_on=f"{made_on:%Y%m%d}", service_event_type="2")
    summary = Summary(
        service_event_type="2",
        subject_count=str(len(pairs)),
        total_cost=str(sum(yen(claim.calculated) or 0 for claim in claims)),
        total_payment=str(sum(yen(claim.payment_total) or 0 for claim in claims)),
        total_claim=str(sum(yen(claim.claim_amount) or 0 for claim in claims)),
    )
    summary = replace(summary, **summary_changes)
    members = [("ix08_V08.xml", write_index(index)), ("su08_V08.xml", write_summary(summary))]
    for serial, (result, claim) in enumerate(pairs):
        name = f"{PROVIDER}{made_on:%Y%m%d}02{serial:06d}.xml"
        members.append((f"DATA/g{name}", write_guidance_result(result)))
        members.append((f"CLAIMS/p{name}", write_guidance_claim(claim)))
    out = io.BytesIO()
    write_archive(out, root, [*members, *bundled_files()])
    return BuiltArchive(f"{root}.zip", out.getvalue())
