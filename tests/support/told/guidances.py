"""Told examples about guidance: interview, support, evaluation and their claims."""

from __future__ import annotations

from datetime import date
from typing import Final

from daiko.standard import oids
from guidance_building import a_guidance_claim
from guidance_judging import (
    ended,
    first,
    last,
    split,
    with_act,
    with_observation,
    with_section,
)
from guidance_sections import (
    ACTIVE,
    INTERIM,
    MOTIVATIONAL,
    a_performer,
    item,
    planned_totals,
    with_acts,
    without_section,
)
from told.cases import (
    Told,
    first_and_final,
    only_final,
    only_first,
    told,
)
from told.guided import (
    JUNE,
    after,
    at_age,
    at_an_institution,
    checked_up,
    complete,
    continued_at,
    counted,
    ended_midway,
    evaluated,
    halved,
    insured_until,
    interview_with_flag_in,
    interviewed,
    on_a_card_until_september,
    planned,
    priced,
    unfinished,
    with_habit,
    with_interim,
    with_limit,
    with_points,
    with_the_card,
)

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
