"""The observations of one checkup result, walked once and looked up by every item rule.

What one observation says by itself (its codes, whether they were measured, verdicts
that need nothing else) is worked out once and kept with it, since the same observation
comes again in other results (``documents/entry_memory.py``).
Source: standards/archive-and-xml.md 7.2; administrative-checks.md 12 (a value at the
limit has two value elements). Judges nothing. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from daiko.documents.records import CheckupResult, Observation, ObservationValue
from daiko.standard import oids

Placed = tuple[str, Observation, ObservationValue | None]
"""Code of the section, the observation, and the value that counts."""

Judge = Callable[[bool, Observation, ObservationValue | None, int | None], bool]
"""Whether an item is right by itself: is it in the free section, the observation, its value,
the fiscal year of the checkup (``None``: nobody knows)."""

FREE_SECTION: Final = "01990"  # its items are the sender's own
_YEARS_MAX: Final = 16  # honest documents are of two or three
_JUDGES: Final[list[Judge]] = []
_SETS: Final[dict[tuple[str, ...], frozenset[str]]] = {}
_SETS_MAX: Final = 4_096


def item_judge(judge: Judge) -> Judge:
    """Mark a function as a judge of items, for ``ItemIndex.hold``.

    It may look at nothing but its arguments: its verdict stays with the observation, for
    other results in which the same one stands.
    """
    _JUDGES.append(judge)
    return judge


class _Said:
    """What an observation and its parts say, whoever's result they stand in."""

    __slots__ = ("codes", "item", "marked", "measured", "placed", "right", "undone", "values")

    def __init__(self, observation: Observation) -> None:
        self.placed = [(o, main_value(o)) for o in (observation, *observation.parts)]
        self.codes = [o.code for o, _ in self.placed if o.code]
        self.measured: list[str] = []
        self.undone: list[str] = []
        self.values: list[tuple[str, ObservationValue]] = []
        self.marked: list[tuple[str | None, ObservationValue]] = []
        self.right: dict[tuple[bool, int | None, int], int] = {}
        for part, value in self.placed:
            self.marked += [(part.code, v) for v in part.values if v.null_flavor is not None]
            if part.code is None:
                continue
            if value is None or value.null_flavor is not None:
                self.undone.append(part.code)
                continue
            self.values.append((part.code, value))
            (self.undone if part.negated else self.measured).append(part.code)
        is_usual = len(self.placed) == len(self.measured) == len(self.codes) and not self.marked
        self.item = self.values[0] if is_usual and len(self.values) == 1 else None
        """The usual case: one item with a value, and nothing else to say."""

    def judged(self, is_free: bool, year: int | None) -> int:
        """Bit n: judge n finds every item here right. Remembered."""
        bits = 0
        for number, judge in enumerate(_JUDGES):
            if all(judge(is_free, o, value, year) for o, value in self.placed):
                bits |= 1 << number
        if len(self.right) >= _YEARS_MAX:
            self.right.clear()
        self.right[is_free, year, len(_JUDGES)] = bits
        return bits


class ItemIndex:
    """What a result says, by item code.

    ``measured`` are the codes with a value, ``undone`` those that stand without one (not
    performed or not measurable); a code may be in both. ``values`` holds the first value
    of a code that is not marked by a nullFlavor, ``marked`` every value that is, with its
    code. ``section_codes`` are those of the sections, ``doubled``: a section holds an
    item twice. ``right``, bit n: judge n finds every item right.
    """

    __slots__ = (
        "_said", "doubled", "marked", "measured", "right", "section_codes", "undone", "values",
    )  # fmt: skip

    def __init__(self, result: CheckupResult, year: int | None) -> None:
        self._said: list[tuple[str, list[_Said]]] = []
        self.section_codes = tuple([section.code for section in result.sections])
        self.doubled = False
        self.marked: list[tuple[str | None, ObservationValue]] = []
        self.right = (1 << len(_JUDGES)) - 1
        values: list[tuple[str, ObservationValue]] = []
        measured: list[str] = []
        undone: list[str] = []
        for section in result.sections:
            place = section.code or ""
            said = [o.seen or _note(o) for o in section.observations]
            self._said.append((place, said))
            usual = [s.item for s in said if s.item]
            codes = [code for code, _ in usual]
            measured += codes
            if len(usual) == len(said):
                values += usual
            else:
                values += [value for s in said for value in s.values]
                for unusual in [s for s in said if s.item is None]:
                    codes += unusual.codes
                    measured += unusual.measured
                    undone += unusual.undone
                    self.marked += unusual.marked
            self.doubled = self.doubled or len(set(codes)) != len(codes)
            key = (place == FREE_SECTION, year, len(_JUDGES))
            for s in said:
                bits = s.right.get(key)
                self.right &= s.judged(*key[:2]) if bits is None else bits
        self.values: dict[str, ObservationValue] = dict(reversed(values))  # the first wins
        self.measured = _one(measured)
        self.undone = _one(undone)

    @property
    def all(self) -> list[Placed]:
        """Every observation in the order of the file, parts of series groups included."""
        return [(at, o, value) for at, said in self._said for s in said for o, value in s.placed]

    def hold(self, judge: Judge) -> bool:
        """Whether a function marked ``item_judge`` finds every item right."""
        return bool(self.right >> _JUDGES.index(judge) & 1)


def _one(codes: list[str]) -> frozenset[str]:
    """The set of these codes; the same object for the same list, so that it is compared at once."""
    key = tuple(codes)
    found = _SETS.get(key)
    if found is None:
        if len(_SETS) >= _SETS_MAX:
            _SETS.clear()
        found = _SETS[key] = frozenset(key)
    return found


def _note(observation: Observation) -> _Said:
    said = observation.seen = _Said(observation)
    return said


def main_value(observation: Observation) -> ObservationValue | None:
    """The value itself, not the marker H or L that may stand before it."""
    values = observation.values
    if len(values) > 1 and values[0].code_system == oids.LIMIT_MARKER:
        return values[1]
    return values[0] if values else None
