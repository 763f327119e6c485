"""Several archives checked one after another without any database.

Each archive's accepted claims are the history of those after it, so that a card that
is claimed twice is found across the archives of one call. The agency's own history is
not there: rules that need it stay listed as not checked (ruling 12). The same bytes
again give the same report (ruling 32). Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import BinaryIO

from daiko.archive.names import ArchiveName
from daiko.checks.engine import check_archive, digest_of
from daiko.checks.in_memory import MemoryHistory
from daiko.checks.pair_building import earlier_of
from daiko.checks.precheck import unknown_alone
from daiko.checks.profile import FUND_RECEPTION, Profile
from daiko.checks.registers import ClaimKey, Registers, ReturnedClaim
from daiko.checks.report import ClaimFacts, PairVerdict, Report, Verdict
from daiko.standard.schemas import SchemaSet, own_schemas


@dataclass(slots=True)
class OfflineCheck:
    """One call over several archives, in the order they are given.

    ``history_is_whole``: nothing was received before them (a simulated or replayed month),
    so that gaps in the numbers of a day count (X-ARC-005).
    ``on_pair`` is told every verdict as soon as it is known.
    """

    received_at: datetime
    registers: Registers | None = None
    profile: Profile = FUND_RECEPTION
    schemas: SchemaSet = field(default_factory=own_schemas)
    history_is_whole: bool = False
    on_pair: Callable[[PairVerdict], None] | None = None
    _history: MemoryHistory = field(default_factory=MemoryHistory)
    _reports: dict[tuple[str, str], Report] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._history.knows_all = self.history_is_whole

    def check(self, source: BinaryIO, *, name: str) -> Report:
        """Check one archive against those before it."""
        key = (name, digest_of(source))
        if key not in self._reports:
            self._reports[key] = self._first(source, name)
        return self._reports[key]

    def _first(self, source: BinaryIO, name: str) -> Report:
        pairs: list[PairVerdict] = []
        report = check_archive(
            source,
            name=name,
            received_at=self.received_at,
            registers=self.registers,
            history=self._history,
            profile=self.profile,
            schemas=self.schemas,
            on_pair=lambda verdict: self._told(verdict, pairs),
        )
        report = replace(report, pairs=tuple(pairs))
        if report.verdict is Verdict.REFUSED:
            returned = (replace(pair, verdict=Verdict.RETURNED) for pair in pairs)
            report = replace(report, pairs=tuple(returned))
        else:
            self._remember(report)
        return replace(report, not_checked=unknown_alone(report.not_checked, self.profile))

    def _told(self, verdict: PairVerdict, pairs: list[PairVerdict]) -> None:
        pairs.append(verdict)
        if self.on_pair is not None:
            self.on_pair(verdict)

    def _remember(self, report: Report) -> None:
        parsed_name = ArchiveName.parse(report.name)
        if parsed_name is not None:
            self._history.add_archive(parsed_name, report.sha256)
        for pair in report.pairs:
            if pair.facts is None:
                continue
            if pair.verdict is not Verdict.ACCEPTED:
                if pair.facts.guidance is None:
                    self._remember_returned(report.name, pair.name, pair.facts)
                continue
            earlier = earlier_of(report.name, pair.facts)
            if earlier is not None:
                self._history.add_guidance(pair.facts.insurer_number, earlier)
            else:
                self._history.add_claim(
                    report.name,
                    _key(pair.facts),
                    result_sha256=pair.facts.result_sha256,
                    claim_sha256=pair.facts.claim_sha256,
                    claim_type=pair.facts.claim_type,
                )

    def _remember_returned(self, receipt: str, pair_name: str, facts: ClaimFacts) -> None:
        returned = ReturnedClaim(
            receipt, facts.provider_number, pair_name, facts.result_sha256, facts.claim_sha256
        )
        self._history.add_returned(_key(facts), returned)


def _key(facts: ClaimFacts) -> ClaimKey:
    return ClaimKey(
        insurer_number=facts.insurer_number,
        provider_number=facts.provider_number,
        card_id=facts.card_id,
        person_key=facts.person_key,
        performed_on=facts.performed_on,
        fiscal_year=facts.fiscal_year,
    )
