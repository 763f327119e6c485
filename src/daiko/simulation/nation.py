"""Writes a simulated month: registers, archives, and the truth about them.

Two runs of the same plan write the same bytes. Only one archive is held in memory at a
time, and of the truth what is known so far stays on disk (``truth.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from daiko.simulation.archives import ArchiveDraft, archive_draft, zip_bytes
from daiko.simulation.chance import chance
from daiko.simulation.drafts import PairDraft, pair_draft
from daiko.simulation.faults.planting import (
    plant_archive_fault,
    plant_guidance_archive_fault,
    plant_guidance_fault,
    plant_pair_fault,
)
from daiko.simulation.guidance_courses import Course
from daiko.simulation.guidance_drafts import drafts_of, guidance_archives, guiding_providers
from daiko.simulation.organisations import Provider, provider
from daiko.simulation.people import schemes
from daiko.simulation.plan import SimulationPlan
from daiko.simulation.registry_rows import (
    CsvFile,
    card_row,
    guidance_card_rows,
    insured_row,
    write_registers,
)
from daiko.simulation.schedule import Slot, slots
from daiko.simulation.truth import AnyArchive, TruthFile


class UnusablePlanError(ValueError):
    """A plan that cannot be carried out, or a folder that is not empty."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written. ``pairs`` are those made, ``faults`` counts planted kinds."""

    archives: int
    pairs: int
    faulty_pairs: int
    faulty_archives: int
    faults: dict[str, int]


def write_month(out: Path, plan: SimulationPlan) -> Written:
    """Write ``out/registry/*.csv``, ``out/archives/*.zip`` and, last, ``out/truth.json``.

    ``out`` is made, or must be empty. Raises ``UnusablePlanError``.
    """
    problems = plan.problems()
    if problems:
        raise UnusablePlanError("; ".join(problems))
    if out.exists() and any(out.iterdir()):
        raise UnusablePlanError(f"{out.name}: not empty")
    for folder in ("registry", "archives"):
        (out / folder).mkdir(parents=True)
    write_registers(plan, out / "registry")
    return _Month(plan, out).write()


class _Month:
    """One run; keeps what the next archive of a provider must know of the last."""

    def __init__(self, plan: SimulationPlan, out: Path) -> None:
        self.plan = plan
        self.archives = out / "archives"
        self.cards = CsvFile(out / "registry", "cards")
        self.insured = CsvFile(out / "registry", "insured_persons")
        self.truth = TruthFile(out)
        self.earlier: PairDraft | None = None  # accepted, faultless, of the same provider
        self.returned: PairDraft | None = None  # wrong in itself, of the same provider
        self.earlier_provider = -1
        self.faults: dict[str, int] = {}
        self.counts = {"archives": 0, "pairs": 0, "faulty_pairs": 0, "faulty_archives": 0}

    def write(self) -> Written:
        for slot in slots(self.plan):
            self._write_archive(slot)
        for sender, courses in guiding_providers(self.plan):
            self._write_guidance(sender, courses)
        self.cards.close()
        self.insured.close()
        self.truth.close()
        return Written(**self.counts, faults=dict(sorted(self.faults.items())))

    def _write_archive(self, slot: Slot) -> None:
        if slot.provider_index != self.earlier_provider:
            self.earlier, self.earlier_provider = None, slot.provider_index
            self.returned = None
        sender = provider(self.plan, slot.provider_index)
        draft = archive_draft(sender, slot.sent_on, slot.sequence, self._pairs(slot, sender))
        draft.is_last_of_day = slot.is_last_of_day
        draft.count()
        plant_archive_fault(draft, chance(self.plan.seed, "archive-fault", slot.first), self.plan)
        (self.archives / draft.file_name).write_bytes(zip_bytes(draft))
        self.truth.add(draft)
        self._remember(draft)

    def _pairs(self, slot: Slot, sender: Provider) -> list[PairDraft]:
        pairs = []
        here: PairDraft | None = None
        for serial in range(slot.first, slot.first + slot.pairs):
            pair = pair_draft(self.plan, sender, serial)
            pair.earlier_here, pair.earlier_accepted = here, self.earlier
            pair.earlier_returned = self.returned
            plant_pair_fault(pair, chance(self.plan.seed, "pair-fault", serial), self.plan)
            here, self.earlier = pair.earlier_here, pair.earlier_accepted
            self.returned = pair.earlier_returned
            if pair.fault is None and pair.card is not None:
                here = here or pair
            pair.earlier_here = pair.earlier_accepted = pair.earlier_returned = None
            pairs.append(pair)
            if pair.card is not None and pair.card.is_registered and pair.has_own_card:
                self.cards.write(card_row(pair.card, pair.person))
            if pair.is_in_insured_register:
                self.insured.write(insured_row(pair.person, pair.insured_row))
        return pairs

    def _write_guidance(self, sender: Provider, courses: list[Course]) -> None:
        """The guidance archives of one provider, with the cards of its people."""
        drafts = []
        for made in courses:
            documents = drafts_of(self.plan, made)
            for draft in documents:
                plant_guidance_fault(
                    draft,
                    chance(self.plan.seed, "guidance-fault", draft.serial, draft.timing),
                    self.plan,
                )
            drafts += documents
            if made.insurer.has_insured_register:
                self.insured.write(insured_row(made.person, {}))
            if made.card.is_registered:
                parts = schemes(self.plan, made.insurer.index)[made.serial % 6]
                for row in guidance_card_rows(documents[-1].course.card, made.person, parts):
                    self.cards.write(row)
        for archive in guidance_archives(self.plan, sender, drafts):
            rng = chance(self.plan.seed, "guidance-archive-fault", archive.file_name)
            plant_guidance_archive_fault(archive, rng, self.plan)
            (self.archives / archive.file_name).write_bytes(archive.zip_bytes())
            self.truth.add(archive)
            self._count(archive)

    def _count(self, draft: AnyArchive) -> None:
        names = [draft.fault, *(pair.fault for pair in draft.pairs)]
        for name in names:
            if name is not None:
                self.faults[name] = self.faults.get(name, 0) + 1
        self.counts["archives"] += 1
        self.counts["pairs"] += len(draft.pairs)
        self.counts["faulty_pairs"] += sum(pair.fault is not None for pair in draft.pairs)
        self.counts["faulty_archives"] += draft.fault is not None

    def _remember(self, draft: ArchiveDraft) -> None:
        """Counts, the last faultless pair accepted with a card, and the last wrong in itself."""
        self._count(draft)
        if draft.is_refused:
            return
        clean = [pair for pair in draft.pairs if pair.fault is None and pair.card is not None]
        self.earlier = clean[-1] if clean else None
        wrong = [pair for pair in draft.pairs if pair.is_wrong_in_itself]
        self.returned = wrong[-1] if wrong else None
