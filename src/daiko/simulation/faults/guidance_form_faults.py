"""Faults of guidance in the XML form, in time, and of instalments that were claimed before.

Source: standards/checks.csv X-XML-005…013, X-GC-001, 018, X-PE-004, X-DU-005, X-XF-014.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Final

from daiko.checks.values import fiscal_year
from daiko.simulation.faults.editing import replacing
from daiko.simulation.faults.guidance_editing import (
    begins,
    both,
    drop_section,
    is_collective,
    is_final,
    set_value,
)
from daiko.simulation.faults.kinds import (
    ALL_TIMINGS,
    BOTH_PHASES,
    guidance_archive_fault,
    guidance_fault,
)
from daiko.simulation.guidance_claims import amounts, guidance_claim
from daiko.simulation.guidance_courses import FIRST, UNFINISHED
from daiko.simulation.guidance_drafts import GuidanceArchiveDraft, GuidanceDraft
from daiko.simulation.guidance_results import event_day, guidance_result
from daiko.standard.oids import CDA_NAMESPACE, NAMESPACE, NAMESPACE_OLD
from daiko.standard.programme import PHASE_4_FROM

_ROOT: Final = f'<ClinicalDocument xmlns="{CDA_NAMESPACE}"'


def _must_be_new(draft: GuidanceDraft) -> bool:
    return event_day(draft.course, draft.timing) >= PHASE_4_FROM


@guidance_fault("X-XML-005", fits=_must_be_new, phases=BOTH_PHASES, timings=ALL_TIMINGS)
def claim_in_old_namespace(draft: GuidanceDraft, _rng: Random) -> None:
    """The claim carries the namespace of phases 1 to 3 (rulings 8, 30)."""
    draft.claim_edits.append(replacing(NAMESPACE, NAMESPACE_OLD, -1))


@guidance_fault("X-XML-007", phases=BOTH_PHASES, timings=ALL_TIMINGS)
def report_in_wrong_namespace(draft: GuidanceDraft, _rng: Random) -> None:
    """The report is in a namespace that HL7 never gave."""
    draft.result_edits.append(replacing(_ROOT, _ROOT.replace(":v3", ":v2")))


@guidance_fault("X-XML-007", phases=BOTH_PHASES, timings=ALL_TIMINGS)
def report_names_another_schema(draft: GuidanceDraft, _rng: Random) -> None:
    """The schemaLocation of the report names the schema of checkups."""
    draft.result_edits.append(replacing("XSD/hg08_V08.xsd", "XSD/hc08_V08.xsd"))


@guidance_fault("X-XML-011", phases=BOTH_PHASES, timings=ALL_TIMINGS)
def claim_with_unknown_element(draft: GuidanceDraft, _rng: Random) -> None:
    """A program wrote consumption tax into the settlement."""
    draft.claim_edits.append(replacing("<settlement>\n", '<settlement>\n<taxAmount value="0"/>\n'))


@guidance_fault("X-XML-013", phases=BOTH_PHASES, timings=ALL_TIMINGS)
def report_with_unknown_element(draft: GuidanceDraft, _rng: Random) -> None:
    """A program wrote an element of its own into the person."""
    draft.result_edits.append(replacing("<patient>\n", "<patient>\n<nickname/>\n"))


@guidance_fault("X-GC-018", "X-XML-011", phases=BOTH_PHASES, timings=ALL_TIMINGS)
def collection_not_told(draft: GuidanceDraft, _rng: Random) -> None:
    """The claim does not say when the copayment was collected."""
    draft.set_claim(payment_status=None)


@guidance_fault("X-HG-012", phases=BOTH_PHASES, timings=UNFINISHED)
def half_left_out(draft: GuidanceDraft, _rng: Random) -> None:
    """An unfinished interview without its first half."""
    drop_section(draft, "90020")


@guidance_fault("X-GC-023", fits=is_collective, phases=BOTH_PHASES, timings=UNFINISHED)
def half_an_interview_claimed(draft: GuidanceDraft, _rng: Random) -> None:
    """The share of a whole interview is claimed for its first half."""
    due = amounts(draft.course, FIRST)
    draft.set_claim(
        payment_rate="40", calculated=str(due.calculated_yen), claim_amount=str(due.calculated_yen)
    )


def _of_last_but_one_year(draft: GuidanceDraft) -> date:
    """A day of March two fiscal years before that of the interview."""
    return date(fiscal_year(draft.course.first_on) - 1, 3, 20)


def _may_be_late(draft: GuidanceDraft) -> bool:
    return draft.course.early == "0" and _of_last_but_one_year(draft) >= PHASE_4_FROM


@guidance_fault("X-PE-004", fits=both(begins, _may_be_late), accepted=True)
def interview_a_year_late(draft: GuidanceDraft, _rng: Random) -> None:
    """The checkup was in the fiscal year before the last one: a warning."""
    set_value(draft, "90010", "1020000004", f"{_of_last_but_one_year(draft):%Y%m%d}")


@guidance_fault("X-DU-005", fits=is_final, phases=BOTH_PHASES)
def beginning_claimed_again(draft: GuidanceDraft, _rng: Random) -> None:
    """In place of the evaluation, the beginning is claimed once more, in a later archive."""
    made = draft.course
    created_on = event_day(made, draft.timing) + timedelta(days=1)
    draft.claim = guidance_claim(made, FIRST)
    draft.result = guidance_result(made, FIRST, created_on)
    draft.goes_later = True


def _nothing_stands_on_it(draft: GuidanceArchiveDraft) -> bool:
    """No beginning that another archive continues, and a pair without a fault of its own."""
    is_last = not any(pair.is_followed for pair in draft.pairs)
    return is_last and any(pair.fault is None for pair in draft.pairs)


@guidance_archive_fault("X-XF-014", fits=_nothing_stands_on_it, of_pairs=("X-GC-001",))
def claim_of_a_checkup(draft: GuidanceArchiveDraft, rng: Random) -> None:
    """One claim says checkup; that pair shows X-GC-001 besides."""
    pair = rng.choice([pair for pair in draft.pairs if pair.fault is None])
    pair.claim = replace(pair.claim, service_event_type="1")
    pair.fault = "guidance-claim-of-a-checkup"
    pair.expected |= {"X-GC-001"}
    pair.is_returned = True
