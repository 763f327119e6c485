"""The observations of one checkup result, walked once and looked up by every item rule.

What one observation says by itself (its codes, whether they were measured, verdicts
that need nothing else) is worked out once and kept with it, since the same observation
comes again in other results (``documents/entry_memory.py``).
Source: standards/archive-and-xml.md 7.2; administrative-checks.md 12 (a value at the
limit has two value elements). Judges nothing. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final

from daiko.documents.records import CheckupResult, Observation, ObservationValue
from daiko.standard import oids

Placed = tuple[str, Observation, ObservationValue | None]
"""Code of the section, the observation, and the value that counts."""

Judge = Callable[[bool, Observation, ObservationValue | None, Hashable], bool]
"""Whether an item is right: is it in the free section, the observation, its value, when."""

FREE_SECTION: Final = "01990"  # its items are the sender's own
_VERDICTS_MAX: Final = 64  # judges times years: honest documents need a handful


class _Said:
    """What an observation and its parts say, whoever's result they stand in."""

    __slots__ = ("codes", "marked", "measured", "placed", "undone", "values", "verdicts")

    def __init__(self, observation: Observation) -> None:
        self.placed = [(o, main_value(o)) for o in (observation, *observation.parts)]
        self.codes = [o.code for o, _ in self.placed if o.code]
        self.measured: list[str] = []
        self.undone: list[str] = []
        self.values: list[tuple[str, ObservationValue]] = []
        self.marked: list[tuple[str | None, ObservationValue]] = []
        self.verdicts: dict[Hashable, bool] = {}
        for part, value in self.placed:
            self.marked += [(part.code, v) for v in part.values if v.null_flavor is not None]
            if part.code is None:
                continue
            if value is None or value.null_flavor is not None:
                self.undone.append(part.code)
                continue
            self.values.append((part.code, value))
            (self.undone if part.negated else self.measured).append(part.code)


class ItemIndex:
    """What a result says, by item code.

    ``measured`` are the codes with a value, ``undone`` those that stand without one (not
    performed or not measurable); a code may be in both. ``values`` holds the first value
    of a code that is not marked by a nullFlavor, ``marked`` every value that is, with its
    code. ``section_codes`` are those of the sections, ``doubled``: a section holds an
    item twice.
    """

    __slots__ = ("_said", "doubled", "marked", "measured", "section_codes", "undone", "values")

    def __init__(self, result: CheckupResult) -> None:
        self._said: list[tuple[str, _Said]] = []
        self.section_codes = tuple(section.code for section in result.sections)
        self.doubled = False
        self.values: dict[str, ObservationValue] = {}
        self.marked: list[tuple[str | None, ObservationValue]] = []
        measured: list[str] = []
        undone: list[str] = []
        for section in result.sections:
            place, codes = section.code or "", list[str]()
            for observation in section.observations:
                said: _Said | None = observation.seen
                if said is None:
                    said = observation.seen = _Said(observation)
                self._said.append((place, said))
                codes += said.codes
                measured += said.measured
                for code, value in said.values:
                    self.values.setdefault(code, value)
                if said.undone or said.marked:
                    undone += said.undone
                    self.marked += said.marked
            self.doubled = self.doubled or len(set(codes)) != len(codes)
        self.measured = frozenset(measured)
        self.undone = frozenset(undone)

    @property
    def all(self) -> list[Placed]:
        """Every observation in the order of the file, parts of series groups included."""
        return [(place, o, value) for place, said in self._said for o, value in said.placed]

    def hold(self, judge: Judge, when: Hashable = None) -> bool:
        """Whether a judge finds every item right, each by itself.

        ``judge`` may look at nothing but its arguments: its verdict stays with the
        observation, for other results in which the same one stands.
        """
        for place, said in self._said:
            is_free = place == FREE_SECTION
            verdict = said.verdicts.get((judge, is_free, when))
            if verdict is None:
                verdict = all(judge(is_free, o, value, when) for o, value in said.placed)
                if len(said.verdicts) >= _VERDICTS_MAX:
                    said.verdicts.clear()
                said.verdicts[judge, is_free, when] = verdict
            if not verdict:
                return False
        return True


def main_value(observation: Observation) -> ObservationValue | None:
    """The value itself, not the marker H or L that may stand before it."""
    values = observation.values
    if len(values) > 1 and values[0].code_system == oids.LIMIT_MARKER:
        return values[1]
    return values[0] if values else None
