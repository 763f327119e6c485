"""S5: who met the person when, how and how long (X-HG-017…020, 022…024, 026, 029).

Source: standards/checks.csv, guidance.md 2, 3, 3.1; rulings.md 21, 48. Points of a
contact are ``guidance_points_rules.py``. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from daiko.checks.findings import Finding
from daiko.checks.guidance_items import (
    COMMON,
    FINAL,
    FIRST_HALF,
    INTERIM,
    INTERVIEW,
    SUPPORT,
    TOTALS,
    act_minutes,
)
from daiko.checks.guidance_subject import GuidanceSubject
from daiko.checks.merged import claims_with_card
from daiko.checks.rulebook import rule
from daiko.checks.rules.guidance_places import (
    CHECKUP_DATE,
    EARLY_FLAG,
    END_OF_SUPPORT,
    INTERVIEW_MINUTES,
    PERSON,
    act_at,
    item_at,
    section_at,
)
from daiko.checks.rules.guidance_sections import (
    ACTIVE,
    FINAL_REPORT,
    FIRST,
    first_half_act,
    interview_act,
)
from daiko.checks.subjects import once
from daiko.checks.values import day
from daiko.documents.guidance_records import GuidanceAct
from daiko.guidance.schedule import (
    EVALUATION_MONTHS,
    SPLIT_MONTHS,
    early_flag,
    least_interview_minutes,
    months_after,
)
from daiko.standard import oids
from daiko.standard.programme import FIRST_DAY

_FORMS_IN_PERSON: Final = {
    oids.SUPPORT_FORM: frozenset("1234"),
    oids.INTERVIEW_FORM_PHASE_3: frozenset("125"),  # 5 is the remote interview there
}
_ALL_FORMS: Final = {
    oids.SUPPORT_FORM: frozenset("123456"),
    oids.INTERVIEW_FORM_PHASE_3: frozenset("12345"),
}
_PHASE_OF_FORMS: Final = {oids.SUPPORT_FORM: 4, oids.INTERVIEW_FORM_PHASE_3: 3}
_PERFORMERS: Final = frozenset("1234")
_QUALIFIED: Final = frozenset("123")
_JUDGING: Final = frozenset({FIRST_HALF, INTERVIEW, FINAL})
_OLDER_FROM: Final = 65
_END_OF_YEAR: Final = (3, 31)


def is_second_half(pair: GuidanceSubject) -> bool:
    """Whether 90030 is the second half: the first stands here or was reported before."""
    return pair.is_split or pair.unfinished is not None


@rule("X-HG-017")
def interview_form(pair: GuidanceSubject) -> Iterator[Finding]:
    """In person or remote; the second half of a split interview also by telephone or mail."""
    half, whole = first_half_act(pair), interview_act(pair)
    for section, act, tables in (
        (FIRST_HALF, half, _FORMS_IN_PERSON),
        (INTERVIEW, whole, _ALL_FORMS if is_second_half(pair) else _FORMS_IN_PERSON),
    ):
        allowed = tables.get(act.code_system or "") if act is not None else None
        if act is not None and act.code and allowed is not None and act.code not in allowed:
            at = f"{act_at(pair, section, act)}/code/@code"
            yield Finding("X-HG-017", at, act.code, ", ".join(sorted(allowed)))


@rule("X-HG-018")
def interview_length(pair: GuidanceSubject) -> Iterator[Finding]:
    """Individual 20 minutes, group 80, remote in phase 3 30; halves of a split one together.

    By the table of the form's own code system (ruling 21). Not judged where the first half
    was told in a report 25: nothing is kept of its minutes.
    """
    half, act = first_half_act(pair), interview_act(pair)
    if act is None or (half is None and is_second_half(pair)):
        return
    least = _least_minutes(act)
    minutes = act_minutes(act, INTERVIEW_MINUTES)
    if half is not None:
        of_half = _least_minutes(half)
        least = min((n for n in (least, of_half) if n is not None), default=None)
        before = act_minutes(half, INTERVIEW_MINUTES)
        minutes = None if before is None else before + (minutes or 0)
    if least is not None and minutes is not None and minutes < least:
        at = f"{item_at(INTERVIEW, INTERVIEW_MINUTES)}/effectiveTime/width/@value"
        yield Finding("X-HG-018", at, f"{minutes} min", f"{least}– min")


def _least_minutes(act: GuidanceAct) -> int | None:
    phase = _PHASE_OF_FORMS.get(act.code_system or "")
    return None if phase is None else least_interview_minutes(phase, act.code or "")


@rule("X-HG-019")
def early_interview(pair: GuidanceSubject) -> Iterator[Finding]:
    """The flag is that of the days between checkup and (first half of the) interview.

    Phase 3 has no such flag; where it stands all the same, X-HG-043 says so.
    """
    stated = pair.items.text(EARLY_FLAG, INTERVIEW)
    if stated is None or pair.phase < 4:
        return
    at = f"{item_at(INTERVIEW, EARLY_FLAG)}/value/@code"
    system = _flag_system(pair)
    if system != oids.EARLY_INTERVIEW:
        yield Finding("X-HG-019", f"{at}System", system or "", oids.EARLY_INTERVIEW)
        return
    if stated not in ("0", "1", "2"):
        yield Finding("X-HG-019", at, stated, "0, 1, 2")
        return
    expected = right_flag(pair)
    if expected is not None and stated != expected:
        days = f"{pair.checkup_on:%Y%m%d}–{pair.first_interview_on:%Y%m%d}"
        yield Finding("X-HG-019", at, stated, f"{expected} ({days})")


def _flag_system(pair: GuidanceSubject) -> str | None:
    """The table the flag is said to be of; that of a checkup's own mark is another."""
    placed = pair.items.find(EARLY_FLAG, INTERVIEW)
    return placed.observation.values[0].code_system if placed is not None else None


