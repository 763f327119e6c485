"""The acts and observations of one guidance result, walked once and looked up by rules.

Source: standards/guidance.md 7.2, 7.3. Judges nothing. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
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

PLAN: Final = "INT"
DONE: Final = "EVN"

_MOST_DIGITS: Final = 9


class PlacedItem(NamedTuple):
    """An observation where it stands. ``act`` is ``None`` for an entry without an act."""

    section: str
    act: GuidanceAct | None
    observation: GuidanceObservation


class GuidanceItems:
    """What a guidance result says, by section and item code.

    ``all`` holds every observation in the order of the file. A look-up without a section
    takes the first that has the code; the plan of a 90020 counts after that of 90030.
    ``texts`` holds, by section and code, the code, value or text of that first observation
    as written; codes without any are not in it.
    """

    __slots__ = ("_acts", "_first", "_sections", "all", "texts")

    def __init__(self, result: GuidanceResult) -> None:
        self.all: list[PlacedItem] = []
        self._sections: dict[str, list[GuidanceSection]] = {}
        self._first: dict[tuple[str, str], PlacedItem] = {}
        self._acts: dict[tuple[str, str | None], list[GuidanceAct]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        for section in result.sections:
            code = section.code or ""
            self._sections.setdefault(code, []).append(section)
            for act in section.acts:
                self._place(code, act, act.observations)
            self._place(code, None, section.observations)

    def _place(
        self, code: str, act: GuidanceAct | None, observations: tuple[GuidanceObservation, ...]
    ) -> None:
        for observation in observations:
            item = PlacedItem(code, act, observation)
            self.all.append(item)
            place = (code, observation.code)
            if observation.code is not None and place not in self._first:
                self._look_up((code, observation.code), item)
            if observation.parts:
                self._place(code, act, observation.parts)

    def _look_up(self, place: tuple[str, str], item: PlacedItem) -> None:
        self._first[place] = item
        values = item.observation.values
        if not values or values[0].null_flavor is not None:
            return
        value = values[0]
        for text in (value.code, value.value, value.text):
            if text is not None:
                self.texts[place] = text
                return

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

    def plan_act(self, section: str) -> GuidanceAct | None:
        """The plan of 90030 (or 90020), the planned totals of 90070."""
        acts = self.acts(section, PLAN)
        return acts[0] if acts else None

    def act_day(self, section: str) -> date | None:
        """Day of the section's first done act, if it is a day of the calendar."""
        act = self.done_act(section)
        return None if act is None else day(act.performed_on)

    def find(self, code: str, *sections: str) -> PlacedItem | None:
        """The first observation of a code in these sections, in their order."""
        for section in sections:
            if (item := self._first.get((section, code))) is not None:
                return item
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
        for item in self.all:
            if item.section in sections and item.observation.code is not None:
                yield item


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
