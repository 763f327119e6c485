"""The simulated people are possible people: values, judgements, cards and claims agree."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from daiko.documents.records import CheckupResult, Observation
from daiko.money.copayment import CopaymentKind, CopaymentTerms
from daiko.money.zengin_characters import bank_problems, name_problems
from daiko.simulation.body import bmi_of
from daiko.simulation.claims import binds
from daiko.simulation.detailed import due_examinations
from daiko.simulation.drafts import PairDraft, pair_draft
from daiko.simulation.organisations import payee_of, provider
from daiko.simulation.people import PARTS, schemes
from daiko.simulation.registry_rows import all_insurers, all_providers
from daiko.simulation.schedule import shares, slots
from daiko.standard.catalogue import item
from daiko.standard.identifiers import has_valid_check_digit
from daiko.standard.oids import LIMIT_MARKER
from simulated import a_plan

PLAN = a_plan(pairs=600)


@pytest.fixture(scope="module")
def drafts() -> list[PairDraft]:
    made = []
    for slot in slots(PLAN):
        sender = provider(PLAN, slot.provider_index)
        serials = range(slot.first, slot.first + slot.pairs)
        made += [pair_draft(PLAN, sender, serial) for serial in serials]
    return made


def observations(result: CheckupResult) -> list[Observation]:
    return [
        part
        for section in result.sections
        for top in section.observations
        for part in (top, *top.parts)
        if part.code
    ]


def values(result: CheckupResult) -> dict[str, str]:
    """Item code → value or code as written."""
    return {
        o.code or "": o.values[-1].value or o.values[-1].code or o.values[-1].text or ""
        for o in observations(result)
    }


def test_numbers_fit_the_pictures_and_ranges_of_the_catalogue(drafts: list[PairDraft]) -> None:
    """At or beyond the input range a value carries its marker, within the range none."""
    marked = 0
    for draft in drafts:
        for observation in observations(draft.result):
            entry, value = item(observation.code or ""), observation.values[-1]
            assert entry is not None
            if value.type != "PQ" or entry.valid_max is None or entry.valid_min is None:
                continue
            assert value.value is not None
            beyond = not entry.valid_min < Decimal(value.value) < entry.valid_max
            has_marker = observation.values[0].code_system == LIMIT_MARKER
            assert beyond is has_marker, (observation.code, value.value)
            marked += has_marker
    assert marked > 0


def test_values_of_a_person_agree_with_each_other(drafts: list[PairDraft]) -> None:
    """BMI follows from height and weight, the mean from two readings, codes from the meal."""
    for draft in drafts:
        found = values(draft.result)
        height, weight = Decimal(found["9N001000000000001"]), Decimal(found["9N006000000000001"])
        assert bmi_of(height, weight) == Decimal(found["9N011000000000001"])
        first, second = found["9A751000000000001"], found.get("9A752000000000001")
        if second is not None:
            mean = (int(first) + int(second) + 1) // 2
            assert found["9A755000000000001"] == str(mean)
        for number in ("1", "2", "5"):
            upper, lower = (found.get(f"9A7{kind}{number}000000000001") for kind in "56")
            assert upper is None or int(upper) > int(lower or 0)
        fasting = found["9N141000000000011"] == "2"
        assert ("3F015000002327101" in found) is fasting
        assert ("3F015129902327101" in found) is not fasting
        assert fasting or "3D010000001926101" not in found
        assert {"3D010000001926101", "3D046000001906202"} & found.keys()


def test_people_of_every_class_and_level_come(drafts: list[PairDraft]) -> None:
    """A month has people with and without syndrome, of all three levels, fasting or not."""
    judged = Counter(draft.found.judgement() for draft in drafts)
    assert {syndrome for syndrome, _ in judged} == {"1", "2", "3"}
    assert {level for _, level in judged} == {"1", "2", "3"}
    assert {draft.found.meal for draft in drafts} == {"2", "3"}
    assert {draft.person.sex for draft in drafts} == {"1", "2"}


def test_detailed_examinations_are_due_and_done(drafts: list[PairDraft]) -> None:
    """Every detailed examination that is claimed is in the result, and its criteria are met."""
    groups = {"1": "2A020161001930149", "2": "9A110161000000049",
              "3": "9E100161000000049", "4": "3C015161002399949"}  # fmt: skip
    seen: Counter[str] = Counter()
    for draft in drafts:
        claimed = {price.code for price in draft.claim.detail_prices}
        done = {code for code, reason in groups.items() if reason in values(draft.result)}
        assert claimed == done
        assert done <= set(due_examinations(draft.found))
        seen.update(done)
    assert set(seen) == set(groups)


def test_added_items_are_in_the_result(drafts: list[PairDraft]) -> None:
    """What is priced as added was measured, in the section for it."""
    for draft in drafts:
        optional = [s for s in draft.result.sections if s.code == "01990"]
        there = {o.code for section in optional for o in section.observations}
        codes = {price.code for price in draft.claim.other_prices if price.code}
        assert codes <= there


def test_all_six_patterns_of_terms_occur_for_every_part() -> None:
    """None, fixed, rate, limit, fixed with limit, rate with limit: each part meets each."""
    for index in range(PLAN.insurers):
        for part in PARTS:
            patterns = {
                (scheme[part].kind, scheme[part].insurer_limit_yen is not None)
                for scheme in schemes(PLAN, index)
            }
            assert len(patterns) == 6


def test_limits_bind_now_and_then(drafts: list[PairDraft]) -> None:
    """Beside a fixed amount or a rate, a limit decides for some people and not for others."""
    outcomes = set()
    for draft in drafts:
        terms: CopaymentTerms
        for part in draft.bill.parts:
            terms = draft.bill.terms[part]
            if terms.insurer_limit_yen is not None and terms.kind is not CopaymentKind.NONE:
                outcomes.add((terms.kind, binds(terms, draft.bill.base_yen(part))))
    assert len(outcomes) == 4


def test_all_claim_types_executions_and_contracts_occur(drafts: list[PairDraft]) -> None:
    """Types 1 to 5, individual and group, collective A and B and individual contracts."""
    assert {draft.bill.claim_type for draft in drafts} == set("12345")
    assert {draft.bill.commission for draft in drafts} == {"1", "2"}
    assert {str(draft.contract.form) for draft in drafts} == {"A", "B", "I"}
    assert any(draft.bill.other_program_yen for draft in drafts)
    assert any(draft.card is None for draft in drafts)


def test_organisations_have_right_numbers_and_bank_names() -> None:
    """Check digits fit, numbers are unique, account holders fit a bank file; some payees
    stand for several providers."""
    insurers, providers = list(all_insurers(PLAN)), list(all_providers(PLAN))
    for number in (*(i.number for i in insurers), *(p.number for p in providers)):
        assert has_valid_check_digit(number)
    assert len({p.number for p in providers}) == len(providers)
    assert len({i.number for i in insurers}) == len(insurers)
    payees = Counter(who.payee_number for who in providers)
    assert max(payees.values()) > 1
    for who in providers:
        payee = payee_of(PLAN, who)
        assert name_problems(payee.holder_kana) == ()
        assert bank_problems(payee.bank_kana) == bank_problems(payee.branch_kana) == ()


def test_every_pair_is_sent_once() -> None:
    """The slots of all archives cover the pairs of the month without gap or overlap."""
    for plan in (PLAN, a_plan(providers=3, pairs=40_000), a_plan(providers=24, pairs=24)):
        covered = [serial for s in slots(plan) for serial in range(s.first, s.first + s.pairs)]
        assert covered == list(range(plan.pairs))
        assert sum(shares(plan)) == plan.pairs
        names = [(s.provider_index, s.sent_on, s.sequence) for s in slots(plan)]
        assert len(set(names)) == len(names)
        assert all(s.pairs > 0 and s.sequence <= 9 for s in slots(plan))
