"""Rules settled by what pairs have in common, so that they need not run on every pair.

Most rules are silent on most pairs, and many read only what repeats all day: the header
of one sender, which items one laboratory measures, prices and terms of one contract.
A view is a pair of which only some fields are there. A rule that runs to its end on a
view without a finding has read nothing else, and rules are pure: it is silent on every
pair with equal fields, and that is remembered by them. A rule that asks for more gets
``LooksFurther``; it, and a rule that finds something, runs on the pair itself, as ever.
So nothing is declared about a rule and nothing can be declared wrongly: a rule that is
changed to read one field more simply stops being settled.

What it rests on: rules read their subject through its fields, change nothing, and ask
no clock. Registers and history are in no view: what they answer may change any time.
Bounds: ``KEYS_MAX`` combinations a view, then it starts afresh.
Source: docs/decisions/0015-settled-rules.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Final, NamedTuple

from daiko.checks.item_index import ItemIndex
from daiko.checks.profile import Profile
from daiko.checks.rulebook import BuiltRule, Check, Look, Part, Source
from daiko.checks.subjects import ClaimYen, PairSubject
from daiko.documents.records import CheckupClaim, CheckupResult

KEYS_MAX: Final = 2_048
_SEEN_ONCE: Final = -1
_LESSONS: Final = 24
"""After so many combinations a rule that no combination settled is not tried any more."""


class LooksFurther(Exception):  # no AttributeError: getattr with a default must not hide it
    """A rule asked for a field that its view does not have."""


def _narrow(kind: type) -> type:
    """The same type of record, whose missing fields say that they are missing."""

    def further(_: Any, name: str) -> Any:
        raise LooksFurther(name)

    return type(f"Narrow{kind.__name__}", (kind,), {"__slots__": (), "__getattr__": further})


_PAIR: Final = _narrow(PairSubject)
_PARTS: Final = {
    "claim": _narrow(CheckupClaim),
    "result": _narrow(CheckupResult),
    "amounts": _narrow(ClaimYen),
    "items": _narrow(ItemIndex),
}


@dataclass(frozen=True, slots=True)
class View:
    """Fields of a pair, dotted for those of its claim, result, amounts and items."""

    fields: tuple[str, ...]

    def subject(self, pair: PairSubject, profile: Profile) -> PairSubject:
        """The pair with nothing but these fields."""
        parts: dict[str, Any] = {name: object.__new__(kind) for name, kind in _PARTS.items()}
        view: PairSubject = object.__new__(_PAIR)
        for path in self.fields:
            name, _, part_field = path.partition(".")
            target = parts[name] if part_field else view
            object.__setattr__(target, part_field or name, attrgetter(path)(pair))
        view.profile = profile
        view.known = {}
        view.claim, view.result = parts["claim"], parts["result"]
        view.amounts, view.items = parts["amounts"], parts["items"]
        return view


@dataclass(slots=True)
class _Learning:
    """Which rules are worth trying on a view."""

    tried: int = 0
    settled: int = 0  # bit n: rule n was settled at least once


@dataclass(slots=True)
class _Memory:
    """What one view settled, by its fields: bit n stands for rule n."""

    view: View
    learning: _Learning = field(default_factory=_Learning)
    known: dict[Any, int] = field(default_factory=dict)
    fields: Callable[[PairSubject], Any] = field(init=False)

    def __post_init__(self) -> None:
        self.fields = attrgetter(*self.view.fields)

    def settled(self, pair: PairSubject, rules: tuple[BuiltRule, ...], profile: Profile) -> int:
        """Rules silent on the pair; none at first sight, for many fields never come again."""
        key = self.fields(pair)
        bits = self.known.get(key)
        if bits is None:
            if len(self.known) >= KEYS_MAX:
                self.known.clear()
            self.known[key] = _SEEN_ONCE
        elif bits == _SEEN_ONCE:
            bits = self.known[key] = self._learn(self.view.subject(pair, profile), rules)
        return bits or 0

    def _learn(self, view: PairSubject, rules: tuple[BuiltRule, ...]) -> int:
        learning, bits = self.learning, 0
        for number, built in enumerate(rules):
            if learning.tried >= _LESSONS and not learning.settled >> number & 1:
                continue
            try:
                if next(built.check(view), None) is None:
                    bits |= 1 << number
            except LooksFurther:
                continue
        learning.tried += 1
        learning.settled |= bits
        return bits


class Plan(NamedTuple):
    """What is left to run on a pair, part by part, and the rules that cannot be run on it."""

    checks: dict[Part, tuple[Check, ...]]
    not_checked: dict[Part, frozenset[str]]


class Settling:
    """The memories of one set of rules under one profile."""

    def __init__(self, rules: Iterable[BuiltRule], views: Iterable[View], profile: Profile) -> None:
        self.rules = tuple(rules)
        self._profile = profile
        self._memories = [_Memory(view) for view in views]
        self._plans: dict[tuple[int, frozenset[Source]], Plan] = {}
        quiet: dict[Look, int] = {}
        for number, built in enumerate(self.rules):
            if built.quiet_when is not None:
                quiet[built.quiet_when] = quiet.get(built.quiet_when, 0) | 1 << number
        self._quiet = tuple(quiet.items())

    @property
    def held(self) -> int:
        """Combinations remembered by the fullest view."""
        return max((len(memory.known) for memory in self._memories), default=0)

    def plan(self, pair: Any, *, lacking: frozenset[Source]) -> Plan:
        """The rules that may have something to say about a pair of their kind, in their order.

        Those that need a register of its insurer that is ``lacking`` are left out.
        """
        settled = 0
        for memory in self._memories:
            settled |= memory.settled(pair, self.rules, self._profile)
        if pair.has_claim and pair.has_result:
            for look, rules in self._quiet:
                if look(pair):
                    settled |= rules
        return self._known_plan(settled, lacking)

    def _known_plan(self, settled: int, lacking: frozenset[Source]) -> Plan:
        plan = self._plans.get((settled, lacking))
        if plan is None:
            if len(self._plans) >= KEYS_MAX:
                self._plans.clear()
            plan = self._plans[settled, lacking] = self._planned(settled, lacking)
        return plan

    def _planned(self, settled: int, registers: frozenset[Source]) -> Plan:
        lacking = {b.id for b in self.rules if b.requires in registers}
        checks: dict[Part, tuple[Check, ...]] = {}
        not_checked: dict[Part, frozenset[str]] = {}
        for part in Part:
            of_part = [(n, built) for n, built in enumerate(self.rules) if built.part is part]
            not_checked[part] = frozenset(b.id for _, b in of_part if b.id in lacking)
            checks[part] = tuple(
                built.check
                for number, built in of_part
                if built.id not in lacking and not settled >> number & 1
            )
        return Plan(checks, not_checked)
