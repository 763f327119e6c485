"""What the rules of guidance are handed: an hg08 and its gc08, or ``AnyPair``.

How a rule asks (for whoever writes X-HG, X-GC and the rules of both kinds):

- Annotate the argument ``GuidanceSubject`` (guidance only), ``PairSubject`` (checkups
  only) or ``AnyPair`` (both, same attribute names; ``isinstance(pair, GuidanceSubject)``
  where they differ). X-HG rules run when the result was read, X-GC when the claim was;
  a rule that compares both says ``part=Part.BOTH`` and runs only on two valid files.
- Raw text: ``pair.result.…`` (``GuidanceResult``) and ``pair.claim.…``
  (``GuidanceClaim``). Yen and points of the claim: ``pair.amounts``.
- The body: ``pair.items`` (``guidance_items.py``): ``acts(section, mood)``,
  ``act_day(section)``, ``text/number/decimal(code, *sections)``, ``find`` for the place.
  The item table: ``standard.guidance_catalogue.guidance_item(section, code, phase)``
  with place, type, unit, code system, moods and the sign of reports 21, 22, 30.
- Level: ``pair.level`` (claim, else 90010, else the accepted first report),
  ``stated_level`` (90010 only). Timing: ``pair.timing`` (claim), ``report_code`` 21…25.
- Days: ``first_half_on`` (90020, else the accepted report 25), ``first_interview_on``
  (that when split, else 90030), ``interview_on`` (90030),
  ``evaluation_on`` (90060), ``checkup_on`` (1020000004), each of this document or, when
  it lacks them, of the accepted first report; ``service_on`` is the day contract, price,
  card and fiscal year are decided by (ruling 48: the first interview of the timing 1).
- Phase: ``pair.phase`` (3 or 4) by the fiscal year of the checkup; where no document
  states it (``checkup_fiscal_year`` is ``None``) by the code systems used.
- Earlier documents of the same guidance: ``pair.earlier`` (accepted, history first, then
  this archive), ``pair.first_claim`` (its timing 1). Rules that need them say
  ``requires=Source.HISTORY``. Timing 2 and 3 of an archive are judged after its timing 1.
- Points: ``daiko.guidance.points``; money: ``daiko.money.guidance_claim``.

Source: guidance.md 3, 7, 12; rulings.md 21, 36, 48. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from daiko.checks.guidance_items import (
    COMMON,
    FINAL,
    FIRST_HALF,
    INTERVIEW,
    TOTALS,
    GuidanceItems,
    whole,
    with_parts,
)
from daiko.checks.registers import EarlierGuidance, GuidanceFacts
from daiko.checks.subjects import Pair, PairSubject, once
from daiko.checks.values import day, fiscal_year, yen
from daiko.documents.guidance_records import GuidanceClaim, GuidanceResult
from daiko.documents.records import CardParticipant
from daiko.standard import oids
from daiko.standard.catalogue import phase_of

FIRST_TIMING: Final = "1"
CHECKUP_CARD: Final = "1"
GUIDANCE_CARD: Final = "2"
"""Function codes of the card participants (table 208)."""

CARD_KINDS_OF_LEVEL: Final = {"1": "35", "2": "25", "3": "2345"}
"""Third digits a guidance card may have at each level."""

UNFINISHED_TIMING: Final = "5"
_FOLLOWING: Final = ("2", "3")
_LEVEL: Final = "1020000001"
_CHECKUP_DATE: Final = "1020000004"
_EARLY_FLAG: Final = "1022000016"
_PLAN: Final = frozenset(f"102100105{n}" for n in range(3, 10))  # flags and their points
_PLANNED_TOTALS: Final = "1041"  # how the codes of 90070's planned totals begin
_WITH_PLAN: Final = frozenset({TOTALS, INTERVIEW})
_PHASE_4: Final = 4
_KEPT: Final = 20


@dataclass(frozen=True, slots=True)
class GuidanceYen:
    """Amounts (yen), rate (percent) and points of a claim; ``None``: absent or none."""

    unit_price_yen: int | None
    payment_rate: int | None
    points_completed: int | None
    points_intended: int | None
    calculated_yen: int | None
    payment_yen: int | None
    claim_yen: int | None

    @property
    def unit_total_yen(self) -> int | None:
        """What su08 totalCostAmount sums: of guidance the calculated amount."""
        return self.calculated_yen

    @property
    def other_program_yen(self) -> int | None:
        """No other programme bears a part of guidance."""
        return None

    @classmethod
    def of(cls, claim: GuidanceClaim) -> GuidanceYen:
        return cls(
            yen(claim.unit_price),
            whole(claim.payment_rate),
            whole(claim.points_completed),
            whole(claim.points_intended),
            yen(claim.calculated),
            yen(claim.payment_total),
            yen(claim.claim_amount),
        )


@dataclass(slots=True, kw_only=True)
class GuidanceSubject(Pair):
    """A guidance result and its claim. See the note above."""

    claim: GuidanceClaim
    result: GuidanceResult
    amounts: GuidanceYen
    earlier: tuple[EarlierGuidance, ...] = ()
    returned_first: str | None = None  # pair of this archive: its timing 1, returned
    items: GuidanceItems = field(init=False, repr=False, compare=False)  # body of the result

    def __post_init__(self) -> None:
        self.items = GuidanceItems(self.result)

    def keep_earlier(self, earlier: tuple[EarlierGuidance, ...]) -> None:
        """Set what was accepted before; what was worked out without it is forgotten."""
        self.earlier = earlier
        self.known.clear()

    @property
    def report_code(self) -> str | None:
        """21 to 25 as the result states it."""
        return self.result.report_code

    @property
    def timing(self) -> str | None:
        """1 to 5 as the claim states it; without a claim by the report code."""
        if self.has_claim:
            return self.claim.guidance_timing
        code = self.result.report_code
        return code[1:] if code is not None and code.startswith("2") else None

    @property
    def stated_level(self) -> str | None:
        """Class of 90010 in table 1112 (ruling 21), whatever the value is."""
        return _stated_level(self)

    @property
    def level(self) -> str | None:
        """1 active, 2 motivational, 3 equivalent: claim, 90010, accepted first report."""
        first = self.first_claim
        return (
            self.claim.guidance_level
            or self.stated_level
            or (None if first is None else first.facts.level)
        )

    @property
    def card_number(self) -> str | None:
        """Guidance card of the claim, else the checkup card that stands in its place."""
        stated = self.claim.card_id or self.claim.checkup_card_id
        return None if stated is None else stated.extension

    @property
    def guidance_card(self) -> CardParticipant | None:
        """Participant with function code 2 (利用券) of the result."""
        return self._participant(GUIDANCE_CARD)

    @property
    def checkup_card(self) -> CardParticipant | None:
        """Participant with function code 1 (受診券) of the result."""
        return self._participant(CHECKUP_CARD)

    def _participant(self, code: str) -> CardParticipant | None:
        return next((card for card in self.result.cards if card.function_code == code), None)

    @property
    def first_claim(self) -> EarlierGuidance | None:
        """The accepted timing 1 of the same guidance."""
        for earlier in self.earlier:
            if earlier.facts.timing == FIRST_TIMING:
                return earlier
        return None

    @property
    def is_split(self) -> bool:
        """Whether this document holds the first half of a split interview (90020)."""
        return self.items.has_section(FIRST_HALF)

    @property
    def unfinished(self) -> EarlierGuidance | None:
        """The accepted report of a first half alone (timing 5), where this holds no 90020."""
        if self.is_split:
            return None
        return next((e for e in self.earlier if e.facts.timing == UNFINISHED_TIMING), None)

    @property
    def first_half_on(self) -> date | None:
        """The first half of a split interview, told here or in an accepted report 25."""
        unfinished = self.unfinished
        before = None if unfinished is None else unfinished.facts.first_interview_on
        return before or self.items.act_day(FIRST_HALF)

    @property
    def first_interview_on(self) -> date | None:
        own = self.first_half_on or self.items.act_day(INTERVIEW)
        first = self.first_claim
        return own or (None if first is None else first.facts.first_interview_on)

    @property
    def interview_on(self) -> date | None:
        own = self.items.act_day(INTERVIEW)
        first = self.first_claim
        return own or (None if first is None else first.facts.interview_on)

    @property
    def evaluation_on(self) -> date | None:
        return self.items.act_day(FINAL)

    @property
    def checkup_on(self) -> date | None:
        own = day(self.items.text(_CHECKUP_DATE, COMMON))
        first = self.first_claim
        return own or (None if first is None else first.facts.checkup_on)

    @property
    def early_flag(self) -> str | None:
        """1022000016 of this or of the accepted first report."""
        own = self.items.text(_EARLY_FLAG, INTERVIEW)
        first = self.first_claim
        return own or (None if first is None else first.facts.early_flag or None)

    @property
    def is_first_unknown(self) -> bool:
        """Whether this follows a first claim of which nothing is known."""
        return self.timing in _FOLLOWING and self.first_interview_on is None

    @property
    def service_on(self) -> date | None:
        """The first interview of the timing 1 (ruling 48), else the service event's day."""
        first = self.first_claim
        decided = None if first is None else first.facts.first_interview_on
        return decided or self.first_interview_on or self.performed_on

    @property
    def checkup_fiscal_year(self) -> int | None:
        """Fiscal year of the checkup: its date, else the number of the checkup card."""
        return _checkup_fiscal_year(self)

    @property
    def phase(self) -> int:
        """Phase of the rules that hold (guidance.md 12)."""
        return _phase(self)

    def facts(self) -> GuidanceFacts:
        """What is kept of this document for those that follow it."""
        return _facts(self)


