"""The acts and observations of one guidance result, walked once and looked up by rules.

Source: standards/guidance.md 7.2, 7.3. Judges nothing. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from daiko.checks.values import day, plain_decimal
from daiko.documents.guidance_records import (
    GuidanceAct,
    GuidanceObservation,
    GuidanceResult,
    GuidanceSection,
)

COMMON: Final = "90010"
FIRST_HALF: Final = "90020"
INTERVIEW: Final = "90030"
SUPPORT: Final = "90040"
INTERIM: Final = "90050"
FINAL: Final = "90060"
TOTALS: Final = "90070"
INSTITUTIONS: Final = "90080"

SECTIONS: Final = frozenset(
    {COMMON, FIRST_HALF, INTERVIEW, SUPPORT, INTERIM, FINAL, TOTALS, INSTITUTIONS}
)
"""All that the standard knows."""

PLAN: Final = "INT"
DONE: Final = "EVN"

_MOST_DIGITS: Final = 9


class PlacedItem(NamedTuple):
    """An observation where it stands. ``act`` is ``None`` for an entry without an act."""

    section: str
    act: GuidanceAct | None
    observation: GuidanceObservation


Group = tuple[str, GuidanceAct | None, tuple[GuidanceObservation, ...]]
"""Code of the section, the act, and its observations."""


class Said:
    """What an observation says, whoever's result it stands in; kept with it.

    ``text``: its code, value or text as written. ``right``: phase, section and mood of the
    act in which it was found right (``rules/guidance_values.py``).
    """

    __slots__ = ("right", "text")

    def __init__(self, observation: GuidanceObservation) -> None:
        self.text = _text_of(observation)
        self.right: set[tuple[int, str, str | None]] = set()


class GuidanceItems:
    """What a guidance result says, by section and item code.

    A look-up without a section takes the first that has the code; the plan of a 90020
    counts after that of 90030. ``groups`` holds the observations act by act in the order of
    the file; ``texts``, by section and code, the code, value or text of the first such
    observation as written; codes without any are not in it.
    """

    __slots__ = ("_acts", "_days", "_first", "_sections", "groups", "texts")

    def __init__(self, result: GuidanceResult) -> None:
        self.groups: list[Group] = []
        self._sections: dict[str, list[GuidanceSection]] = {}
        self._first: dict[tuple[str, str | None], tuple[GuidanceAct | None, GuidanceObservation]]
        self._first = {}
        self._acts: dict[tuple[str, str | None], list[GuidanceAct]] = {}
        self._days: dict[str, date | None] = {}
        self.texts: dict[tuple[str, str | None], str] = {}
        for section in result.sections:
            code = section.code or ""
            self._sections.setdefault(code, []).append(section)
            for act in section.acts:
                self.groups.append((code, act, act.observations))
                self._place(code, act, act.observations)
            if section.observations:
                self.groups.append((code, None, section.observations))
                self._place(code, None, section.observations)

    def _place(
        self, code: str, act: GuidanceAct | None, observations: tuple[GuidanceObservation, ...]
    ) -> None:
        first, texts = self._first, self.texts
        for observation in observations:
            said = observation.seen or note(observation)
            place = (code, observation.code)
            if place not in first:
                first[place] = (act, observation)
                if said.text is not None:
                    texts[place] = said.text
            if observation.parts:
                self._place(code, act, observation.parts)

    def has_section(self, section: str) -> bool:
        return section in self._sections

    def sections(self, section: str) -> list[GuidanceSection]:
        """All sections of a code; one is right, a file may repeat it."""
        return self._sections.get(section, [])

    def acts(self, section: str, mood: str | None = None) -> list[GuidanceAct]:
        """Acts of a section in the order of the file, of one mood (EVN, INT) if asked."""
        key = (section, mood)
        if key not in self._acts:
            self._acts[key] = [
                act
                for found in self.sections(section)
                for act in found.acts
                if mood in (None, act.mood_code)
            ]
        return self._acts[key]

    def done_act(self, section: str) -> GuidanceAct | None:
        """The interview of 90020/90030, the evaluation of 90060, the done totals of 90070."""
        acts = self.acts(section, DONE)
        return acts[0] if acts else None

    def act_day(self, section: str) -> date | None:
        """Day of the section's first done act, if it is a day of the calendar."""
        if section not in self._days:
            act = self.done_act(section)
            self._days[section] = None if act is None else day(act.performed_on)
        return self._days[section]

    def find(self, code: str, *sections: str) -> PlacedItem | None:
        """The first observation of a code in these sections, in their order."""
        for section in sections:
            if (item := self._first.get((section, code))) is not None:
                return PlacedItem(section, *item)
        return None

    def text(self, code: str, *sections: str) -> str | None:
        """The code, value or text of an item as written; ``None`` when absent or empty."""
        for section in sections:
            if (section, code) in self._first:
                return self.texts.get((section, code))
        return None

    def number(self, code: str, *sections: str) -> int | None:
        """An item written as a whole number (INT, PQ), ``None`` when it is none."""
        return whole(self.text(code, *sections))

    def decimal(self, code: str, *sections: str) -> Decimal | None:
        """An item written as a decimal number."""
        return decimal(self.text(code, *sections))

    def coded(self, *sections: str) -> Iterator[PlacedItem]:
        """Observations of these sections that have an item code, in the order of the file."""
        for section, act, observations in self.groups:
            if section in sections:
                for observation in with_parts(observations):
                    if observation.code is not None:
                        yield PlacedItem(section, act, observation)


def with_parts(observations: Sequence[GuidanceObservation]) -> Iterator[GuidanceObservation]:
    """Each, then its parts."""
    for observation in observations:
        yield observation
        if observation.parts:
            yield from with_parts(observation.parts)


def note(observation: GuidanceObservation) -> Said:
    """What an observation says, worked out once."""
    said = observation.seen = Said(observation)
    return said


def _text_of(observation: GuidanceObservation) -> str | None:
    if not observation.values or observation.values[0].null_flavor is not None:
        return None
    value = observation.values[0]
    return next((t for t in (value.code, value.value, value.text) if t is not None), None)


def act_minutes(act: GuidanceAct, *codes: str) -> int | None:
    """Minutes of an act: effectiveTime/width of the first of these items it has."""
    for observation in act.observations:
        if observation.code in codes and observation.minutes is not None:
            return whole(observation.minutes.value)
    return None


def act_value(act: GuidanceAct, code: str) -> str | None:
    """Value of an item of one act as written."""
    for observation in act.observations:
        if observation.code == code and observation.values:
            value = observation.values[0]
            return value.code if value.code is not None else (value.value or value.text)
    return None


def whole(text: str | None) -> int | None:
    """Digits as a number, nine at the most.

    >>> whole("030"), whole(""), whole("1.5"), whole("-1")
    (30, None, None, None)
    """
    if text and len(text) <= _MOST_DIGITS and text.isascii() and text.isdigit():
        return int(text)
    return None


def decimal(text: str | None) -> Decimal | None:
    """A plain decimal number.

    >>> decimal("85.0"), decimal("abc"), decimal("NaN")
    (Decimal('85.0'), None, None)
    """
    return plain_decimal(text)
