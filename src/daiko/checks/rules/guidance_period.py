"""S7: days of a guidance against programme, card and checkup (X-PE-002, X-PE-004, X-EL-005).

Source: standards/checks.csv, administrative-checks.md 6 and 9; rulings.md 48. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from daiko.checks.findings import Finding
from daiko.checks.guidance_items import FIRST_HALF, INTERVIEW
from daiko.checks.guidance_subject import GuidanceSubject
from daiko.checks.rulebook import rule
from daiko.checks.rules.claim_judgement import card_of
from daiko.checks.rules.guidance_contacts import contact_days
from daiko.checks.rules.guidance_places import EVENT, act_at
from daiko.checks.values import day
from daiko.documents.guidance_records import GuidanceAct
from daiko.standard.programme import FIRST_DAY


@rule("X-PE-002")
def within_programme(pair: GuidanceSubject) -> Iterator[Finding]:
    """Every contact, else the event, from 2008-04-01 to the day of reception."""
    days, event_on = contact_days(pair), pair.performed_on
    for section, act, on in days:
        if not FIRST_DAY <= on <= pair.received_on:
            at = f"{act_at(pair, section, act)}/effectiveTime/@value"
            yield Finding("X-PE-002", at, f"{on:%Y%m%d}", _span(pair))
    if not days and event_on is not None and not FIRST_DAY <= event_on <= pair.received_on:
        at = f"{EVENT}/effectiveTime/@value"
        yield Finding("X-PE-002", at, f"{event_on:%Y%m%d}", _span(pair))


def _span(pair: GuidanceSubject) -> str:
    return f"{FIRST_DAY:%Y%m%d}–{pair.received_on:%Y%m%d}"


def _own_first_contact(pair: GuidanceSubject) -> tuple[str, GuidanceAct, date] | None:
    """First half or interview of this very document; none when a report 25 told the first."""
    if pair.unfinished is not None:
        return None
    for section in (FIRST_HALF, INTERVIEW):
        act = pair.items.done_act(section)
        on = None if act is None else day(act.performed_on)
        if act is not None and on is not None:
            return section, act, on
    return None


@rule("X-PE-004")
def begun_in_time(pair: GuidanceSubject) -> Iterator[Finding]:
    """The first interview is by the end of the fiscal year after the checkup's."""
    first, year = _own_first_contact(pair), pair.checkup_fiscal_year
    if first is None or year is None or not year <= first[2].year <= pair.received_on.year:
        return
    section, act, on = first
    latest = date(year + 2, 3, 31)
    if on > latest:
        at = f"{act_at(pair, section, act)}/effectiveTime/@value"
        yield Finding("X-PE-004", at, f"{on:%Y%m%d}", f"–{latest:%Y%m%d}")


@rule("X-EL-005")
def within_card(pair: GuidanceSubject) -> Iterator[Finding]:
    """The first interview is on or before the card's expiry, stated and (if known) registered.

    What follows may be later.
    """
    first, card = _own_first_contact(pair), card_of(pair)
    ends = [day(pair.claim.card_valid_until), card.valid_until if card is not None else None]
    until = min((end for end in ends if end is not None), default=None)
    if first is None or until is None:
        return
    section, act, on = first
    if until < on <= pair.received_on:
        at = f"{act_at(pair, section, act)}/effectiveTime/@value"
        yield Finding("X-EL-005", at, f"{on:%Y%m%d}", f"–{until:%Y%m%d}")