def right_flag(pair: GuidanceSubject) -> str | None:
    """The early flag by the days, where both are known and in order."""
    checkup_on, interview_on = pair.checkup_on, pair.first_interview_on
    if checkup_on is None or interview_on is None or interview_on < checkup_on:
        return None
    return early_flag(checkup_on, interview_on)


@rule("X-HG-020")
def performers(pair: GuidanceSubject) -> Iterator[Finding]:
    """Codes of table 3020; who interviews or evaluates is 1, 2 or 3."""
    for section in (FIRST_HALF, INTERVIEW, SUPPORT, INTERIM, FINAL):
        allowed = _QUALIFIED if section in _JUDGING else _PERFORMERS
        for act in pair.items.acts(section):
            for performer in act.performers:
                system = performer.code_system
                wrong_system = system not in (None, oids.GUIDANCE_PERFORMER)
                if performer.code and (performer.code not in allowed or wrong_system):
                    at = f"{act_at(pair, section, act)}/performer/assignedEntity/code/@code"
                    found = performer.code if not wrong_system else f"{performer.code} {system}"
                    yield Finding("X-HG-020", at, found, ", ".join(sorted(allowed)))


@once
def contact_days(pair: GuidanceSubject) -> list[tuple[str, GuidanceAct, date]]:
    """Days of every contact of this document with section and act."""
    return [
        (section, act, on)
        for section in (FIRST_HALF, INTERVIEW, SUPPORT, INTERIM, FINAL)
        for act in pair.items.acts(section)
        if (on := day(act.performed_on)) is not None
    ]


@rule("X-HG-022")
def order_of_days(pair: GuidanceSubject) -> Iterator[Finding]:
    """Checkup, first half, interview, supports and interim, evaluation, creation of the file.

    A first half told in an accepted report 25 comes before its second one, too. Supports
    may follow an interim evaluation (guidance.md 5), so the two are not compared.
    """
    created = day(pair.result.created_on) or pair.received_on
    ended = pair.evaluation_on or created
    begun = pair.interview_on or pair.first_interview_on
    bounds = {
        FIRST_HALF: (pair.checkup_on, pair.interview_on or created),
        INTERVIEW: (pair.first_half_on or pair.checkup_on, created),
        SUPPORT: (begun, ended),
        INTERIM: (begun, ended),
        FINAL: (begun, created),
    }
    for section, act, on in contact_days(pair):
        low, high = bounds[section]
        if not FIRST_DAY <= on <= pair.received_on:
            continue  # X-PE-002
        if (low is not None and on < low <= pair.received_on) or on > high:
            if section == FIRST_HALF and on > high and pair.interview_on is not None:
                continue  # said once, at the second half
            at = f"{act_at(pair, section, act)}/effectiveTime/@value"
            yield Finding("X-HG-022", at, f"{on:%Y%m%d}", _span(low, high))
    yield from _end_of_support(pair)


def _span(low: date | None, high: date) -> str:
    return f"{low:%Y%m%d}–{high:%Y%m%d}" if low is not None else f"–{high:%Y%m%d}"


