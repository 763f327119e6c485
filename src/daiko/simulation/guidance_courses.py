"""A guided person of the month: who, why, on which days, with which plan and outcome.

Source: standards/guidance.md 1 (levels), 3 (life cycle, three months), 5 (points), 8
(cards); actors-and-contracts.md 4. The level is what stratification gives for the values
of a simulated checkup. The phase is that of the checkup: in months after March 2024 many
were examined before, and are guided by the rules of phase 3 (``guidance_phase_3.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from random import Random
from typing import Final

from daiko.checks.values import fiscal_year
from daiko.guidance.points import (
    NEEDED,
    Outcome,
    early_points,
    outcome_points,
    process_points,
    waist_weight_outcome,
)
from daiko.guidance.schedule import EVALUATION_MONTHS, early_flag, months_after
from daiko.guidance.stratification import ACTIVE, MOTIVATIONAL
from daiko.money.calendar import is_business_day
from daiko.simulation.body import Measured, measure
from daiko.simulation.chance import chance
from daiko.simulation.contracts import Contract, contract_of, insurers_of
from daiko.simulation.guidance_cards import EQUIVALENT, GuidanceCard, guidance_card
from daiko.simulation.guidance_phase_3 import OldPlan, old_plan, points_of
from daiko.simulation.organisations import Insurer, Provider, ProviderForm, insurer
from daiko.simulation.people import Person, age_at_year_end, person
from daiko.simulation.plan import SimulationPlan
from daiko.standard.catalogue import phase_of
from daiko.standard.programme import PHASE_4_FROM

FIRST, FINAL, ENDED, PROGRESS, UNFINISHED = "1", "2", "3", "4", "5"
"""Timings of the documents, table 11."""

_TIMINGS: Final = (
    ((FIRST,), (FIRST, FINAL), (FIRST, ENDED), (UNFINISHED,)),
    (41, 40, 15, 4),
)
_PHASE_4: Final = 4
_LAST_OF_PHASE_3: Final = PHASE_4_FROM - timedelta(days=3)
_LONG_AGO_DAYS: Final = 250
_MINUTES: Final = {"1": (10, 40), "2": (10, 40), "3": (40, 90), "4": (40, 90), "5": (5, 20)}
_PERFORMERS: Final = "1223"


@dataclass(frozen=True, slots=True)
class Contact:
    """One continued support: day, form of table 24010, minutes (0 for e-mail), performer."""

    on: date
    form: str
    minutes: int
    performer: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Goals, planned outcomes and planned contacts of active support."""

    weeks: int
    outcome: Outcome
    contacts: dict[str, tuple[int, int]]  # form → contacts, minutes of all of them
    early: str

    @property
    def process(self) -> int:
        return process_points({form: n for form, (n, _) in self.contacts.items()})

    @property
    def total(self) -> int:
        return early_points(self.early) + outcome_points(self.outcome) + self.process


