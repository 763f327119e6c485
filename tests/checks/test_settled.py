"""Rules settled on a view are silent on the pair; whoever looks further runs on the pair."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from building import a_pair
from daiko.checks.findings import Finding
from daiko.checks.profile import FUND_RECEPTION
from daiko.checks.rulebook import BuiltRule, Check, Part, Scope, Source, implemented
from daiko.checks.settled import KEYS_MAX, LooksFurther, Settling, View
from daiko.checks.subjects import PairSubject
from daiko.checks.views import CHECKUP_VIEWS

SEX = View(("result.sex", "fiscal_year"))


def settling(*checks: Check, requires: Source | None = None) -> Settling:
    rules = [
        BuiltRule(f"X-T-{n}", Scope.PAIR, Part.RESULT, requires, check)
        for n, check in enumerate(checks)
    ]
    return Settling(rules, (SEX,), FUND_RECEPTION)


def left(of: Settling, pair: PairSubject) -> tuple[Check, ...]:
    """What is left to run on a pair whose fields were met once before."""
    of.plan(pair, lacking=frozenset())
    return of.plan(pair, lacking=frozenset()).checks[Part.RESULT]


def with_sex(sex: str) -> PairSubject:
    pair = a_pair()
    return replace(pair, result=replace(pair.result, sex=sex))


def test_a_silent_rule_of_the_view_does_not_run_again() -> None:
    """Once for each combination of the view's fields, never for the pairs after it."""
    seen: list[str | None] = []

    def by_sex(pair: PairSubject) -> Iterator[Finding]:
        seen.append(pair.result.sex)
        if pair.result.sex == "9":
            yield Finding("X-T-0")

    settled = settling(by_sex)
    assert [left(settled, with_sex(sex)) for sex in ("1", "2", "1", "1")] == [()] * 4
    assert seen == ["1", "2"]


def test_nothing_is_learned_of_fields_that_never_come_again() -> None:
    """At first sight the rule is left to run; on the view it runs at the second."""
    seen: list[str] = []

    def by_sex(pair: PairSubject) -> Iterator[Finding]:
        seen.append(pair.result.sex or "")
        yield from ()

    settled = settling(by_sex)
    plans = [settled.plan(with_sex("1"), lacking=frozenset()).checks[Part.RESULT]]
    assert (plans, seen) == ([(by_sex,)], [])
    plans.append(settled.plan(with_sex("1"), lacking=frozenset()).checks[Part.RESULT])
    assert (plans, seen) == ([(by_sex,), ()], ["1"])


def test_a_rule_that_finds_something_runs_on_the_pair() -> None:
    """The view says only that the rule is not silent; the finding is the pair's."""

    def by_sex(pair: PairSubject) -> Iterator[Finding]:
        if pair.result.sex == "9":
            yield Finding("X-T-0", found=pair.name)

    pair = with_sex("9")
    (check,) = left(settling(by_sex), pair)
    assert [finding.found for finding in check(pair)] == [pair.name]


@pytest.mark.parametrize(
    "look",
    [
        lambda pair: pair.result.name,
        lambda pair: pair.name,
        lambda pair: pair.claim.sex,
        lambda pair: pair.insurer_number,
        lambda pair: pair.amounts.claim_yen,
        lambda pair: pair.items.measured,
        lambda pair: pair.items.all,
        lambda pair: pair.registers,
        lambda pair: pair.history,
        lambda pair: getattr(pair.result, "name", None),
        lambda pair: pair.result == pair.result,
    ],
)
def test_a_rule_that_looks_further_is_never_settled(look: Any) -> None:
    """However it asks: by a property, with a default, by comparing."""

    def further(pair: PairSubject) -> Iterator[Finding]:
        look(pair)
        yield from ()

    assert left(settling(further), a_pair()) == (further,)


def test_a_rule_may_look_further_for_some_pairs_only() -> None:
    """What is settled is the rule on one combination, not the rule."""

    def sometimes(pair: PairSubject) -> Iterator[Finding]:
        if pair.result.sex == "2":
            yield Finding("X-T-0", found=pair.result.name or "")

    settled = settling(sometimes)
    assert left(settled, with_sex("1")) == ()
    assert left(settled, with_sex("2")) == (sometimes,)


def test_rules_of_cards_are_named_where_the_insurer_has_none() -> None:
    """Not checked is not silent (ruling 33)."""

    def of_card(_: PairSubject) -> Iterator[Finding]:
        yield from ()

    settled = settling(of_card, requires=Source.CARDS)
    settled.plan(a_pair(), lacking=frozenset())
    plan = settled.plan(a_pair(), lacking=frozenset({Source.CARDS}))
    assert plan.checks[Part.RESULT] == ()
    assert plan.not_checked[Part.RESULT] == {"X-T-0"}
    assert settled.plan(a_pair(), lacking=frozenset()).not_checked[Part.RESULT] == frozenset()


def test_what_is_remembered_is_bounded() -> None:
    """Any number of combinations can be sent."""

    def silent(_: PairSubject) -> Iterator[Finding]:
        yield from ()

    settled = settling(silent)
    for number in range(KEYS_MAX + 10):
        left(settled, with_sex(str(number)))
    assert settled.held <= KEYS_MAX


def test_the_views_settle_rules_of_a_right_pair() -> None:
    """Else they would be right and of no use; and no rule of persons is among them."""
    rules = [
        replace(built, quiet_when=None)
        for built in implemented().values()
        if built.scope in (Scope.PAIR, Scope.ANY_PAIR)
    ]
    of_views = Settling(rules, CHECKUP_VIEWS, FUND_RECEPTION)
    of_views.plan(a_pair(), lacking=frozenset())
    plan = of_views.plan(a_pair(), lacking=frozenset())
    run = {check for checks in plan.checks.values() for check in checks}
    settled = {built.id for built in rules if built.check not in run}
    assert {"X-HC-001", "X-HR-001", "X-HI-001", "X-CC-022"} <= settled
    assert settled.isdisjoint({"X-HC-013", "X-XF-005", "X-EL-001", "X-CT-004", "X-DU-002"})


def test_a_look_leaves_out_its_rules_where_it_is_true() -> None:
    """One look for all rules that name it, and only with both documents."""
    seen: list[str | None] = []

    def by_sex(pair: PairSubject) -> bool:
        seen.append(pair.result.sex)
        return pair.result.sex == "1"

    def further(pair: PairSubject) -> Iterator[Finding]:
        yield Finding("X-T-0", found=pair.name)

    rules = [
        BuiltRule(f"X-T-{n}", Scope.PAIR, Part.RESULT, None, further, by_sex) for n in range(2)
    ]
    looking = Settling(rules, (SEX,), FUND_RECEPTION)
    assert [left(looking, with_sex(sex)) for sex in ("1", "2")] == [(), (further, further)]
    assert seen == ["1", "1", "2", "2"]  # asked of every pair, once
    assert left(looking, replace(with_sex("1"), has_claim=False)) == (further, further)


def test_a_missing_field_is_told_in_its_own_words() -> None:
    """Not as a missing attribute, which ``getattr`` with a default would hide."""
    assert not issubclass(LooksFurther, AttributeError)
