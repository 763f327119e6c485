"""The observations of one checkup result, walked once and looked up by every item rule.

Source: standards/archive-and-xml.md 7.2; administrative-checks.md 12 (a value at the
limit has two value elements). Judges nothing. Pure.
"""

from __future__ import annotations

from daiko.documents.records import CheckupResult, Observation, ObservationValue, Section
from daiko.standard import oids

Placed = tuple[str, Observation, ObservationValue | None]
"""Code of the section, the observation, and the value that counts."""


class ItemIndex:
    """What a result says, by item code.

    ``all`` holds every observation in the order of the file, parts of series groups
    included. ``measured`` are the codes with a value, ``undone`` those that stand
    without one (not performed or not measurable); a code may be in both. ``values``
    holds the first value of a code that is not marked by a nullFlavor, ``marked`` every
    value that is, with its code.
    """

    __slots__ = ("all", "marked", "measured", "undone", "values")

    def __init__(self, result: CheckupResult) -> None:
        self.all: list[Placed] = []
        self.measured: set[str] = set()
        self.undone: set[str] = set()
        self.values: dict[str, ObservationValue] = {}
        self.marked: list[tuple[str | None, ObservationValue]] = []
        for section in result.sections:
            self._place(section)
        for _, observation, value in self.all:
            code = observation.code
            if value is None or value.null_flavor is not None or len(observation.values) > 1:
                self.marked += [(code, v) for v in observation.values if v.null_flavor is not None]
            if code is not None:
                self._look_up(code, value, observation.negated)

    def _look_up(self, code: str, value: ObservationValue | None, negated: bool) -> None:
        if value is None or value.null_flavor is not None:
            self.undone.add(code)
            return
        if code not in self.values:
            self.values[code] = value
        (self.undone if negated else self.measured).add(code)

    def _place(self, section: Section) -> None:
        code = section.code or ""
        for observation in section.observations:
            self.all.append((code, observation, main_value(observation)))
            for part in observation.parts:
                self.all.append((code, part, main_value(part)))


def main_value(observation: Observation) -> ObservationValue | None:
    """The value itself, not the marker H or L that may stand before it."""
    values = observation.values
    if len(values) > 1 and values[0].code_system == oids.LIMIT_MARKER:
        return values[1]
    return values[0] if values else None