@dataclass(frozen=True, slots=True)
class Course:
    """One guidance from its checkup to its end, as far as the month knows it."""

    serial: int
    person: Person
    provider: Provider
    insurer: Insurer
    contract: Contract
    card: GuidanceCard
    found: Measured
    level: str
    timings: tuple[str, ...]  # documents of the month, in their order
    checkup_on: date
    half_on: date | None  # first half of a split interview
    interview_on: date
    interview_form: str
    interview_minutes: int
    contacts: tuple[Contact, ...] = ()
    evaluation_on: date | None = None
    outcome: Outcome | None = None
    final_waist: Decimal = Decimal(0)
    final_weight: Decimal = Decimal(0)
    plan: Plan | OldPlan | None = None

    @property
    def phase(self) -> int:
        """3 or 4, by the fiscal year of the checkup (guidance.md 12)."""
        return phase_of(fiscal_year(self.checkup_on))

    @property
    def until_progress(self) -> tuple[Contact, ...]:
        """Contacts a progress report (24) tells of: the first half, one at least."""
        return self.contacts[: max(1, len(self.contacts) // 2)]

    @property
    def first_on(self) -> date:
        """The first interview, its first half when it was split."""
        return self.half_on or self.interview_on

    @property
    def early(self) -> str:
        return early_flag(self.checkup_on, self.first_on)

    def done_total(self) -> int:
        """1042010080: early interview, outcome and contacts; of phase 3 the supports A and B."""
        if isinstance(self.plan, OldPlan):
            return points_of((contact.form, contact.minutes) for contact in self.contacts).total
        outcome = 0 if self.outcome is None else outcome_points(self.outcome)
        return early_points(self.early) + outcome + self.done_process()

    def done_process(self) -> int:
        counts: dict[str, int] = {}
        for contact in self.contacts:
            counts[contact.form] = counts.get(contact.form, 0) + 1
        return process_points(counts)


def course(plan: SimulationPlan, provider: Provider, index: int) -> Course:
    """Guided person ``index`` of the month, from 0."""
    serial = plan.pairs + index
    rng = chance(plan.seed, "course", serial)
    payer = insurer(plan, rng.choice(insurers_of(plan, provider)))
    last_on = rng.choice(plan.guidance_days)
    timings = rng.choices(*_TIMINGS)[0]
    first_on = last_on if len(timings) == 1 else _begun_before(rng, last_on)
    checkup_on, half_on, interview_on = _interview_days(rng, first_on, timings)
    if half_on is None:
        checkup_on = _maybe_of_phase_3(rng, checkup_on, first_on)
    who = person(plan, payer, serial, checkup_on)
    level, found = _stratified(plan, who, serial, checkup_on)
    if level != ACTIVE and ENDED in timings:
        timings = (FIRST, FINAL)  # only active support is paid for when it ends midway
    if level == ACTIVE and ENDED not in timings and rng.random() < 0.1:
        level = EQUIVALENT
    contract = contract_of(plan, provider, fiscal_year(half_on or interview_on))
    card = guidance_card(rng, plan, payer, serial, level, (checkup_on, half_on or interview_on))
    begun = Course(
        serial=serial,
        person=who,
        provider=provider,
        insurer=payer,
        contract=contract,
        card=replace(card, organiser_name=contract.organiser_name),
        found=found,
        level=level,
        timings=timings,
        checkup_on=checkup_on,
        half_on=half_on,
        interview_on=interview_on,
        interview_form=rng.choice("1123"),
        interview_minutes=rng.randint(20, 45),
    )
    if begun.interview_form == "3":
        begun = replace(begun, interview_minutes=rng.randint(80, 120))
    return _carried_on(rng, begun, last_on)


def _begun_before(rng: Random, last_on: date) -> date:
    """A first interview at least three months before the end."""
    for days in count(3 * 31 + 1 + rng.randrange(20)):
        day = last_on - timedelta(days=days)
        if is_business_day(day) and months_after(day, EVALUATION_MONTHS) <= last_on:
            return day
    raise AssertionError("days never end")


def _interview_days(
    rng: Random, first_on: date, timings: tuple[str, ...]
) -> tuple[date, date | None, date]:
    """Checkup, first half if split, interview; ``first_on`` is the interview that counts.

    Where the second half was never held, the first stands for it.
    """
    if timings == (UNFINISHED,):
        return first_on, first_on, first_on
    kind = rng.choices(("same day", "week", "later"), (25, 20, 55))[0]
    if kind == "same day":
        half_on = first_on - timedelta(days=rng.randint(1, 6))
        return half_on, half_on, first_on  # the values were not complete on the day
    days = rng.randint(1, 7) if kind == "week" else rng.randint(8, 25)
    return first_on - timedelta(days=days), None, first_on


def _maybe_of_phase_3(rng: Random, checkup_on: date, first_on: date) -> date:
    """The day of the checkup, or an earlier one of fiscal 2023 where that is not long ago."""
    days = (first_on - _LAST_OF_PHASE_3).days
    if checkup_on < PHASE_4_FROM or days > _LONG_AGO_DAYS or rng.random() < 0.5:
        return checkup_on
    return _LAST_OF_PHASE_3 - timedelta(days=rng.randint(0, 20))


def _stratified(
    plan: SimulationPlan, who: Person, serial: int, checkup_on: date
) -> tuple[str, Measured]:
    """Values of a checkup that make somebody a target: level of 9N506 and the values."""
    age = age_at_year_end(who.birth_date, checkup_on)
    phase = phase_of(fiscal_year(checkup_on))
    for attempt in count():
        found = measure(chance(plan.seed, "guided", serial, attempt), who.sex, age, phase)
        _, level = found.judgement()
        if level in (ACTIVE, MOTIVATIONAL):
            return level, found
    raise AssertionError("attempts never end")


def _carried_on(rng: Random, begun: Course, last_on: date) -> Course:
    """With plan, contacts and outcome as level, phase and timings ask for them."""
    smokes = begun.found.smoking == "1"
    made = begun
    if begun.level == ACTIVE and UNFINISHED not in begun.timings:
        is_old = begun.phase < _PHASE_4
        plan = old_plan(rng) if is_old else _plan(rng, begun.early, smokes=smokes)
        made = replace(made, plan=plan)
    if FINAL in begun.timings:
        made = _evaluated(rng, made, last_on, smokes=smokes)
    if made.plan is not None and begun.timings != (FIRST,):
        made = replace(made, contacts=_contacts(rng, made, last_on))
    is_individual = made.provider.form is ProviderForm.INDIVIDUAL
    if is_individual and FINAL in made.timings and made.contacts and rng.random() < 0.5:
        made = replace(made, timings=(FIRST, PROGRESS, FINAL))
    return made


def _plan(rng: Random, early: str, *, smokes: bool) -> Plan:
    """Outcomes and contacts that make 180 points or more, two contacts at least."""
    outcome = Outcome(
        waist_weight=rng.choice("0112"),
        diet=rng.choice("011"),
        exercise=rng.choice("011"),
        smoking=rng.choice("01") if smokes else "0",
        rest=rng.choice("0001"),
        other=rng.choice("0001"),
    )
    contacts: dict[str, tuple[int, int]] = {}
    plan = Plan(rng.choice((12, 14, 16, 24)), outcome, contacts, early)
    while len(contacts) < 2 or plan.total < NEEDED:
        form = rng.choice("1112345666")
        number, minutes = contacts.get(form, (0, 0))
        contacts[form] = (number + 1, minutes + (0 if form == "6" else rng.choice((10, 20, 40))))
    fitting = {
        form: (number, minutes if form == "6" else max(minutes, number * _MINUTES[form][0]))
        for form, (number, minutes) in contacts.items()
    }
    return replace(plan, contacts=dict(sorted(fitting.items())))


def _evaluated(rng: Random, begun: Course, last_on: date, *, smokes: bool) -> Course:
    found = begun.found
    waist = found.waist - Decimal(rng.randrange(-5, 45)) / 10
    weight = found.weight - Decimal(rng.randrange(-5, 40)) / 10
    measured = waist_weight_outcome(found.waist - waist, found.weight - weight, found.weight)
    outcome = _outcome(rng, begun, measured, smokes=smokes)
    return replace(
        begun,
        evaluation_on=last_on,
        outcome=outcome,
        final_waist=waist,
        final_weight=weight,
    )


def _outcome(rng: Random, begun: Course, measured: str, *, smokes: bool) -> Outcome:
    """What was reached; phase 3 knows better, same and worse of food, exercise and smoking."""
    if begun.phase < _PHASE_4:
        smoking = rng.choice("124") if smokes else "3"
        return Outcome(None, rng.choice("0112"), rng.choice("0112"), smoking, None, None)
    planned = begun.plan.outcome if isinstance(begun.plan, Plan) else None
    return Outcome(
        waist_weight=measured,
        diet=_habit(rng, planned.diet if planned else "1"),
        exercise=_habit(rng, planned.exercise if planned else "1"),
        smoking=_smoking(rng, planned, smokes=smokes),
        rest=_habit(rng, planned.rest if planned else "0"),
        other=_habit(rng, planned.other if planned else "0"),
    )


def _habit(rng: Random, planned: str | None) -> str:
    """Met or not where it was planned, else 9."""
    return rng.choice("011") if planned == "1" else "9"


def _smoking(rng: Random, planned: Outcome | None, *, smokes: bool) -> str:
    if not smokes:
        return "8"
    return rng.choice("01") if planned and planned.smoking == "1" else "9"


def _contacts(rng: Random, begun: Course, last_on: date) -> tuple[Contact, ...]:
    """Planned contacts on days of their own; more of them until an evaluated one completes."""
    if isinstance(begun.plan, OldPlan):
        supports = list(begun.plan.supports)
    else:
        supports = [(form, _minutes(rng, form)) for form in _forms(rng, begun)]
        rng.shuffle(supports)
    if ENDED in begun.timings:
        supports = supports[: rng.randint(0, len(supports) - 1)]
    days = _support_days(begun.interview_on, last_on)
    chosen = sorted(rng.sample(days, len(supports)))
    return tuple(
        Contact(day, form, minutes, rng.choice(_PERFORMERS))
        for day, (form, minutes) in zip(chosen, supports, strict=True)
    )


def _forms(rng: Random, begun: Course) -> list[str]:
    """Forms of phase 4 as planned, and what an evaluated course lacks of 180 points."""
    if not isinstance(begun.plan, Plan):
        raise ValueError("only active support plans contacts")
    forms = [form for form, (number, _) in begun.plan.contacts.items() for _ in range(number)]
    if begun.outcome is not None:
        base = early_points(begun.early) + outcome_points(begun.outcome)
        counts = {form: forms.count(form) for form in forms}
        while base + process_points(counts) < NEEDED:
            form = rng.choice("156")
            forms.append(form)
            counts[form] = counts.get(form, 0) + 1
    return forms


def _support_days(interview_on: date, last_on: date) -> list[date]:
    span = (last_on - interview_on).days
    days = [interview_on + timedelta(days=n) for n in range(3, span)]
    return [day for day in days if is_business_day(day)]


def _minutes(rng: Random, form: str) -> int:
    if form == "6":
        return 0
    least, most = _MINUTES[form]
    return rng.randint(least, most)
