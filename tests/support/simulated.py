"""Simulated archives checked in memory, beside what the simulation expects of them."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Any

from daiko.checks.in_memory import MemoryRegisters
from daiko.checks.offline import OfflineCheck
from daiko.checks.report import Report
from daiko.money.calendar import TOKYO, ProcessingMonth
from daiko.registry.csv_files import Problems, open_directory, read_directory
from daiko.registry.memory import card_entry, coverage_entry, memory_registers
from daiko.simulation.archives import ArchiveDraft, archive_draft, zip_bytes
from daiko.simulation.drafts import PairDraft, pair_draft
from daiko.simulation.organisations import insurer
from daiko.simulation.plan import SimulationPlan
from daiko.simulation.registry_rows import CsvFile, card_row, insured_row, write_registers

Judgements = dict[str, Any]


def a_plan(**changes: Any) -> SimulationPlan:
    plan = SimulationPlan(
        seed=1, insurers=4, providers=24, pairs=1200, month=ProcessingMonth(2026, 6), faults=0.3
    )
    return replace(plan, **changes)


def registers_of(folder: Path) -> MemoryRegisters:
    """The registry of a simulated month; bad rows fail the test."""
    files = read_directory(folder)
    assert not isinstance(files, Problems), files
    return memory_registers(files)


def offline_check(plan: SimulationPlan, registers: MemoryRegisters) -> OfflineCheck:
    """A check that receives everything at 10:00 of the cutoff day."""
    received_at = datetime.combine(plan.cutoff_on, time(10), TOKYO)
    return OfflineCheck(received_at, registers, history_is_whole=True)


def judged(report: Report) -> Judgements:
    """A report in the form of truth.json."""
    return {
        "verdict": str(report.verdict),
        "findings": sorted({finding.rule for finding in report.findings}),
        "pairs": {
            pair.name: {
                "verdict": str(pair.verdict),
                "findings": sorted({finding.rule for finding in pair.findings}),
            }
            for pair in report.pairs
        },
    }


def truth_of(out: Path) -> dict[str, Judgements]:
    found: dict[str, Judgements] = json.loads((out / "truth.json").read_text("utf-8"))["archives"]
    return found


def digests(folder: Path) -> dict[str, str]:
    """Path below the folder → digest, of every file."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class World:
    """Registers of a plan without any card; archives bring theirs."""

    def __init__(self, plan: SimulationPlan, folder: Path) -> None:
        self.plan = plan
        self.folder = folder
        write_registers(plan, folder)
        self.registers = registers_of(folder)
        assert self.registers.insurers is not None
        for index in range(plan.insurers):
            who = insurer(plan, index)
            entry = self.registers.insurers[who.number]
            loaded = replace(
                entry,
                cards_loaded=who.has_card_register,
                insured_loaded=who.has_insured_register,
            )
            self.registers.insurers[who.number] = loaded

    def pair(self, slot: Any, serial: int) -> PairDraft:
        from daiko.simulation.organisations import provider

        return pair_draft(self.plan, provider(self.plan, slot.provider_index), serial)

    def check(self, *archives: ArchiveDraft) -> list[Judgements]:
        """Judge archives one after another, with the cards of all their pairs registered."""
        registers = replace(self.registers, cards={}, people={}, symbols=set())
        registers.add_cards(self._cards(archives))
        for row in self._insured(archives):
            who = (row["insurer_number"], row["symbol"], row["number"])
            registers.add_insured(*who, coverage_entry(row))
        run = offline_check(self.plan, registers)
        return [
            judged(run.check(io.BytesIO(zip_bytes(draft)), name=draft.file_name))
            for draft in archives
        ]

    def _insured(self, archives: tuple[ArchiveDraft, ...]) -> list[Any]:
        return self._rows(
            "insured_persons",
            [
                insured_row(pair.person, pair.insured_row)
                for draft in archives
                for pair in draft.pairs
                if pair.is_in_insured_register
            ],
        )

    def _rows(self, table: str, rows: list[dict[str, str]]) -> list[Any]:
        """Rows as they are read from a file."""
        folder = self.folder / table
        folder.mkdir(exist_ok=True)
        target = CsvFile(folder, table)
        for row in rows:
            target.write(row)
        target.close()
        problems = Problems()
        read = list(open_directory(folder, problems).rows(table, problems))
        assert problems.bad_rows == []
        return [row for _, row in read]

    def _cards(self, archives: tuple[ArchiveDraft, ...]) -> list[Any]:
        rows = []
        for draft in archives:
            for pair in draft.pairs:
                if pair.is_registered and pair.has_own_card and pair.card is not None:
                    rows.append(card_row(pair.card, pair.person))
        return [card_entry(row) for row in self._rows("cards", rows)]


def an_archive_of(world: World, slot: Any, *pairs: PairDraft, day: int = 0) -> ArchiveDraft:
    """An archive of a slot's provider, sent on a day of the month."""
    from daiko.simulation.organisations import provider

    sender = provider(world.plan, slot.provider_index)
    draft = archive_draft(sender, world.plan.sending_days[day], 0, list(pairs))
    draft.count()
    return draft