AnyPair = PairSubject | GuidanceSubject

_LEVELS: Final = ("1", "2", "3")
_REPORT_OF_TIMING: Final = {"1": "21", "2": "22", "3": "23", "4": "24", "5": "25"}


def level_in_doubt(pair: GuidanceSubject) -> bool:
    """Whether 90010, else the accepted first report, names another level than the claim.

    X-XF-013 or X-GC-027 says so; what follows from the level is not judged then.
    """
    claimed, stated = pair.claim.guidance_level, pair.stated_level
    if stated is None and pair.first_claim is not None:
        stated = pair.first_claim.facts.level
    return stated in _LEVELS and claimed in _LEVELS and stated != claimed


def timing_in_doubt(pair: GuidanceSubject) -> bool:
    """Whether the report code is that of another timing than the claim's (X-XF-012)."""
    report = _REPORT_OF_TIMING.get(pair.claim.guidance_timing or "")
    stated = pair.report_code
    return report is not None and stated in _REPORT_OF_TIMING.values() and stated != report


@once
def _stated_level(pair: GuidanceSubject) -> str | None:
    item = pair.items.find(_LEVEL, COMMON)
    if item is None or not item.observation.values:
        return None
    value = item.observation.values[0]
    return value.code if value.code_system == oids.GUIDANCE_LEVEL else None


