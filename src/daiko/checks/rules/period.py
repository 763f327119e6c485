"""S7: dates against the programme, the card's year and the limit of late claims (X-PE).

Source: standards/checks.csv, administrative-checks.md 9, settlement.md 2. Which
processing month an archive belongs to (X-PE-005) is reception's. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from daiko.checks.findings import Finding
from daiko.checks.guidance_subject import AnyPair, GuidanceSubject
from daiko.checks.rulebook import rule
from daiko.checks.subjects import PairSubject
from daiko.standard.identifiers import CardId
from daiko.standard.programme import END_OF_TERM_4, FIRST_DAY

EVENT: Final = "/ClinicalDocument/documentationOf/serviceEvent/effectiveTime/@value"
LATE_CLAIM_YEARS: Final = 5


@rule("X-PE-001")
def within_programme(pair: PairSubject) -> Iterator[Finding]:
    """From 2008-04-01 to the day of reception."""
    on = pair.performed_on
    if on is not None and not FIRST_DAY <= on <= pair.received_on:
        yield Finding("X-PE-001", EVENT, f"{on:%Y%m%d}", f"20080401–{pair.received_on:%Y%m%d}")


@rule("X-PE-003")
def year_of_the_card(pair: PairSubject) -> Iterator[Finding]:
    """The card is of the fiscal year of the checkup."""
    card = CardId.parse(pair.card_id)
    if card is None or pair.fiscal_year is None or card.fiscal_year == pair.fiscal_year:
        return
    at = "checkupClaim/checkupCard/id/@extension"
    yield Finding("X-PE-003", at, f"{card.fiscal_year % 100:02d}", f"{pair.fiscal_year % 100:02d}")


@rule("X-PE-006")
def not_too_late(pair: AnyPair) -> Iterator[Finding]:
    """Within the limit of late claims, counted from the checkup or the guidance event."""
    on = pair.performed_on
    if on is None or not FIRST_DAY <= on <= pair.received_on:
        return
    day_ = min(on.day, 28) if on.month == 2 else on.day
    latest = date(on.year + LATE_CLAIM_YEARS, on.month, day_)
    if pair.received_on > latest:
        yield Finding("X-PE-006", EVENT, f"{on:%Y%m%d}", f"–{latest:%Y%m%d}")


@rule("X-PE-007")
def known_term(pair: AnyPair) -> Iterator[Finding]:
    """The day lies in a term of the standard; of guidance that of its checkup does."""
    if isinstance(pair, GuidanceSubject):
        year = pair.checkup_fiscal_year
        if year is not None and year >= END_OF_TERM_4.year:
            yield Finding("X-PE-007", EVENT, str(year), f"–{END_OF_TERM_4.year - 1}")
        return
    if pair.performed_on is not None and pair.performed_on > END_OF_TERM_4:
        yield Finding("X-PE-007", EVENT, f"{pair.performed_on:%Y%m%d}", f"–{END_OF_TERM_4:%Y%m%d}")
