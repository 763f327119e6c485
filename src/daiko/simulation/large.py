"""One large archive, as a checkup centre sends it, written pair by pair.

A month of the simulation (``nation.py``) has archives of the usual size and holds one of
them in memory. Here nothing is held but the names and the sums, so that an archive may
have as many pairs as a plain ZIP can hold. Its pairs are right; the day is the last on
which the plan's providers send.
Source: rulings.md 44 (size of archives), archive-and-xml.md 1 to 3.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from daiko.archive.names import ArchiveName
from daiko.archive.writer import ArchiveWriter
from daiko.documents.records import CheckupClaim, Summary
from daiko.documents.writing import write_index, write_summary
from daiko.simulation.archives import CLASS, INDEX_FILE, SUMMARY_FILE, index_of, member_name
from daiko.simulation.drafts import pair_draft
from daiko.simulation.organisations import provider
from daiko.simulation.plan import SimulationPlan
from daiko.standard.identifiers import FUND
from daiko.standard.schemas import bundled_files

PROVIDER: Final = 0


def write_large_archive(
    out: BinaryIO, plan: SimulationPlan, pairs: int, *, first: int = 0, sequence: int = 0
) -> str:
    """Write an archive of the plan's pairs from ``first`` on; its file name.

    All are of the plan's first provider. The stream stays open. Raises ``ValueError``
    for more than a plain ZIP holds (some 32,000 pairs).
    """
    sender = provider(plan, PROVIDER)
    sent_on = plan.sending_days[-1]
    name = ArchiveName(sender.number, FUND, f"{sent_on:%Y%m%d}", sequence, CLASS)
    writer = ArchiveWriter(out)
    sums = _Sums()
    for serial in range(pairs):
        draft = pair_draft(plan, sender, first + serial)
        sums.add(draft.claim)
        draft.name = member_name(name, sender.number, serial)
        writer.add(f"{name.root}/DATA/h{draft.name}.xml", draft.result_bytes())
        writer.add(f"{name.root}/CLAIMS/c{draft.name}.xml", draft.claim_bytes())
    writer.add(f"{name.root}/{INDEX_FILE}", write_index(index_of(name, pairs)))
    writer.add(f"{name.root}/{SUMMARY_FILE}", write_summary(sums.summary()))
    for path, content in bundled_files():
        writer.add(f"{name.root}/{path}", content)
    writer.close()
    return name.zip_name


class _Sums:
    """What the summary states of the claims."""

    def __init__(self) -> None:
        self.claims = self.cost_yen = self.payment_yen = self.claim_yen = 0
        self.other_yen: int | None = None

    def add(self, claim: CheckupClaim) -> None:
        self.claims += 1
        self.cost_yen += int(claim.unit_total or 0)
        self.payment_yen += int(claim.payment_total or 0)
        self.claim_yen += int(claim.claim_amount or 0)
        if claim.other_program is not None:
            self.other_yen = (self.other_yen or 0) + int(claim.other_program)

    def summary(self) -> Summary:
        return Summary(
            service_event_type=CLASS,
            subject_count=str(self.claims),
            total_cost=str(self.cost_yen),
            total_payment=str(self.payment_yen),
            total_other_program=None if self.other_yen is None else str(self.other_yen),
            total_claim=str(self.claim_yen),
        )