def _checkup_fiscal_year(pair: GuidanceSubject) -> int | None:
    if (checkup_on := pair.checkup_on) is not None:
        return fiscal_year(checkup_on)
    participant = pair.checkup_card
    first = pair.first_claim
    for number in (
        pair.claim.checkup_card_id.extension if pair.claim.checkup_card_id else None,
        participant.card_id.extension if participant and participant.card_id else None,
        first.facts.checkup_card_id if first else None,
    ):
        if number and len(number) == 11 and number.isascii() and number.isdigit():
            return 2000 + int(number[:2])
    return None


@once
def _phase(pair: GuidanceSubject) -> int:
    if (year := pair.checkup_fiscal_year) is not None:
        return phase_of(year)
    systems = {act.code_system for s in pair.result.sections for act in s.acts if act.code}
    if oids.SUPPORT_FORM in systems:
        return _PHASE_4
    if systems or pair.service_on is None:
        return _PHASE_4 - 1 if systems else _PHASE_4
    return phase_of(fiscal_year(pair.service_on))


def _facts(pair: GuidanceSubject) -> GuidanceFacts:
    claim, amounts, terms = pair.claim, pair.amounts, pair.claim.copayment_terms
    participant = pair.checkup_card
    stated = claim.checkup_card_id or (participant.card_id if participant else None)
    return GuidanceFacts(
        level=_short(pair.level),
        timing=_short(claim.guidance_timing),
        checkup_card_id=_short(stated.extension if stated else None),
        first_interview_on=pair.first_interview_on or pair.performed_on,
        interview_on=pair.interview_on or pair.performed_on,
        evaluation_on=pair.evaluation_on,
        checkup_on=pair.checkup_on,
        early_flag=_short(pair.early_flag),
        unit_price_yen=amounts.unit_price_yen or 0,
        payment_rate=amounts.payment_rate or 0,
        calculated_yen=amounts.calculated_yen or 0,
        payment_yen=amounts.payment_yen or 0,
        claim_yen=amounts.claim_yen or 0,
        copayment_code=_short(terms.code if terms else None),
        points_intended=amounts.points_intended,
        points_completed=amounts.points_completed,
        planned=_planned(pair.items),
    )


def _short(text: str | None) -> str:
    """Codes and numbers are short; what is longer is wrong and need not be kept whole."""
    return (text or "")[:_KEPT]


def _planned(items: GuidanceItems) -> tuple[tuple[str, str], ...]:
    found = {
        observation.code: _short(value.value)
        for section, _, observations in items.groups
        if section in _WITH_PLAN
        for observation in with_parts(observations)
        if observation.code is not None
        and (observation.code in _PLAN or observation.code.startswith(_PLANNED_TOTALS))
        for value in observation.values[:1]
    }
    return tuple(sorted(found.items()))
