"""Guidance after a checkup of fiscal 2023: the rules, codes and points of phase 3."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from building import INSURER
from daiko.checks.in_memory import MemoryHistory
from daiko.checks.rulebook import Scope, implemented
from daiko.documents.guidance_records import GuidanceAct, GuidanceClaim, GuidanceResult
from daiko.documents.records import Identifier
from daiko.standard import oids
from guidance_building import a_guidance_claim, a_guidance_pair, a_guidance_result, an_earlier
from guidance_judging import with_card
from guidance_sections import GOALS, a_list_act, a_section, an_act, item, with_acts
from judging import findings, ids

CHECKUP_CARD, GUIDANCE_CARD = "23100000017", "23300000017"
INTERVIEW_ON, EVALUATION_ON = "20230801", "20231106"
TOTALS = {
    "800117": "6",
    "101117": "2",
    "101113": "40",
    "201117": "0",
    "302117": "0",
    "103117": "0",
    "203117": "0",
    "104117": "0",
    "204117": "4",
    "100114": "160",
    "200114": "20",
    "800114": "180",
}
PLANNED = {f"1041{code}": text for code, text in TOTALS.items()}
DONE = {f"1042{code}": text for code, text in TOTALS.items()}


def listed(section: str, values: dict[str, str], mood: str = "EVN") -> GuidanceAct:
    observations = []
    for code, text in values.items():
        observation = item(section, code, text, phase=3)
        observations.append(replace(observation, mood_code=observation.mood_code or mood))
    return a_list_act(observations, mood)


def contact(section: str, form: str, on: str, values: dict[str, str], system: str) -> GuidanceAct:
    return an_act(form, on, listed(section, values).observations, code_system=system)


def supports() -> list[GuidanceAct]:
    """Twice twenty minutes individually (A, 160), four e-mails (B, 20): complete."""
    old = oids.SUPPORT_FORM_PHASE_3
    talks = [
        contact("90040", "1", on, {"1032100013": "20", "1032100014": "80"}, old)
        for on in ("20230820", "20230903")
    ]
    mails = [
        contact("90040", "7", on, {"1032200014": "5"}, old)
        for on in ("20230910", "20230920", "20231001", "20231015")
    ]
    return talks + mails


def headed(result: GuidanceResult, on: str, created_on: str) -> GuidanceResult:
    result = replace(result, performed_on=on, created_on=created_on, author_time=created_on)
    for code, root, number in (
        ("1", oids.checkup_card_root(INSURER), CHECKUP_CARD),
        ("2", oids.guidance_card_root(INSURER), GUIDANCE_CARD),
    ):
        result = with_card(result, code, card_id=Identifier(root, number))
    return with_card(result, "2", valid_until="20240331")


def first_report() -> GuidanceResult:
    common = {"1020000001": "1", "1020000002": "3", "1020000003": "標準コース"}
    interview = contact(
        "90030", "1", INTERVIEW_ON, {"1022000013": "30"}, oids.INTERVIEW_FORM_PHASE_3
    )
    sections = (
        a_section("90010", listed("90010", common)),
        a_section("90030", interview, listed("90030", {"1021000020": "12", **GOALS}, "INT")),
        a_section("90070", listed("90070", PLANNED, "INT")),
    )
    return headed(a_guidance_result(sections=sections), INTERVIEW_ON, "20230802")


def planned(**changes: str) -> GuidanceResult:
    """The first report with other planned totals, by what follows 1041."""
    values = PLANNED | {f"1041{code[1:]}": text for code, text in changes.items()}
    return with_acts(first_report(), "90070", listed("90070", values, "INT"))


def done(result: GuidanceResult, **changes: str) -> GuidanceResult:
    """The final report with other done totals, by what follows 1042."""
    values = DONE | {f"1042{code[1:]}": text for code, text in changes.items()}
    act = replace(listed("90070", values), performed_on="20231015")
    return with_acts(result, "90070", listed("90070", PLANNED, "INT"), act)


def final_report() -> GuidanceResult:
    values = {"1042001031": "86.0", "1042001032": "71.0"}
    values |= {"1042001042": "1", "1042001041": "0", "1042001043": "3"}
    evaluation = contact("90060", "1", EVALUATION_ON, values, oids.FINAL_FORM_PHASE_3)
    totals = replace(listed("90070", DONE), performed_on="20231015")
    sections = (
        a_section("90040", *supports()),
        a_section("90060", evaluation),
        a_section("90070", listed("90070", PLANNED, "INT"), totals),
    )
    return headed(a_guidance_result(final=True, sections=sections), EVALUATION_ON, "20231107")


def a_claim(*, final: bool, points: str = "180") -> GuidanceClaim:
    return a_guidance_claim(
        final=final,
        card_id=Identifier(oids.GUIDANCE_CARD, GUIDANCE_CARD),
        checkup_card_id=Identifier(oids.CHECKUP_CARD, CHECKUP_CARD),
        card_valid_until="20240331",
        points_intended=points if not final else "180",
        points_completed=points if final else None,
    )


def every(
    result: GuidanceResult, *, final: bool = False, points: str = "180", **changes: Any
) -> list[str]:
    """Ids of all rules that find something."""
    changes.setdefault("received_on", date(2023, 12, 5) if final else date(2023, 8, 5))
    changes.setdefault("earlier", (accepted(),) if final else ())
    pair = a_guidance_pair(
        a_claim(final=final, points=points), result, final=final, history=MemoryHistory(), **changes
    )
    assert pair.phase == 3
    return sorted(
        {
            rule_id
            for built in implemented().values()
            if built.scope in (Scope.GUIDANCE, Scope.ANY_PAIR) and built.requires is None
            for rule_id in ids(findings(built.id, pair))
        }
    )


def accepted() -> Any:
    return an_earlier(
        checkup_card_id=CHECKUP_CARD,
        checkup_on=None,
        interview_on=date(2023, 8, 1),
        first_interview_on=date(2023, 8, 1),
        early_flag="",
        points_intended=180,
        planned=tuple(sorted(PLANNED.items())),
    )


def test_right_documents() -> None:
    """A 21 and a 22 of phase 3 show nothing: no early flag, no plan flags, points by minutes."""
    assert every(first_report()) == []
    assert every(final_report(), final=True) == []


@pytest.mark.parametrize(
    ("rule", "result"),
    [
        ("X-HG-013", with_acts(first_report(), "90070")),
        (
            "X-HG-021",
            with_acts(
                final_report(),
                "90040",
                contact(
                    "90040",
                    "1",
                    "20230820",
                    {"1032100013": "20", "1032100014": "70"},
                    oids.SUPPORT_FORM_PHASE_3,
                ),
                *supports()[1:],
            ),
        ),
        ("X-HG-037", with_acts(final_report(), "90070", listed("90070", PLANNED, "INT"))),
    ],
)
def test_wrong_documents(rule: str, result: GuidanceResult) -> None:
    """What phase 3 asks for itself is found by its own table."""
    assert every(result, final=result.report_code == "22") == [rule]


def test_one_support_too_few() -> None:
    """175 points do not complete; totals that count one more are X-HG-039's."""
    short = with_acts(final_report(), "90040", *supports()[:-1])
    totals = {"_800117": "5", "_204117": "3", "_200114": "15", "_800114": "175"}
    assert every(done(short, **totals), final=True, points="175") == ["X-HG-021"]
    assert every(short, final=True) == ["X-HG-021", "X-HG-039"]


