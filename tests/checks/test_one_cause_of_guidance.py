"""One wrong thing in a guidance pair is one finding: every rule is asked about every fault."""

from __future__ import annotations

from typing import Any

import pytest

from building import INSURER, an_office
from daiko.checks.in_memory import MemoryHistory
from daiko.checks.rulebook import Scope, implemented
from daiko.documents.guidance_records import GuidanceClaim, GuidanceResult
from daiko.documents.records import DeclaredTerms, Identifier, ObservationValue
from daiko.standard import oids
from guidance_building import (
    ACTIVE_CARD,
    MOTIVATIONAL_CARD,
    a_guidance_claim,
    a_guidance_pair,
    an_earlier,
)
from guidance_judging import (
    a_guidance_contract,
    an_issued_guidance_card,
    edited,
    first,
    guidance_registers,
    last,
    split,
    with_act,
    with_card,
    with_observation,
    without_acts,
)
from guidance_sections import (
    MOTIVATIONAL,
    a_performer,
    done_totals,
    item,
    planned_totals,
    with_acts,
    with_value,
    without_item,
    without_section,
)
from judging import a_provider, findings, ids


def every(
    claim: GuidanceClaim | None = None, result: GuidanceResult | None = None, **changes: Any
) -> list[str]:
    """Ids of all rules that find something, with registers and history loaded."""
    cards = [an_issued_guidance_card(), an_issued_guidance_card(card_id=MOTIVATIONAL_CARD)]
    changes.setdefault("registers", guidance_registers(cards=cards))
    changes.setdefault("history", MemoryHistory())
    pair = a_guidance_pair(claim, result, **changes)
    return sorted(
        {
            rule_id
            for built in implemented().values()
            if built.scope in (Scope.GUIDANCE, Scope.ANY_PAIR)
            for rule_id in ids(findings(built.id, pair))
        }
    )


@pytest.mark.parametrize("level", ["1", "2"])
@pytest.mark.parametrize("final", [False, True])
def test_right_documents(level: str, final: bool) -> None:
    """Nothing is found in what is right."""
    assert every(level=level, final=final) == []


def test_split_interview() -> None:
    """A split interview, its second half by telephone, is right too."""
    halves = with_act(split(first()), "90030", code="5")
    assert every(result=halves) == []


@pytest.mark.parametrize(
    ("rule", "result"),
    [
        ("X-HG-001", first(report_code="10")),
        (
            "X-XF-001",
            first(person_ids=(Identifier(oids.INSURER, "06132021"), *first().person_ids[1:])),
        ),
        ("X-HG-003", first(cards=())),
        (
            "X-HG-004",
            with_card(first(), "2", card_id=Identifier(oids.guidance_card_root(INSURER), "263")),
        ),
        ("X-HG-004", with_card(first(), "2", card_id=Identifier(oids.GUIDANCE_CARD, ACTIVE_CARD))),
        ("X-HG-006", with_card(first(), "2", valid_until=None)),
        ("X-HG-008", first(program_code="010")),
        ("X-HG-008", first(performed_on="20260602")),
        ("X-HG-009", without_section(first(), "90010")),
        ("X-HG-010", with_value(first(), "90010", "1020000001", "4")),
        ("X-HG-011", without_section(first(), "90030")),
        ("X-HG-011", without_acts(first(), "90030", 0)),
        ("X-HG-012", with_acts(first(), "90020")),
        ("X-HG-013", without_acts(first(), "90030", 1)),
        ("X-HG-013", without_section(first(), "90070")),
        ("X-HG-013", without_item(first(), "90070", "1041010080")),
        ("X-HG-014", with_acts(first(), "90070", planned_totals(), done_totals())),
        ("X-HG-017", with_act(first(), "90030", code="5")),
        ("X-HG-018", with_value(first(), "90030", "1022000013", "19")),
        ("X-HG-019", with_value(first(), "90030", "1022000016", "2")),
        ("X-HG-020", with_act(first(), "90030", performers=(a_performer("4"),))),
        ("X-HG-028", with_observation(split(first()), "90020", item("90030", "1022000016", "0"))),
        ("X-HG-030", with_value(first(), "90030", "1021001050", "300")),
        ("X-HG-031", with_value(first(), "90030", "1021001059", "80")),
        ("X-HG-032", with_value(first(), "90070", "1041010070", "150")),
        ("X-HG-033", with_value(first(), "90070", "1041010080", "200")),
        ("X-HG-040", without_item(first(), "90030", "1021001031")),
        ("X-HG-041", edited(first(), "90030", "1021001031", mood_code="INT")),
        (
            "X-HG-042",
            edited(first(), "90030", "1021001031", values=(ObservationValue("PQ", "85", "kg"),)),
        ),
        ("X-HG-043", with_observation(first(), "90030", item("90060", "1042001031", "85.0"), 1)),
        ("X-HG-045", with_act(first(), "90030", code_system=oids.SUPPORT_FORM_PHASE_3)),
        ("X-HG-046", with_card(first(), "2", issuing_insurer=Identifier(oids.INSURER, "06132021"))),
        ("X-HG-047", with_observation(first(), "90010", item("90010", "1020000005", "1"))),
    ],
)
def test_fault_of_a_first_report(rule: str, result: GuidanceResult) -> None:
    """One fault in a 21, one rule."""
    assert every(result=result) == [rule]


