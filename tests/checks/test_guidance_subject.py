"""What a guidance pair answers to rules, by hand on one active and one motivational person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from daiko.checks.guidance_items import act_minutes
from daiko.documents.records import ObservationValue
from daiko.standard import oids
from guidance_building import a_guidance_claim, a_guidance_pair, a_guidance_result, an_earlier
from guidance_sections import MOTIVATIONAL, an_act, item, items, with_acts, with_value, without_item


def test_first_report_of_active_support() -> None:
    """Days, level and points stand where rules look for them."""
    pair = a_guidance_pair()
    assert (pair.report_code, pair.timing, pair.level, pair.stated_level) == ("21", "1", "1", "1")
    assert pair.first_interview_on == pair.interview_on == date(2026, 6, 1)
    assert pair.evaluation_on is None
    assert pair.checkup_on == date(2026, 5, 12)
    assert (pair.phase, pair.checkup_fiscal_year, pair.fiscal_year) == (4, 2026, 2026)
    assert pair.early_flag == "0"
    assert (pair.amounts.unit_price_yen, pair.amounts.calculated_yen) == (26_400, 10_560)
    assert pair.items.number("1041010080", "90070") == 190
    (held,) = pair.items.acts("90030", "EVN")
    assert act_minutes(held, "1022000013") == 30
    assert pair.first_claim is None


def test_final_report_asks_the_first_one() -> None:
    """A 22 without 90010 and 90030 takes level, days and flag from the accepted 21."""
    pair = a_guidance_pair(final=True)
    assert (pair.stated_level, pair.level) == (None, "1")
    assert pair.service_on == pair.first_interview_on == date(2026, 6, 1)
    assert pair.evaluation_on == date(2026, 9, 7)
    assert pair.checkup_on == date(2026, 5, 12)
    assert pair.early_flag == "0"
    facts = an_earlier().facts
    assert dict(facts.planned)["1041010080"] == "190"
    assert dict(facts.planned)["1021001059"] == "60"
    alone = a_guidance_pair(final=True, earlier=())
    assert alone.service_on == date(2026, 9, 7)  # the event's own day: nothing else is known


def test_split_interview() -> None:
    """The first half decides the first day, the second is the interview of the report."""
    half = an_act("1", "20260520", [item("90020", "1022000013", "20")])
    pair = a_guidance_pair(result=with_acts(a_guidance_result(), "90020", half))
    assert pair.is_split
    assert pair.first_interview_on == date(2026, 5, 20)
    assert pair.interview_on == date(2026, 6, 1)


def test_level_is_read_by_its_code_system() -> None:
    """1020000001 with the table of phases 1 and 2 is no guidance level (ruling 21)."""
    result = a_guidance_result()
    old = replace(
        item("90010", "1020000001", "2"),
        values=(ObservationValue("CD", code="2", code_system=oids.GUIDANCE_LEVEL_OF_CHECKUP),),
    )
    act = result.sections[0].acts[0]
    changed = replace(act, observations=(old, *act.observations[1:]))
    pair = a_guidance_pair(result=with_acts(result, "90010", changed))
    assert pair.stated_level is None
    assert pair.level == "1"


def test_phase_follows_the_checkup() -> None:
    """A checkup of fiscal 2023 is phase 3 whenever it is guided; else the codes decide."""
    result = with_value(a_guidance_result(), "90010", "1020000004", "20240331")
    assert a_guidance_pair(result=result).phase == 3
    undated = replace(without_item(a_guidance_result(), "90010", "1020000004"), cards=())
    claim = a_guidance_claim(checkup_card_id=None)
    pair = a_guidance_pair(claim, undated)
    assert (pair.checkup_fiscal_year, pair.phase) == (None, 4)
    old = an_act("1", "20240501", items("90030", {}), code_system=oids.INTERVIEW_FORM_PHASE_3)
    assert a_guidance_pair(claim, with_acts(undated, "90030", old)).phase == 3


def test_motivational_support_has_no_plan_flags() -> None:
    pair = a_guidance_pair(level=MOTIVATIONAL)
    assert pair.items.acts("90070") == []
    assert pair.items.text("1021001053", "90030") is None
    assert pair.facts().planned == ()
    assert pair.amounts.claim_yen == 6_600
