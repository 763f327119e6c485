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
from daiko.checks.in_memory import MemoryHistory
from daiko.checks.person_key import guidance_key
from daiko.checks.registers import EarlierGuidance
from daiko.checks.values import day, fiscal_year, yen
from daiko.documents.guidance_records import (
    GuidanceClaim,
    GuidanceResult,
)
from daiko.documents.records import (
    CardParticipant,
    DeclaredTerms,
    Identifier,
    Summary,
)
from daiko.documents.writing import (
    write_guidance_claim,
    write_guidance_result,
    write_index,
    write_summary,
)
from daiko.standard import oids
from daiko.standard.schemas import bundled_files
from guidance_sections import (
    ACTIVE,
    EVALUATION_ON,
    INTERVIEW_ON,
    MOTIVATIONAL,
    a_section,
    common,
    done_totals,
    evaluation,
    interview,
    planned_totals,
    supports,
)

ACTIVE_CARD: Final = "26300000017"
MOTIVATIONAL_CARD: Final = "26200000017"
FIRST_RECEIVED_ON: Final = date(2026, 6, 5)
FINAL_RECEIVED_ON: Final = date(2026, 10, 5)
PRICES: Final = {ACTIVE: 26_400, MOTIVATIONAL: 8_250}


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
