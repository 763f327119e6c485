"""Rules of both kinds of pairs, asked about guidance: same question, other elements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from building import INSURER, PROVIDER
from daiko.checks.findings import Severity
from daiko.documents.records import DeclaredTerms, Identifier
from daiko.standard import oids
from guidance_building import (
    a_guidance_card,
    a_guidance_claim,
    a_guidance_pair,
    an_earlier,
)
from guidance_judging import (
    a_guidance_contract,
    an_issued_guidance_card,
    asked,
    first,
    guidance_registers,
    last,
    of_claim,
    severities_of,
    terms,
)
from judging import a_provider, an_insurer, findings

OTHER = Identifier(oids.NUMBER, "999")


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("X-XF-001", {"insurer": Identifier(oids.INSURER, "06132021")}),
        ("X-XF-002", {"symbol": Identifier(oids.SYMBOL, "９９９")}),
        ("X-XF-003", {"number": OTHER}),
        ("X-XF-004", {"branch_code": None}),
        ("X-XF-005", {"name": "ケンシンハナコ"}),
        ("X-XF-006", {"sex": "2"}),
        ("X-XF-007", {"birth_date": "19700517"}),
        ("X-XF-008", {"postal_code": "105-0005"}),
        ("X-XF-009", {"provider": Identifier(oids.PROVIDER, "1319900021")}),
        ("X-XF-010", {"card_id": Identifier(oids.GUIDANCE_CARD, "26300000025")}),
        ("X-XF-011", {"card_valid_until": "20260930"}),
    ],
)
def test_result_and_claim_agree(rule: str, fields: dict[str, Any]) -> None:
    """Each field of the person and the card is compared, in the elements of gc08."""
    assert of_claim(rule) == []
    assert of_claim(rule, **fields) == [rule]
    (finding,) = findings(rule, a_guidance_pair(a_guidance_claim(**fields)))
    assert finding.at.startswith("healthGuidanceClaim/")


def test_a_set_card_stands_in_for_the_guidance_card() -> None:
    """The set card of the claim is compared with the guidance card of the result."""
    number = "26500000017"
    card = a_guidance_card(card_id=Identifier(oids.guidance_card_root(INSURER), number))
    claim = a_guidance_claim(card_id=None, checkup_card_id=Identifier(oids.CHECKUP_CARD, number))
    assert asked("X-XF-010", claim, first(cards=(card,))) == []
    assert asked("X-XF-010", claim) == ["X-XF-010"]


@pytest.mark.parametrize("rule", ["X-XF-010", "X-XF-011"])
def test_a_missing_card_is_said_once(rule: str) -> None:
    """Where one file has no card at all, X-HG-003 or X-GC-006 says so."""
    assert asked(rule, result=first(cards=())) == []


def test_file_name() -> None:
    """The institution of the file name is compared as for checkups."""
    assert asked("X-XF-015") == []
    other = "13199000212026060502000000"
    assert asked("X-XF-015", claim_name=f"p{other}.xml") == ["X-XF-015"]


@pytest.mark.parametrize(
    ("services", "expected"),
    [({"guidance"}, []), ({"checkup"}, ["X-REF-003"])],
)
def test_provider_of_guidance(services: set[str], expected: list[str]) -> None:
    """A provider registered for checkups only cannot claim guidance."""
    registers = guidance_registers(provider=a_provider(services=frozenset(services)))
    assert asked("X-REF-003", registers=registers) == expected


def test_registered_parties() -> None:
    """Provider and insurer exist on the day of the event and of the first interview."""
    assert asked("X-REF-002", registers=guidance_registers()) == []
    assert asked("X-REF-004", registers=guidance_registers()) == []
    gone = a_provider(abolished_on=date(2026, 5, 31))
    assert asked("X-REF-002", registers=guidance_registers(provider=gone)) == ["X-REF-002"]
    merged = an_insurer(end_on=date(2026, 5, 31))
    assert asked("X-REF-004", registers=guidance_registers(insurer=merged)) == ["X-REF-004"]


def test_check_digits() -> None:
    """Check digits are those of the claim, whatever kind it is."""
    wrong = a_guidance_claim(insurer=Identifier(oids.INSURER, "06132014"))
    pair = a_guidance_pair(wrong)
    assert severities_of("X-REF-005", pair) == [Severity.WARNING]
    assert of_claim("X-REF-006", provider=Identifier(oids.PROVIDER, "1319900014")) == ["X-REF-006"]
    assert of_claim("X-REF-006") == []


def test_contract() -> None:
    """A contract joins the two, is in force on the first interview, and covers guidance."""
    none = guidance_registers(contracts=[])
    past = guidance_registers(contracts=[a_guidance_contract(valid_to=date(2026, 5, 31))])
    checkups = guidance_registers(contracts=[a_guidance_contract(services=frozenset({"basic"}))])
    assert asked("X-CT-001", registers=none) == ["X-CT-001"]
    assert asked("X-CT-010", registers=past) == ["X-CT-010"]
    assert asked("X-CT-002", registers=checkups) == ["X-CT-002"]
    for rule in ("X-CT-001", "X-CT-002", "X-CT-010"):
        assert asked(rule, registers=guidance_registers()) == []


def test_contract_of_the_first_interview() -> None:
    """An evaluation after the contract's end follows the first interview (ruling 48)."""
    ended = guidance_registers(contracts=[a_guidance_contract(valid_to=date(2026, 6, 30))])
    assert asked("X-CT-010", final=True, registers=ended) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"guidance": terms(3, rate_per_100_000=10_000)}, ["X-CT-009"]),
        ({"guidance": None}, []),  # the register says nothing of guidance
    ],
)
def test_terms_of_the_card(changes: dict[str, Any], expected: list[str]) -> None:
    """Declared terms are those the insurer registered for guidance."""
    registers = guidance_registers(cards=[an_issued_guidance_card(**changes)])
    assert asked("X-CT-009", registers=registers) == expected