def _end_of_support(pair: GuidanceSubject) -> Iterator[Finding]:
    """Not after the evaluation; without one not after the file was made (21: X-HG-014)."""
    on = end_of_support(pair)
    latest = pair.evaluation_on or day(pair.result.created_on) or pair.received_on
    if on is not None and on > latest and pair.report_code != FIRST:
        at = f"{section_at(TOTALS)}/entry/act[@moodCode=EVN]/effectiveTime/@value"
        yield Finding("X-HG-022", at, f"{on:%Y%m%d}", f"–{latest:%Y%m%d}")


def end_of_support(pair: GuidanceSubject) -> date | None:
    """1042000022: the day of the done totals, also read as a value of its own."""
    return pair.items.act_day(TOTALS) or day(pair.items.text(END_OF_SUPPORT, TOTALS))


@rule("X-HG-023")
def three_months(pair: GuidanceSubject) -> Iterator[Finding]:
    """The evaluation is at least three calendar months after the interview."""
    if pair.report_code != FINAL_REPORT:
        return
    begun, on = pair.interview_on or pair.first_interview_on, pair.evaluation_on
    if begun is None or on is None or not begun <= on <= pair.received_on:
        return
    earliest = months_after(begun, EVALUATION_MONTHS)
    if on < earliest:
        at = f"{section_at(FINAL)}/entry/act/effectiveTime/@value"
        yield Finding("X-HG-023", at, f"{on:%Y%m%d}", f"{earliest:%Y%m%d}–")


@rule("X-HG-024")
def second_half_in_time(pair: GuidanceSubject) -> Iterator[Finding]:
    """The second half is within three calendar months of the first, here or in a report 25."""
    first, second = pair.first_half_on, pair.items.act_day(INTERVIEW)
    if first is None or second is None or not first <= second <= pair.received_on:
        return
    latest = months_after(first, SPLIT_MONTHS)
    if second > latest:
        at = f"{section_at(INTERVIEW)}/entry/act/effectiveTime/@value"
        yield Finding("X-HG-024", at, f"{second:%Y%m%d}", f"–{latest:%Y%m%d}")


@rule("X-HG-026")
def level_and_age(pair: GuidanceSubject) -> Iterator[Finding]:
    """No active support for who is 65 or older at the end of the checkup's fiscal year.

    The level the checkup itself gave is not known here; age decides this much alone.
    """
    year, born = pair.checkup_fiscal_year, pair.birth_date
    if (pair.stated_level or pair.level) != ACTIVE or year is None or born is None:
        return
    age = year + 1 - born.year - ((born.month, born.day) > _END_OF_YEAR)
    if age >= _OLDER_FROM:
        at = f"{PERSON}/patient/birthTime/@value"
        yield Finding("X-HG-026", at, str(age), f"–{_OLDER_FROM - 1}")


@rule("X-HG-029")
def checkup_date(pair: GuidanceSubject) -> Iterator[Finding]:
    """An early interview names the day of its checkup; a stated day is that of the checkup.

    Compared with the accepted checkup of the same card, where history knows one. Phase 3 has
    neither the mark nor the day; where they stand all the same, X-HG-043 says so.
    """
    if pair.phase < 4:
        return
    stated = pair.items.text(CHECKUP_DATE, COMMON)
    is_early = pair.items.text(EARLY_FLAG, INTERVIEW) in ("1", "2")
    if stated is None:
        is_empty = pair.items.find(CHECKUP_DATE, COMMON) is not None
        if is_empty or (pair.report_code == FIRST and is_early):
            yield Finding("X-HG-029", item_at(COMMON, CHECKUP_DATE), "", "YYYYMMDD")
        return
    at, on = f"{item_at(COMMON, CHECKUP_DATE)}/value", day(stated)
    if on is None:
        yield Finding("X-HG-029", at, stated, "YYYYMMDD")
    elif pair.report_code == FIRST and (known := _accepted_checkups(pair)) and on not in known:
        expected = ", ".join(f"{day_:%Y%m%d}" for day_ in known)
        yield Finding("X-HG-029", at, stated, expected)


def _accepted_checkups(pair: GuidanceSubject) -> list[date]:
    """Days of accepted checkups with the checkup card the guidance names, if any is known."""
    earlier = claims_with_card(pair, pair.key.checkup_card_id)
    return [claim.performed_on for claim in earlier if claim.performed_on is not None]
