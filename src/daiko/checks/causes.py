"""Related findings under the one cause a clerk has to mend.

Source: standards/administrative-checks.md 1 (rules that speak of the same fault);
rulings.md 35. Nothing is dropped: a group has a main finding and followers that are
shown below it. Counted is the group, and in an archive the persons it concerns, so
that a wrong namespace in four hundred claims is one line with 400 persons.
Which rule leads which is the table ``LEADS``; no finding is made or changed here.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from daiko.archive.names import pair_of
from daiko.checks.findings import Finding, Severity
from daiko.checks.rulebook import rule_row, rules

if TYPE_CHECKING:
    from daiko.checks.report import PairVerdict, Report


class Same(StrEnum):
    """What two findings must share for one to follow the other."""

    NOTHING = "nothing"
    PLACE = "place"  # the same element
    PART = "part"  # the same part of the claim: basic, detail, other or dock
    FOUND = "found"  # the same value: it was typed once, in the master data


@dataclass(frozen=True, slots=True)
class Lead:
    """Each of ``followers`` goes under any of ``leaders`` in the same pair or archive."""

    leaders: frozenset[str]
    followers: frozenset[str]
    same: Same = Same.NOTHING


def _lead(leaders: str, followers: str, same: Same = Same.NOTHING) -> Lead:
    return Lead(frozenset(leaders.split()), frozenset(followers.split()), same)


_SCHEMA: Final = "X-XML-008 X-XML-009 X-XML-010 X-XML-011 X-XML-012 X-XML-013"
_SUMS: Final = "X-SU-003 X-SU-004 X-SU-005 X-SU-006"

LEADS: Final[tuple[Lead, ...]] = (
    # ruling 35: the first three give the verdict, the others name the step that went wrong
    _lead(
        "X-CC-029 X-CC-030 X-CC-031",
        "X-CC-032 X-CC-033 X-CC-034 X-CC-035 X-CC-036 X-CC-037",
        Same.PART,
    ),
    # receiver and sender in name, in index, in register
    _lead("X-ARC-024", "X-IX-006 X-IX-007 X-REF-010"),
    _lead("X-IX-005 X-IX-006", "X-IX-007 X-REF-010"),
    _lead("X-IX-007", "X-REF-010"),
    _lead("X-IX-003", "X-IX-004 X-REF-001"),
    # a renamed ZIP no longer fits its root folder
    _lead("X-ARC-003", "X-ARC-007 X-ARC-018"),
    # service class of name, index, summary and claims
    _lead("X-IX-008", "X-SU-001 X-XF-014"),
    # a file that is missing changes the counts, a wrong count goes with wrong sums
    _lead("X-ARC-019", f"X-IX-009 X-SU-002 {_SUMS}"),
    _lead("X-IX-009", f"X-SU-002 {_SUMS}"),
    _lead("X-SU-002", _SUMS),
    _lead(_SUMS, "X-SU-007"),
    # which two kinds of checkup met in one year
    _lead("X-DU-002 X-DU-003", "X-DU-008"),
    # form of a document before what its fields say, at the same place
    _lead(f"{_SCHEMA} X-XML-014", "*", Same.PLACE),
    # one wrong value that stands in the result and in the claim
    _lead("X-HC-007", "X-CC-003", Same.FOUND),
    _lead("X-HC-008", "X-CC-004", Same.FOUND),
    _lead("X-HC-009", "X-CC-005", Same.FOUND),
    _lead("X-HC-010", "X-CC-006", Same.FOUND),
    _lead("X-HC-011 X-HC-012", "X-CC-008", Same.FOUND),
    _lead("X-HC-013", "X-CC-007", Same.FOUND),
    _lead("X-HC-014", "X-CC-010", Same.FOUND),
    _lead("X-HC-015", "X-CC-009", Same.FOUND),
    _lead("X-HC-016", "X-HC-026 X-CC-002", Same.FOUND),
    _lead("X-HC-026", "X-CC-002", Same.FOUND),
    _lead("X-HC-021", "X-CC-011", Same.FOUND),
    _lead("X-HC-022", "X-CC-013", Same.FOUND),
    # form before registers and before the comparison with the partner
    _lead("X-HC-026 X-CC-002", "X-REF-002 X-REF-003 X-REF-006 X-XF-009"),
    _lead("X-HC-007 X-CC-003", "X-REF-004 X-REF-005 X-XF-001 X-HC-020 X-HC-023"),
    _lead("X-HC-008 X-CC-004", "X-XF-002"),
    _lead("X-HC-009 X-CC-005", "X-XF-003"),
    _lead("X-HC-010 X-CC-006", "X-XF-004"),
    _lead("X-HC-013 X-CC-007", "X-XF-005"),
    _lead("X-HC-014 X-CC-010", "X-XF-006"),
    _lead("X-HC-015 X-CC-009", "X-XF-007"),
    _lead("X-HC-011 X-HC-012 X-CC-008", "X-XF-008"),
    _lead("X-HC-021 X-CC-011", "X-CC-012 X-XF-010 X-EL-001"),
    # a symbol or number nobody has: both registers say so
    _lead("X-EL-012 X-EL-007 X-EL-008", "X-EL-002", Same.PLACE),
    _lead("X-HC-022 X-CC-013", "X-XF-011"),
    # the same of guidance
    _lead("X-HG-002", "X-GC-005", Same.FOUND),
    _lead("X-HG-004", "X-GC-006", Same.FOUND),
    _lead("X-HG-005", "X-GC-007", Same.FOUND),
    _lead("X-HG-006", "X-GC-008", Same.FOUND),
    _lead("X-HG-010", "X-GC-002", Same.FOUND),
    _lead(
        "X-GC-005",
        "X-REF-002 X-REF-003 X-REF-004 X-REF-005 X-REF-006 X-XF-001 X-XF-002 X-XF-003 X-XF-004"
        " X-XF-005 X-XF-006 X-XF-007 X-XF-008 X-XF-009",
        Same.PLACE,
    ),
    _lead("X-HG-006 X-GC-008", "X-XF-011"),
    # an organisation nobody knows has no contract
    _lead("X-REF-002 X-REF-004", "X-CT-001"),
)

_EVERY: Final = "*"
_PREDICATE: Final = re.compile(r"\[[^\]]*\]")
_ITEM: Final = re.compile(r"observation\[code/@code=([^\]]+)\]")
_PART: Final = re.compile(r"Basic|Detail|Other|HumanDryDock")
_SPLIT_BY_PLACE: Final = frozenset(_SCHEMA.split())
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
    return [_root(findings, number) for number in range(len(findings))]


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


def _root(findings: Sequence[Finding], number: int) -> int:
    """The finding at the top of the chain. ``LEADS`` has no circle, so this ends."""
    at = number
    for _ in findings:
        leader = _leader(findings, at)
        if leader is None:
            return at
        at = leader
    return at


def _leader(findings: Sequence[Finding], number: int) -> int | None:
    follower = findings[number]
    for lead in _leads_of(follower.rule):
        for place, finding in enumerate(findings):
            if finding.rule in lead.leaders and _share(lead.same, finding, follower):
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
        case Same.PART:
            parts = [_PART.search(f.at) for f in (leader, follower)]
            return None in parts or len({_part(part[0]) for part in parts if part}) == 1


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
    if item is not None:
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
