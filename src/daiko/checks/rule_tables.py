"""Which rules run: chosen once per check by profile, stage and what is loaded.

Source: rulings.md 12 (not loaded is not checked), 33 (rules by receiver).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from daiko.checks.profile import Profile
from daiko.checks.registers import History, Registers
from daiko.checks.rulebook import BuiltRule, Part, Scope, Source, implemented, rule_row
from daiko.checks.settled import Settling, View
from daiko.checks.subjects import Transport
from daiko.standard.kinds import DocumentKind

RULES_OF_KIND: Final[dict[DocumentKind, tuple[str, ...]]] = {
    DocumentKind.IX: ("X-XML-001", "X-XML-003", "X-XML-008"),
    DocumentKind.SU: ("X-XML-001", "X-XML-003", "X-XML-009"),
    DocumentKind.CC: ("X-XML-002", "X-XML-004", "X-XML-010", "X-XML-014"),
    DocumentKind.HC: ("X-XML-002", "X-XML-006", "X-XML-012", "X-XML-014"),
    DocumentKind.GC: ("X-XML-002", "X-XML-005", "X-XML-011", "X-XML-014"),
    DocumentKind.HG: ("X-XML-002", "X-XML-007", "X-XML-013", "X-XML-014"),
}
"""Which rules of the XML form a document of a kind goes through, in order."""
_PROFILES_MAX: Final = 16


@dataclass(frozen=True, slots=True)
class PairRules:
    """Rules of one kind of pairs by the document they read."""

    result: tuple[BuiltRule, ...]
    claim: tuple[BuiltRule, ...]
    both: tuple[BuiltRule, ...]
    _settlings: dict[Profile, Settling] = field(default_factory=dict, repr=False, compare=False)

    def settling(self, views: tuple[View, ...], profile: Profile) -> Settling:
        """What is remembered of these rules under a profile, in this process."""
        if profile not in self._settlings:
            if len(self._settlings) >= _PROFILES_MAX:
                self._settlings.clear()
            rules = (*self.result, *self.claim, *self.both)
            self._settlings[profile] = Settling(rules, views, profile)
        return self._settlings[profile]

    @classmethod
    def of(cls, rules: Iterable[BuiltRule], scope: Scope) -> PairRules:
        """The rules of a scope and those of either kind, in their order."""
        chosen = [built for built in rules if built.scope in (scope, Scope.ANY_PAIR)]
        result, claim, both = (
            tuple(built for built in chosen if built.part is part)
            for part in (Part.RESULT, Part.CLAIM, Part.BOTH)
        )
        return cls(result, claim, both)


@dataclass(frozen=True, slots=True)
class RuleTables:
    """Rules by what they take, in the order of the catalogue.

    ``not_checked`` are the rules left out because what they need is not loaded.
    """

    archive: tuple[BuiltRule, ...]
    documents: dict[DocumentKind, tuple[BuiltRule, ...]]
    checkup: PairRules
    guidance: PairRules
    not_checked: frozenset[str]


def choose_rules(
    profile: Profile,
    registers: Registers | None,
    history: History | None,
    transport: Transport | None,
) -> RuleTables:
    """The rules of a profile that can be decided with what is loaded."""
    loaded = loaded_sources(registers, history, transport)
    return _chosen(profile.stages, profile.skipped_rules, loaded)


@lru_cache(maxsize=64)
def _chosen(
    stages: frozenset[str], skipped: frozenset[str], loaded: frozenset[Source]
) -> RuleTables:
    wanted = _wanted(stages, skipped)
    ready = [built for built in wanted if built.requires is None or built.requires in loaded]
    by_id = {built.id: built for built in ready if built.scope is Scope.DOCUMENT}
    there = {built.id for built in ready}
    return RuleTables(
        archive=tuple(built for built in ready if built.scope is Scope.ARCHIVE),
        documents={
            kind: tuple(by_id[rule_id] for rule_id in ids if rule_id in by_id)
            for kind, ids in RULES_OF_KIND.items()
        },
        checkup=PairRules.of(ready, Scope.PAIR),
        guidance=PairRules.of(ready, Scope.GUIDANCE),
        not_checked=frozenset(
            # rules of media do not apply where no medium was handed in
            built.id
            for built in wanted
            if built.id not in there and built.requires is not Source.MEDIUM
        ),
    )


def _wanted(stages: frozenset[str], skipped: frozenset[str]) -> list[BuiltRule]:
    return [
        built
        for built in implemented().values()
        if rule_row(built.id).stage in stages and built.id not in skipped
    ]


def rules_that_need(source: Source, profile: Profile) -> frozenset[str]:
    """Rules of a profile that cannot be decided without this source."""
    wanted = _wanted(profile.stages, profile.skipped_rules)
    return frozenset(built.id for built in wanted if built.requires is source)


def loaded_sources(
    registers: Registers | None, history: History | None, transport: Transport | None
) -> frozenset[Source]:
    """What is there besides the files. Cards and insured persons then insurer by insurer."""
    there = {
        Source.PROVIDERS: registers is not None and registers.has_providers(),
        Source.INSURERS: registers is not None and registers.has_insurers(),
        Source.CONTRACTS: registers is not None and registers.has_contracts(),
        Source.CARDS: registers is not None and registers.has_insurers(),
        Source.INSURED: registers is not None and registers.has_insurers(),
        Source.HISTORY: history is not None,
        Source.TRANSPORT: transport is not None,
        Source.MEDIUM: transport is not None and transport.medium is not None,
    }
    return frozenset(source for source, is_there in there.items() if is_there)
