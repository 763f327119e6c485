"""Told examples about guidance: interview, support, evaluation and their claims."""

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
    with_section,
)
from guidance_sections import (
    ACTIVE,
    INTERIM,
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
    Told,
    cards_of_both_levels,
    first_and_final,
    guidances,
    only_final,
    only_first,
    told,
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
    result = with_value(last(), "90060", "1042001060", outcome)
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
    acts: Sequence[GuidanceAct] = [a_list_act(items("90080", values))]
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


GUIDANCES: Final[dict[str, Told]] = {
    "X-HG-007": told(
        lambda: with_the_card("26200000017"),
        lambda: with_the_card("26300000017"),
        says="26200000017",
        instead_of="26300000017",
    ),
    "X-HG-011": told(
        lambda: only_first(without_section(first(), "90030")), only_first, says="90030"
    ),
    "X-HG-012": told(
        lambda: unfinished(split(first(report_code="25"))),
        lambda: unfinished(halved()),
        says=("25", "90030"),
        instead_of=("25", "90020"),
    ),
    "X-HG-016": told(
        lambda: first_and_final(final=without_section(last(), "90040")), complete, says="90040"
    ),
    "X-HG-017": told(
        lambda: only_first(with_act(first(), "90030", code="5")),
        lambda: only_first(with_act(first(), "90030", code="2")),
        says="5（電話）",
        instead_of="2（個別・遠隔）",
    ),
    "X-HG-020": told(
        lambda: only_first(with_act(first(), "90030", performers=(a_performer("4"),))),
        lambda: only_first(with_act(first(), "90030", performers=(a_performer("2"),))),
        says="4（その他）",
        instead_of="2（保健師）",
    ),
    "X-HG-021": told(
        lambda: with_points("30"),
        lambda: with_points("50"),
        says="160 ポイント",
        instead_of="180 ポイント",
    ),
    "X-HG-022": told(
        lambda: first_and_final(interviewed("20260520"), evaluated("20260512")),
        lambda: first_and_final(interviewed("20260520"), evaluated("20260825")),
        says=("2026年5月20日", "2026年5月12日"),
        instead_of=("2026年5月20日", "2026年8月25日"),
    ),
    "X-HG-023": told(
        lambda: first_and_final(interviewed("20260520"), evaluated("20260810")),
        lambda: first_and_final(interviewed("20260520"), evaluated("20260820")),
        says=("2026年5月20日", "2026年8月10日"),
        instead_of=("2026年5月20日", "2026年8月20日"),
    ),
    "X-HG-024": told(
        lambda: only_first(split(interviewed("20260901"), on="20260512")),
        lambda: only_first(split(interviewed("20260610"), on="20260512")),
        says=("2026年5月12日", "2026年9月1日"),
        instead_of=("2026年5月12日", "2026年6月10日"),
    ),
    "X-HG-026": told(
        lambda: at_age("19610101", ACTIVE),
        lambda: at_age("19610101", MOTIVATIONAL),
        says=("66歳", "保健指導区分 1"),
        instead_of=("66歳", "保健指導区分 2"),
    ),
    "X-HG-028": told(
        lambda: interview_with_flag_in("90020"),
        lambda: interview_with_flag_in("90030"),
        says=("90020", "1022000016"),
        instead_of=("90030", "1022000016"),
    ),
    "X-HG-038": told(
        lambda: planned("180", "200"),
        lambda: planned("180", "180"),
        says=("計画 180", "計画 200"),
        instead_of="計画 180",
    ),
    "X-HG-039": told(
        lambda: counted("3"),
        lambda: counted("2"),
        says=("90040 に 2 回", "90070 の回数は 3"),
        instead_of="2 回",
    ),
    "X-HG-043": told(
        lambda: only_first(with_observation(first(), "90010", item("90070", "1042010080", "180"))),
        complete,
        says=("90010", "1042010080"),
        instead_of=("90070", "1042010080"),
    ),
    "X-HG-044": told(
        lambda: only_first(with_section(first(), "90010", code_system=oids.GUIDANCE_ITEM)),
        only_first,
        says=oids.GUIDANCE_ITEM,
        instead_of=oids.SECTION,
    ),
    "X-HG-045": told(
        lambda: first_and_final(final=with_act(last(), "90040", performers=())),
        complete,
        says="performer",
        instead_of="実施者（3020）",
    ),
    "X-HG-048": told(
        lambda: with_interim({code: INTERIM[code] for code in ("1032001031", "1032001032")}),
        lambda: with_interim(INTERIM),
        says="腹囲・体重だけ",
        instead_of="成果",
    ),
    "X-HG-049": told(
        lambda: at_an_institution({}),
        lambda: at_an_institution({"1042000085": "1", "1042000086": "1"}),
        says=("90080", "だけ"),
        instead_of=("主な形態", "実施内容"),
    ),
    "X-HG-050": told(lambda: with_habit("0"), lambda: with_habit("1"), says="食習慣の成果が 1"),
    "X-HG-053": told(
        lambda: only_first(
            with_acts(first(MOTIVATIONAL), "90070", planned_totals()), level=MOTIVATIONAL
        ),
        lambda: only_first(level=MOTIVATIONAL),
        says="1041010080",
    ),
    "X-GC-010": told(
        lambda: with_limit("000000"),
        lambda: with_limit("007000"),
        says='value="000000"',
        instead_of='value="007000"',
    ),
    "X-GC-014": told(
        lambda: ended_midway(points_intended=None),
        lambda: ended_midway(points_intended="180"),
        says="計画ポイントがない",
        instead_of='value="180"',
    ),
    "X-GC-015": told(
        lambda: ended_midway(points_completed="200", points_intended="180"),
        lambda: ended_midway(points_completed="110", points_intended="180"),
        says=('value="200"', 'value="180"'),
        instead_of=('value="110"', 'value="180"'),
    ),
    "X-GC-017": told(
        lambda: ended_midway(points_intended="180", calculated="13200", claim_amount="13200"),
        lambda: ended_midway(points_intended="180", calculated="7333", claim_amount="7333"),
        says=("100/180", "13,200円"),
        instead_of=("100/180", "7,333円"),
    ),
    "X-GC-022": told(
        lambda: ended_midway(guidance_level=MOTIVATIONAL), ended_midway, says="途中終了（3）"
    ),
    "X-GC-023": told(
        lambda: unfinished(halved(), "5000"),
        lambda: unfinished(halved(), "0"),
        says=("5", "5,000円"),
        instead_of="0円",
    ),
    "X-GC-024": told(
        lambda: only_final(
            history=after({"payment_rate": 40}, {"payment_rate": 50, "timing": "4"})
        ),
        lambda: only_final(history=after({"payment_rate": 40})),
        says="40％＋60％＋50％",
        instead_of="40％＋60％",
    ),
    "X-GC-027": told(
        lambda: first_and_final(final_claim=a_guidance_claim(final=True, guidance_level="2")),
        complete,
        says=("区分 1", "区分 2"),
        instead_of="区分 1",
    ),
    "X-CT-008": told(
        lambda: priced("8000"),
        lambda: priced("8250"),
        says=("8,250円", "8,000円"),
        instead_of="8,250円",
    ),
    "X-EL-005": told(
        lambda: on_a_card_until_september("20261005"),
        lambda: on_a_card_until_september("20260920"),
        says=("2026年9月30日", "2026年10月5日"),
        instead_of=("2026年9月30日", "2026年9月20日"),
    ),
    "X-EL-008": told(
        lambda: insured_until(date(2026, 8, 1), last(), a_guidance_claim(final=True)),
        lambda: insured_until(date(2026, 8, 1), last(report_code="23"), ended()),
        says="退職",
        instead_of="途中終了（実施時点 3）",
    ),
    "X-DU-005": told(
        lambda: only_final(history=after({"timing": "1"}, {"timing": "2"})),
        lambda: only_final(history=after({"timing": "1"})),
        says="実施時点 2",
        instead_of="初回（1）",
    ),
    "X-DU-006": told(
        only_final,
        lambda: only_final(history=after({"timing": "1"})),
        says="実績評価（2）だけ",
    ),
    "X-DU-007": told(
        lambda: continued_at("25000"),
        lambda: continued_at("26400"),
        says=("26,400円", "25,000円"),
        instead_of="26,400円",
    ),
    "X-PE-002": told(
        lambda: only_first(interviewed("20260612"), received_at=JUNE),
        lambda: only_first(interviewed("20260520"), received_at=JUNE),
        says=("2026年6月5日", "2026年6月12日"),
        instead_of="2026年5月20日",
    ),
    "X-PE-004": told(
        lambda: checked_up("20250610", "20270510"),
        lambda: checked_up("20250610", "20250810"),
        says=("2025年6月", "2027年5月"),
        instead_of=("2025年6月", "2025年8月"),
    ),
}