@pytest.mark.parametrize(
    ("rule", "changes", "points"),
    [
        ("X-HG-032", {"_100114": "240", "_200114": "20", "_800114": "260"}, "260"),  # 160 at most
        ("X-HG-032", {"_200114": "40", "_800114": "200"}, "200"),  # four letters B are 20
        ("X-HG-033", {"_800114": "190"}, "190"),
        ("X-HG-052", {"_200114": "15", "_800114": "175"}, "175"),
        ("X-HG-052", {"_101113": "60", "_201117": "1", "_100114": "150", "_200114": "30"}, "180"),
    ],
)
def test_wrong_plans(rule: str, changes: dict[str, str], points: str) -> None:
    """Planned points are no more than counts and minutes make, A and B the total, 160 of A."""
    assert every(planned(**changes), points=points) == [rule]


@pytest.mark.parametrize(
    ("rule", "changes", "points"),
    [
        ("X-HG-035", {"_100114": "180", "_800114": "200"}, "200"),
        ("X-HG-036", {"_800114": "185"}, "185"),
        ("X-HG-039", {"_101117": "3"}, "180"),
        ("X-HG-039", {"_101113": "45"}, "180"),
        ("X-HG-039", {"_800117": "7"}, "180"),
        ("X-HG-039", {"_103117": "1"}, "180"),  # nobody was called
    ],
)
def test_wrong_totals(rule: str, changes: dict[str, str], points: str) -> None:
    """Done counts, minutes and points are those of the single supports."""
    assert every(done(final_report(), **changes), final=True, points=points) == [rule]