@pytest.mark.parametrize(
    ("rule", "result"),
    [
        ("X-HG-015", without_section(last(), "90060")),
        ("X-HG-015", without_item(last(), "90060", "1042001060")),
        ("X-HG-016", without_section(last(), "90040")),
        ("X-HG-021", with_value(last(), "90040", "1032300014", "60")),
        ("X-HG-022", with_act(last(), "90040", performed_on="20260531")),
        ("X-HG-023", with_act(last(performed_on="20260829"), "90060", performed_on="20260829")),
        ("X-HG-025", with_value(last(), "90060", "1042001044", "9")),
        ("X-HG-034", with_value(last(), "90060", "1042001060", "80")),
        ("X-HG-035", with_value(last(), "90070", "1042010070", "150")),
        ("X-HG-036", with_value(last(), "90070", "1042010080", "200")),
        ("X-HG-037", without_section(last(), "90070")),
        ("X-HG-038", with_value(last(), "90070", "1041010080", "200")),
        ("X-HG-039", with_value(last(), "90070", "1042010010", "2")),
        ("X-HG-045", with_act(last(), "90040", performed_on=None)),
    ],
)
def test_fault_of_a_final_report(rule: str, result: GuidanceResult) -> None:
    """One fault in a 22, one rule."""
    assert every(result=result, final=True) == [rule]


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("X-GC-001", {"service_event_type": "1"}),
        ("X-XF-013", {"guidance_level": "3"}),
        ("X-XF-012", {"guidance_timing": "2"}),
        ("X-GC-006", {"card_id": Identifier(oids.GUIDANCE_CARD, "2630000001")}),
        ("X-GC-006", {"card_id": None}),
        ("X-GC-008", {"card_valid_until": None}),
        ("X-GC-009", {"copayment_terms": DeclaredTerms("2")}),
        ("X-GC-011", {"unit_price": "0"}),
        ("X-GC-012", {"payment_rate": "80"}),
        ("X-GC-013", {"points_completed": "20"}),
        ("X-GC-016", {"calculated": "10561"}),
        ("X-GC-016", {"calculated": "10561", "claim_amount": "10561"}),
        ("X-GC-018", {"payment_status": "3"}),
        ("X-GC-019", {"payment_total": "100"}),
        ("X-GC-019", {"payment_total": "100", "claim_amount": "10460"}),
        ("X-GC-020", {"claim_amount": "10561"}),
        ("X-GC-025", {"points_intended": "200"}),
        ("X-CT-008", {"unit_price": "27500", "calculated": "11000", "claim_amount": "11000"}),
    ],
)
def test_fault_of_a_first_claim(rule: str, fields: dict[str, Any]) -> None:
    """One fault in the claim of a 21, one rule."""
    assert every(a_guidance_claim(**fields)) == [rule]


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("X-GC-026", {"points_completed": "200"}),
        ("X-GC-027", {"guidance_level": "3"}),
        ("X-CT-008", {"unit_price": "27500", "calculated": "16500", "claim_amount": "16500"}),
    ],
)
def test_fault_of_a_final_claim(rule: str, fields: dict[str, Any]) -> None:
    """One fault in the claim of a 22, one rule."""
    assert every(a_guidance_claim(final=True, **fields), final=True) == [rule]


def test_faults_of_both_files() -> None:
    """What is wrong in both files alike is found once."""
    motivational = Identifier(oids.guidance_card_root(INSURER), MOTIVATIONAL_CARD)
    other_level = with_card(first(), "2", card_id=motivational)
    claim = a_guidance_claim(card_id=Identifier(oids.GUIDANCE_CARD, MOTIVATIONAL_CARD))
    assert every(claim, other_level) == ["X-HG-007"]
    assert every(a_guidance_claim(card_id=None), first(cards=())) == ["X-GC-006"]
    expired = with_card(first(), "2", valid_until="20260531")
    assert every(a_guidance_claim(card_valid_until="20260531"), expired) == ["X-EL-005"]


def test_faults_against_what_was_accepted() -> None:
    """Missing, doubled and contradicting instalments."""
    assert every(final=True, earlier=()) == ["X-DU-006"]
    assert every(earlier=(an_earlier(),)) == ["X-DU-005"]


def test_another_provider() -> None:
    """Another provider needs a contract of its own; going on with the guidance only warns."""
    number = "1319900021"
    office = an_office(identifier=Identifier(oids.PROVIDER, number))
    claim = a_guidance_claim(final=True, provider=office.identifier)
    registers = guidance_registers(provider=a_provider(provider_number=number))
    registers.contract_book = {(INSURER, number): [a_guidance_contract()]}
    result = last(performer=office, author=office)
    found = every(claim, result, final=True, registers=registers)
    assert found == ["X-DU-007", "X-REF-003", "X-XF-015"]  # registered for checkups only


def test_motivational_support() -> None:
    """A plan flag in a motivational document."""
    flag = item("90030", "1021001054", "1")
    result = with_observation(first(MOTIVATIONAL), "90030", flag, 1)
    assert every(result=result, level=MOTIVATIONAL) == ["X-HG-053"]
