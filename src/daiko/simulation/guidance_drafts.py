"""Guidance pairs and their archives before they are written: right, or changed by a fault.

Source: standards/archive-and-xml.md 1 (class 2, prefixes g and p), 3 (sums of guidance);
guidance.md 3 (one document per timing). Guidance is sent before the month's checkups, so
that the numbering of a day belongs to one kind only.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from daiko.archive.names import ArchiveName
from daiko.archive.writer import write_archive
from daiko.documents.guidance_records import GuidanceClaim, GuidanceResult
from daiko.documents.records import Summary
from daiko.documents.writing import (
    write_guidance_claim,
    write_guidance_result,
    write_index,
    write_summary,
)
from daiko.simulation.archives import (
    INDEX_FILE,
    SUMMARY_FILE,
    Members,
    enclosed_schemas,
    head_bytes,
    index_of,
    member_name,
    total,
)
from daiko.simulation.chance import chance
from daiko.simulation.drafts import Edit
from daiko.simulation.guidance_claims import guidance_claim
from daiko.simulation.guidance_courses import FIRST, Course, course
from daiko.simulation.guidance_results import event_day, guidance_result
from daiko.simulation.namespaces import in_old_namespace, writes_old_namespace
from daiko.simulation.organisations import Provider, provider
from daiko.simulation.plan import SimulationPlan
from daiko.standard.identifiers import FUND

CLASS: Final = "2"  # guidance
_PEOPLE_OF_ONE_PROVIDER: Final = 8
_SENT_AT_ONCE: Final = 0.6


@dataclass(slots=True)
class GuidanceDraft:
    """One report with its claim, and what the check has to say of them."""

    plan: SimulationPlan
    course: Course
    timing: str
    claim: GuidanceClaim
    result: GuidanceResult
    name: str = ""  # of the two files, without letter and .xml
    claim_edits: list[Edit] = field(default_factory=list)
    result_edits: list[Edit] = field(default_factory=list)
    goes_later: bool = False  # never in the archive of the document it repeats
    fault: str | None = None
    expected: frozenset[str] = frozenset()
    is_returned: bool = False

    @property
    def serial(self) -> int:
        return self.course.serial

    @property
    def is_followed(self) -> bool:
        """Whether another document of the month stands on this one."""
        return self.timing == FIRST and len(self.course.timings) > 1

    def set_claim(self, **changes: Any) -> None:
        self.claim = replace(self.claim, **changes)

    def set_result(self, **changes: Any) -> None:
        self.result = replace(self.result, **changes)

    def claim_bytes(self) -> bytes:
        return _edited(write_guidance_claim(self.claim), self.claim_edits)

    def result_bytes(self) -> bytes:
        return _edited(write_guidance_result(self.result), self.result_edits)


def _edited(data: bytes, edits: list[Edit]) -> bytes:
    for edit in edits:
        data = edit(data)
    return data


@dataclass(slots=True)
class GuidanceArchiveDraft:
    """One submission of guidance; the same words as an archive of checkups."""

    name: ArchiveName
    provider: Provider
    sent_on: date
    pairs: list[GuidanceDraft]
    shows_pairs: bool = True
    fault: str | None = None
    expected: frozenset[str] = frozenset()
    is_refused: bool = False

    @property
    def file_name(self) -> str:
        return self.name.zip_name

    def zip_bytes(self) -> bytes:
        """The archive as it is sent; the same draft gives the same bytes."""
        members: Members = {
            INDEX_FILE: head_bytes(self.name, write_index(index_of(self.name, len(self.pairs)))),
            SUMMARY_FILE: head_bytes(self.name, write_summary(_summary(self.pairs))),
        }
        for pair in self.pairs:
            members[f"DATA/g{pair.name}.xml"] = pair.result_bytes()
        for pair in self.pairs:
            members[f"CLAIMS/p{pair.name}.xml"] = pair.claim_bytes()
        members.update(enclosed_schemas())
        out = io.BytesIO()
        write_archive(out, self.name.root, members.items())
        return out.getvalue()


def _summary(pairs: list[GuidanceDraft]) -> Summary:
    """Sums of what the claims declare: calculated amounts, payments, claims."""
    claims = [pair.claim for pair in pairs]
    return Summary(
        service_event_type=CLASS,
        subject_count=str(len(claims)),
        total_cost=total(claim.calculated for claim in claims),
        total_payment=total(claim.payment_total for claim in claims),
        total_claim=total(claim.claim_amount for claim in claims),
    )


def guiding_providers(plan: SimulationPlan) -> Iterator[tuple[Provider, list[Course]]]:
    """Every provider that guides, with its courses of the month."""
    size = _PEOPLE_OF_ONE_PROVIDER
    for index in range(min(plan.providers, -(-plan.guidance // size))):
        sender = provider(plan, index)
        firsts = range(index * size, plan.guidance, plan.providers * size)
        numbers = (n for first in firsts for n in range(first, min(first + size, plan.guidance)))
        yield sender, [course(plan, sender, number) for number in numbers]


def guidance_archives(
    plan: SimulationPlan, sender: Provider, drafts: list[GuidanceDraft]
) -> Iterator[GuidanceArchiveDraft]:
    """One archive or two, on different days; what follows a beginning is never sent before it."""
    rng = chance(plan.seed, "guidance-archives", sender.index)
    days = sorted(rng.sample(range(len(plan.guidance_sending_days)), 2))
    earlier: list[GuidanceDraft] = []
    later: list[GuidanceDraft] = []
    for draft in drafts:
        goes_first = rng.random() < _SENT_AT_ONCE and not draft.goes_later
        goes_first = goes_first or draft.is_followed
        (earlier if goes_first else later).append(draft)
    for day, of_day in zip(days, (earlier, later), strict=True):
        if not of_day:
            continue
        rng.shuffle(of_day)  # an archive need not have the beginning before the end
        sent_on = plan.guidance_sending_days[day]
        name = ArchiveName(sender.number, FUND, f"{sent_on:%Y%m%d}", 0, CLASS)
        for serial, draft in enumerate(of_day):
            draft.name = member_name(name, sender.number, serial)
        yield GuidanceArchiveDraft(name, sender, sent_on, of_day)


def drafts_of(plan: SimulationPlan, made: Course) -> list[GuidanceDraft]:
    """The documents of a course, the beginning first."""
    drafts = []
    for timing in made.timings:
        rng = chance(plan.seed, "guidance-document", made.serial, timing)
        created_on = event_day(made, timing) + timedelta(days=rng.randint(1, 2))
        draft = GuidanceDraft(
            plan,
            made,
            timing,
            guidance_claim(made, timing),
            guidance_result(made, timing, created_on),
        )
        if writes_old_namespace(rng, event_day(made, timing)):
            draft.claim_edits.append(in_old_namespace)
        drafts.append(draft)
    return drafts
