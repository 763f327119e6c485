"""Guidance as told examples need it: one thing changed, the rest follows where it can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

from building import INSURER
from daiko.checks.in_memory import MemoryHistory
from daiko.documents.guidance_records import GuidanceAct, GuidanceClaim, GuidanceResult
from daiko.documents.records import DeclaredTerms, Identifier
from daiko.standard import oids
from guidance_building import a_guidance_claim, a_guidance_result, an_earlier
from guidance_judging import (
    acts_of,
    ended,
    first,
    guidance_registers,
    last,
    split,
    with_act,
    with_card,
    with_observation,
)
from guidance_sections import (
    MOTIVATIONAL,
    a_list_act,
    a_performer,
    an_act,
    done_totals,
    item,
    items,
    planned_totals,
    with_acts,
    with_value,
    without_section,
)
from judging import a_coverage
from told.cases import (
    cards_of_both_levels,
    first_and_final,
    guidances,
    only_final,
    only_first,
)

JUNE: Final = datetime(2026, 6, 5, 3, 0, tzinfo=UTC)
PLANNED_TOTAL: Final = "1041010080"
LATER: Final = datetime(2027, 6, 5, 3, 0, tzinfo=UTC)


def complete() -> list[str]:
    return first_and_final()


def interviewed(on: str) -> GuidanceResult:
    """A first report whose interview was on this day, written on it or later."""
    result = with_act(first(), "90030", performed_on=on)
    written = max(on, result.created_on or on)
    return replace(result, performed_on=on, created_on=written, author_time=written)


def evaluated(on: str) -> GuidanceResult:
    """A final report with this day of evaluation; support ended on 10 August."""
    result = with_act(last(), "90040", 2, performed_on="20260810")
    result = with_act(result, "90070", 1, performed_on="20260810")
    return replace(with_act(result, "90060", performed_on=on), performed_on=on)


def unfinished(result: GuidanceResult, yen: str = "0") -> list[str]:
    """A first half alone (report 25)."""
    claim = a_guidance_claim(
        guidance_timing="5", payment_rate="0", calculated=yen, claim_amount=yen
    )
    return only_first(result, claim)


def halved() -> GuidanceResult:
    return without_section(split(first(report_code="25")), "90030")


def ended_midway(**changes: Any) -> list[str]:
    """Active support that ended midway, after its first claim."""
    return first_and_final(final=last(report_code="23"), final_claim=ended(**changes))


def with_points(outcome: str) -> list[str]:
    """130 points of support and those of the outcome, also in totals and claim."""
    waist, smoking = {"30": ("0", "1"), "50": ("1", "1")}[outcome]
    result = last()
    for code, value in (("44", waist), ("42", "0"), ("41", "0"), ("43", smoking)):
        result = with_value(result, "90060", f"10420010{code}", value)
    result = with_value(result, "90060", "1042001060", outcome)
    result = with_acts(result, "90070", planned_totals(), done_totals(outcome))
    claim = a_guidance_claim(final=True, points_completed=str(130 + int(outcome)))
    return first_and_final(final=result, final_claim=claim)


def planned(at_first: str, at_last: str) -> list[str]:
    """The planned total of the accepted first report, and that of the final one."""
    other = (pair for pair in an_earlier().facts.planned if pair[0] != PLANNED_TOTAL)
    plan = tuple(sorted((*other, (PLANNED_TOTAL, at_first))))
    final = with_value(last(), "90070", PLANNED_TOTAL, at_last)
    return only_final(final, history=after({"planned": plan}))


def counted(done: str) -> list[str]:
    """Two sessions in 90040, so many in 90070."""
    more = an_act("1", "20260715", items("90040", {"1032300014": "70", "1032300013": "20"}))
    result = with_acts(last(), "90040", *acts_of(last(), "90040"), more)
    for code, value in (
        ("1042010010", done),
        ("1042020010", str(20 * int(done))),
        ("1042010070", "200"),
        ("1042010080", "260"),
    ):
        result = with_value(result, "90070", code, value)
    claim = a_guidance_claim(final=True, points_completed="260")
    return first_and_final(final=result, final_claim=claim)


def at_age(born: str, level: str) -> list[str]:
    """Level and birth date in both reports and both claims."""
    pairs = [
        (
            a_guidance_result(level, final=final, birth_date=born),
            a_guidance_claim(level, final=final, birth_date=born),
        )
        for final in (False, True)
    ]
    day = date.fromisoformat(f"{born[:4]}-{born[4:6]}-{born[6:]}")
    cards = [replace(card, birth_date=day) for card in cards_of_both_levels()]
    coverage = a_coverage(birth_date=day)
    return guidances(pairs, registers=guidance_registers(cards=cards, coverages=[coverage]))


def with_interim(values: dict[str, str]) -> list[str]:
    """Motivational support with this interim evaluation."""
    acts = an_act("5", "20260720", items("90050", values))
    final = with_acts(last(MOTIVATIONAL), "90050", acts)
    return first_and_final(final=final, level=MOTIVATIONAL)


def at_an_institution(values: dict[str, str]) -> list[str]:
    who = (a_performer(),)
    acts: Sequence[GuidanceAct] = [a_list_act(items("90080", values), performers=who)]
    return only_first(with_acts(first(), "90080", *acts))


def with_habit(plan: str) -> list[str]:
    """The goal of eating was planned (1) or not (0); it was reached."""
    act = a_list_act(items("90030", {"1021001054": plan}), "INT")
    return first_and_final(final=with_acts(last(), "90030", act))


def priced(yen: str, level: str = MOTIVATIONAL) -> list[str]:
    return only_first(claim=a_guidance_claim(level, unit_price=yen), level=level)


def after(*earlier: dict[str, Any]) -> MemoryHistory:
    """First (and other) claims of the card that were accepted before."""
    history = MemoryHistory()
    for facts in earlier:
        history.add_guidance(INSURER, an_earlier(**facts))
    return history


def checked_up(on: str, interview_on: str) -> list[str]:
    """A checkup and the interview after it, under no contract that would have ended."""
    result = with_value(interviewed(interview_on), "90010", "1020000004", on)
    return only_first(result, received_at=LATER, registers=None)


def insured_until(day: date, final: GuidanceResult, claim: GuidanceClaim) -> list[str]:
    registers = guidance_registers(coverages=[a_coverage(covered_to=day)])
    return first_and_final(final=final, final_claim=claim, registers=registers)


def continued_at(yen: str) -> list[str]:
    """A final claim at this price, where no contract tells what is right."""
    claim = a_guidance_claim(final=True, unit_price=yen)
    return first_and_final(final_claim=claim, registers=None)


def on_a_card_until_september(interview_on: str) -> list[str]:
    result = with_card(interviewed(interview_on), "2", valid_until="20260930")
    return only_first(result, a_guidance_claim(card_valid_until="20260930"))


def with_limit(amount: str) -> list[str]:
    return only_first(claim=a_guidance_claim(insurer_limit=DeclaredTerms("4", amount=amount)))


def with_the_card(number: str) -> list[str]:
    card = Identifier(oids.guidance_card_root(INSURER), number)
    return only_first(with_card(first(), "2", card_id=card))


def interview_with_flag_in(section: str) -> list[str]:
    """A split interview with the early flag in this section."""
    result = split(first(), on="20260512")
    if section == "90020":
        result = with_observation(result, "90020", item("90030", "1022000016", "1"))
    return only_first(with_value(result, "90030", "1022000016", "1"))