def test_totals_by_either_reading() -> None:
    """Two supports on one day: their totals may count both, or the one that counts."""
    late = contact("90040", "7", "20230820", {"1032200014": "5"}, oids.SUPPORT_FORM_PHASE_3)
    twice = with_acts(final_report(), "90040", *supports(), late)
    assert every(twice, final=True) == []
    all_of_them = {"_800117": "7", "_204117": "5", "_200114": "25", "_800114": "185"}
    assert every(done(twice, **all_of_them), final=True, points="185") == []
    assert every(done(twice, _200114="30", _800114="190"), final=True, points="190") == ["X-HG-035"]


def test_an_interim_evaluation_may_count() -> None:
    """It is a contact of its form in the totals, or it is not."""
    values = {"1032000013": "10", "1032000014": "40", "1032001031": "88.0", "1032001032": "73.0"}
    talk = contact("90050", "1", "20230925", values, oids.INTERIM_FORM_PHASE_3)
    result = with_acts(final_report(), "90050", talk)
    assert every(result, final=True) == []
    counted = {"_800117": "7", "_101117": "3", "_101113": "50", "_100114": "200", "_800114": "220"}
    assert every(done(result, **counted), final=True, points="220") == []


def test_points_that_a_support_states_wrongly_are_one_finding() -> None:
    """Totals by the points as stated follow from them (X-HG-021)."""
    wrong = contact(
        "90040",
        "1",
        "20230820",
        {"1032100013": "20", "1032100014": "90"},
        oids.SUPPORT_FORM_PHASE_3,
    )
    result = with_acts(final_report(), "90040", wrong, *supports()[1:])
    totals = {"_100114": "170", "_800114": "190"}
    assert every(done(result, **totals), final=True, points="190") == ["X-HG-021"]


def test_codes_of_phase_4() -> None:
    """A form or an item of phase 4 does not belong here (rulings 21; guidance.md G26)."""
    modern = an_act("1", INTERVIEW_ON, listed("90030", {"1022000013": "30"}).observations)
    plan = next(s for s in first_report().sections if s.code == "90030").acts[1]
    assert every(with_acts(first_report(), "90030", modern, plan)) == ["X-HG-045"]
    for code, text in (("1022000016", "3"), ("1022000016", "1")):  # X-HG-019 is silent
        early = replace(plan, observations=(*plan.observations, item("90030", code, text)))
        held = next(s for s in first_report().sections if s.code == "90030").acts[0]
        assert "X-HG-019" not in every(with_acts(first_report(), "90030", held, early))
    flagged = replace(plan, observations=(*plan.observations, item("90030", "1021001054", "1")))
    interview = next(s for s in first_report().sections if s.code == "90030").acts[0]
    assert every(with_acts(first_report(), "90030", interview, flagged)) == ["X-HG-043"]