def test_terms_of_the_card_with_limit() -> None:
    """Copayment and limit are compared together: gc08 holds both."""
    issued = an_issued_guidance_card(guidance=terms(2, fixed_yen=1000, insurer_limit_yen=20_000))
    registers = guidance_registers(cards=[issued])
    claim = a_guidance_claim(
        copayment_terms=DeclaredTerms("2", amount="001000"),
        insurer_limit=DeclaredTerms("4", amount="020000"),
    )
    assert asked("X-CT-009", claim, registers=registers) == []
    assert asked("X-CT-009", replace(claim, insurer_limit=None), registers=registers) == [
        "X-CT-009"
    ]


@pytest.mark.parametrize(
    ("rule", "cards", "expected"),
    [
        ("X-EL-001", [an_issued_guidance_card()], []),
        ("X-EL-001", [], ["X-EL-001"]),
        ("X-EL-002", [an_issued_guidance_card()], []),
        ("X-EL-002", [an_issued_guidance_card(birth_date=date(1971, 1, 1))], ["X-EL-002"]),
        ("X-EL-006", [an_issued_guidance_card(revoked_on=date(2026, 6, 2))], []),
        ("X-EL-006", [an_issued_guidance_card(revoked_on=date(2026, 6, 1))], ["X-EL-006"]),
    ],
)
def test_issued_card(rule: str, cards: list[Any], expected: list[str]) -> None:
    """The guidance card is looked up in the insurer's register."""
    assert asked(rule, registers=guidance_registers(cards=cards)) == expected


def test_twice_in_one_archive() -> None:
    """The engine names the earlier pair with the same card and timing."""
    assert asked("X-DU-001") == []
    assert asked("X-DU-001", earlier_same_card=f"{PROVIDER}20260605020000000") == ["X-DU-001"]


def test_late_claims_and_terms() -> None:
    """Five years from the event; the term is that of the checkup."""
    assert asked("X-PE-006", received_on=date(2031, 6, 1)) == []
    assert asked("X-PE-006", received_on=date(2031, 6, 2)) == ["X-PE-006"]
    assert asked("X-PE-007") == []
    later = (an_earlier(checkup_on=date(2030, 4, 1)),)
    assert asked("X-PE-007", result=last(), final=True, earlier=later) == ["X-PE-007"]


def test_a_final_claim_alone() -> None:
    """Without its first claim no day is known that decides contract and price (X-DU-006)."""
    ended = guidance_registers(contracts=[a_guidance_contract(valid_to=date(2026, 6, 30))])
    claim = a_guidance_claim(final=True, unit_price="27500")
    for rule in ("X-CT-001", "X-CT-008", "X-CT-010"):
        assert asked(rule, claim, final=True, earlier=(), registers=ended) == []
