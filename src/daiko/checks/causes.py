"""Related findings under the one cause a clerk has to mend.

Source: standards/administrative-checks.md 1 (rules that speak of the same fault);
rulings.md 35. Nothing is dropped: a group has a main finding and followers that are
shown below it. Counted is the group, and in an archive the persons it concerns, so
that a wrong namespace in four hundred claims is one line with 400 persons.
Which rule leads which is the table of ``checks/leads.py``; no finding is made or changed here.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from daiko.archive.names import pair_of
from daiko.checks.bilingual import VALUE_AFTER
from daiko.checks.findings import Finding, Severity
from daiko.checks.leads import LEADS, SCHEMA_RULES, TOGETHER, Lead, Same
from daiko.checks.rulebook import rule_row, rules

if TYPE_CHECKING:
    from daiko.checks.report import PairVerdict, Report


_EVERY: Final = "*"
_PREDICATE: Final = re.compile(r"\[[^\]]*\]")
_ITEM: Final = re.compile(r"observation\[code/@code=([^\]]+)\]")
_PART: Final = re.compile(r"Basic|Detail|Other|HumanDryDock")
_SPLIT_BY_PLACE: Final = SCHEMA_RULES
_SPLIT_BY_KIND: Final = frozenset({"X-XML-001", "X-XML-002"})


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing to mend: the finding that says it best, and those that follow from it."""

    main: Finding
    followers: tuple[Finding, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (self.main, *self.followers)

    @property
    def severity(self) -> Severity:
        """The gravest of its findings: what the cause refuses."""
        ranks = list(Severity)
        return min((severity_of(f) for f in self.findings), key=ranks.index)


def severity_of(finding: Finding) -> Severity:
    """As the engine filled it in, else that of the rule."""
    return finding.severity or rule_row(finding.rule).severity


def roots_of(findings: Sequence[Finding]) -> list[int]:
    """For each finding the place of the main one of its cause: its own, or another's."""
    places: dict[str, list[int]] = {}
    for number, finding in enumerate(findings):
        places.setdefault(finding.rule, []).append(number)
    return [_root(findings, places, number) for number in range(len(findings))]


def causes_of(findings: Sequence[Finding]) -> tuple[Cause, ...]:
    """Findings of one pair, or of the archive itself, under their causes, in order."""
    return grouped(findings, roots_of(findings))


def grouped(findings: Sequence[Finding], roots: Sequence[int]) -> tuple[Cause, ...]:
    """Findings under their causes, where the place of each one's main finding is known."""
    followers: dict[int, list[Finding]] = {n: [] for n in roots}
    for number, root in enumerate(roots):
        if number != root:
            followers[root].append(findings[number])
    return tuple(Cause(findings[root], tuple(followers[root])) for root in sorted(followers))


def _root(findings: Sequence[Finding], places: dict[str, list[int]], number: int) -> int:
    """The finding at the top of the chain. ``LEADS`` has no circle, so this ends."""
    at = number
    for _ in findings:
        leader = _leader(findings, places, at)
        if leader is None:
            return at
        at = leader
    return at


def _leader(findings: Sequence[Finding], places: dict[str, list[int]], number: int) -> int | None:
    """Where the finding stands that leads this one: by the table, or the first of its rule."""
    leader = _leader_of_table(findings, places, number)
    if leader is not None or findings[number].rule not in TOGETHER:
        return leader
    same_rule = places[findings[number].rule]
    earlier = (place for place in same_rule if place < number)
    return next((p for p in earlier if _leader_of_table(findings, places, p) is None), None)


def _leader_of_table(
    findings: Sequence[Finding], places: dict[str, list[int]], number: int
) -> int | None:
    """By ``LEADS``; only places of its leaders are looked at."""
    follower = findings[number]
    for lead in _leads_of(follower.rule):
        present = [place for rule in lead.leaders & places.keys() for place in places[rule]]
        for place in sorted(present):
            if _share(lead.same, findings[place], follower):
                return place
    return None


def _leads_of(rule_id: str) -> tuple[Lead, ...]:
    if rule_id not in _LEADS_OF:
        _LEADS_OF[rule_id] = tuple(
            lead
            for lead in LEADS
            if rule_id in lead.followers
            or (_EVERY in lead.followers and not rule_id.startswith("X-XML-"))
        )
    return _LEADS_OF[rule_id]


_LEADS_OF: Final[dict[str, tuple[Lead, ...]]] = {}


def _share(same: Same, leader: Finding, follower: Finding) -> bool:
    match same:
        case Same.NOTHING:
            return True
        case Same.PLACE:
            place = element_path(leader.at)
            return (
                place != ""
                and leader.document == follower.document
                and leader.line == follower.line  # siblings of one name have lines of their own
                and place == element_path(follower.at)
            )
        case Same.FOUND:
            return leader.found == follower.found
        case Same.ITEM:
            items = [_ITEM.search(f.at) for f in (leader, follower)]
            return items[0] is not None and items[1] is not None and items[0][1] == items[1][1]
        case Same.VALUE:
            return (
                leader.found != ""
                and leader.found.rpartition(VALUE_AFTER)[2]
                == (follower.found.rpartition(VALUE_AFTER)[2])
            )
        case Same.SINGLE:
            return "/entry[" in leader.at
        case Same.EDITION:
            return leader.at.endswith("/act/code/@codeSystem")
        case Same.GAP:
            return _is_the_gap(leader, follower)
        case Same.PART:
            parts = [_PART.search(f.at) for f in (leader, follower)]
            return None in parts or len({_part(part[0]) for part in parts if part}) == 1


def _is_the_gap(leader: Finding, follower: Finding) -> bool:
    """Whether the schema misses this element or one around it, before another or at the end."""
    if follower.found not in ("", "0") or leader.document != follower.document:
        return False
    at, missed = element_path(leader.at), leader.expected.split(", ")
    above, _, name = element_path(follower.at).rpartition("/")
    while above:
        if above in (at, at.rpartition("/")[0]) and name in missed:
            return True
        above, _, name = above.rpartition("/")
    return False


def _part(word: str) -> str:
    return "Other" if word == "HumanDryDock" else word


def element_path(at: str) -> str:
    """Steps of the element without attribute and predicates, "" for the root or the whole.

    >>> element_path("/checkupClaim/subjectPerson[1]/birthTime/@value")
    'checkupClaim/subjectPerson/birthTime'
    """
    steps = [step for step in _PREDICATE.sub("", at).split("/") if not step.startswith("@")]
    path = "/".join(step for step in steps if step)
    return path if "/" in path else ""


def variant_of(finding: Finding) -> str:
    """What tells causes of one rule apart: the item, the element of a schema error, the kind."""
    item = _ITEM.search(finding.at)
    if item is not None and finding.rule not in TOGETHER:
        return item[1]
    if finding.rule in _SPLIT_BY_PLACE:
        return element_path(finding.at)
    if finding.rule in _SPLIT_BY_KIND:
        return finding.found.partition(":")[0]
    return ""


def group_id(cause: Cause) -> str:
    """A name that is the same for the same cause in every check; fit for an address.

    >>> group_id(Cause(Finding("X-EL-003")))
    'X-EL-003'
    """
    parts = [cause.main.rule]
    variant = variant_of(cause.main)
    if variant:
        parts.append(hashlib.sha256(variant.encode("utf-8", "replace")).hexdigest()[:8])
    if cause.severity is not rule_row(cause.main.rule).severity:
        parts.append(str(cause.severity))
    return ".".join(parts)


@dataclass(slots=True)
class CauseGroup:
    """One cause over a whole archive.

    ``persons`` counts the pairs concerned, 0 where the cause is about the archive
    itself; ``findings`` all findings, followers included; ``follower_rules`` how often
    which rule follows. ``variant``: see ``variant_of``. ``example`` is the first finding.
    ``becomes_error_on``: the first day on which a warning of it will be an error.
    """

    id: str
    rule: str
    severity: Severity
    variant: str
    example: Finding
    persons: int = 0
    findings: int = 0
    follower_rules: Counter[str] = field(default_factory=Counter)
    becomes_error_on: date | None = None


class CauseCounts:
    """Counts causes while verdicts come in; memory grows with the causes, not the persons."""

    def __init__(self) -> None:
        self._groups: dict[str, CauseGroup] = {}

    def add_pair(self, verdict: PairVerdict) -> None:
        """Count the findings of one pair; a person counts once for each cause."""
        persons: set[str] = set()
        for cause in causes_of(verdict.findings):
            group = self._add(cause)
            persons.add(group.id)
        for name in persons:
            self._groups[name].persons += 1

    def add_archive(self, findings: Sequence[Finding]) -> None:
        """Count the findings of the archive itself; some name the file of a person."""
        persons: dict[str, set[str]] = {}
        for cause in causes_of(findings):
            group = self._add(cause)
            person = person_file(cause.main)
            if person is not None:
                persons.setdefault(group.id, set()).add(person)
        for name, files in persons.items():
            self._groups[name].persons += len(files)

    def groups(self) -> tuple[CauseGroup, ...]:
        """All of them, as ``in_order`` puts them."""
        return in_order(self._groups.values())

    def _add(self, cause: Cause) -> CauseGroup:
        name = group_id(cause)
        group = self._groups.get(name)
        if group is None:
            group = CauseGroup(
                name, cause.main.rule, cause.severity, variant_of(cause.main), cause.main
            )
            self._groups[name] = group
        group.findings += len(cause.findings)
        group.becomes_error_on = first_day(
            group.becomes_error_on, *(f.becomes_error_on for f in cause.findings)
        )
        group.follower_rules.update(finding.rule for finding in cause.followers)
        return group


def in_order(groups: Iterable[CauseGroup]) -> tuple[CauseGroup, ...]:
    """Gravest first, then those that concern most persons, then by the catalogue."""
    ranks, order = list(Severity), {rule: place for place, rule in enumerate(rules())}
    return tuple(
        sorted(groups, key=lambda g: (ranks.index(g.severity), -g.persons, order[g.rule], g.id))
    )


def first_day(*days: date | None) -> date | None:
    """The earliest of the days that are known."""
    return min((day for day in days if day is not None), default=None)


def person_file(finding: Finding) -> str | None:
    """Pair name of the person whose file a finding names; ``None`` for the archive's own.

    >>> person_file(Finding("X-ARC-019", document="DATA/h1.xml"))
    '1'
    """
    folder, _, name = finding.document.rpartition("/")
    return pair_of(name) if folder.rpartition("/")[2] in ("DATA", "CLAIMS") else None


def persons_of(members: Iterable[str]) -> set[str]:
    """Pair names of the persons whose files are named; other files name nobody."""
    named = (person_file(Finding("", document=member)) for member in members)
    return {person for person in named if person is not None}


def groups_of(report: Report, pairs: Iterable[PairVerdict] | None = None) -> list[CauseGroup]:
    """All causes of a report; ``pairs`` where the verdicts were handed out one by one."""
    counts = CauseCounts()
    counts.add_archive(report.findings)
    for verdict in report.pairs if pairs is None else pairs:
        counts.add_pair(verdict)
    return list(counts.groups())
