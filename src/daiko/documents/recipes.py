"""How a record is put together from values, found by reading marks in their place.

A record that was read from a document whose values are all marks shows where each value
goes. A recipe does the same with other values, without a document. Every record it makes
is new where a value stands in it; what holds no value is shared (nobody changes a record).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from operator import itemgetter
from typing import Any, Final

_OPEN: Final = "\ue000"
_CLOSE: Final = "\ue001"


class UnlearnableError(Exception):
    """A value does not go into a field as it is."""


def mark(number: int) -> str:
    """What stands for a value: characters that no Japanese text has.

    >>> mark(3) == "\\ue0003\\ue001"
    True
    """
    return f"{_OPEN}{number}{_CLOSE}"


def may_hold_mark(text: str) -> bool:
    """Whether a text has a character of which marks are made."""
    return _OPEN in text or _CLOSE in text


def marked_number(text: str) -> int | None:
    """The number of a mark; ``None`` for a text without one. Raises ``UnlearnableError``."""
    if not may_hold_mark(text):
        return None
    if text.startswith(_OPEN) and text.endswith(_CLOSE) and text[1:-1].isdecimal():
        return int(text[1:-1])
    raise UnlearnableError


class Recipe:
    """Steps over a growing list: constants, values, then what is made of both."""

    __slots__ = ("_constants", "_steps")

    def __init__(self, constants: list[Any], steps: list[tuple[Callable[..., Any], Any]]) -> None:
        self._constants = constants
        self._steps = steps

    def make(self, values: Sequence[str]) -> Any:
        """The record with these values; a new one each time."""
        work = [*self._constants, *values]
        for build, parts in self._steps:
            work.append(build(*parts(work)))
        return work[-1]


def recipe_of(record: Any, count: int) -> Recipe:
    """The recipe of a record that was read from ``count`` marks.

    The record itself is always made new. Raises ``UnlearnableError``.
    """
    finder = _Finder()
    finder.look(record)
    offset = len(finder.constants)
    steps: list[tuple[Callable[..., Any], Any]] = []

    def place(part: tuple[str, int]) -> int:
        where, number = part
        return {"constant": 0, "value": offset, "step": offset + count}[where] + number

    for build, parts in finder.steps:
        steps.append((build, _all_of([place(part) for part in parts])))
    return Recipe(finder.constants, steps)


class _Finder:
    """Goes through a record, innermost parts first."""

    def __init__(self) -> None:
        self.constants: list[Any] = []
        self.steps: list[tuple[Callable[..., Any], list[tuple[str, int]]]] = []

    def look(self, record: Any) -> None:
        if not is_dataclass(record) and not isinstance(record, tuple):
            raise UnlearnableError
        self._step(record)

    def _part(self, value: Any) -> tuple[str, int]:
        if isinstance(value, str):
            number = marked_number(value)
            if number is not None:
                return "value", number
        if holds_mark(value):
            return self._step(value)
        self.constants.append(value)
        return "constant", len(self.constants) - 1

    def _step(self, value: Any) -> tuple[str, int]:
        if isinstance(value, tuple):
            parts, build = [self._part(part) for part in value], _tuple_of
        else:
            made = [f.name for f in fields(value) if f.init]
            parts, build = [self._part(getattr(value, name)) for name in made], type(value)
        self.steps.append((build, parts))
        return "step", len(self.steps) - 1


def holds_mark(value: Any) -> bool:
    """Whether a mark stands anywhere in a value. Raises ``UnlearnableError`` for part of one."""
    if isinstance(value, str):
        return marked_number(value) is not None
    if isinstance(value, tuple):
        return any(holds_mark(part) for part in value)
    if is_dataclass(value):
        return any(holds_mark(getattr(value, f.name)) for f in fields(value) if f.init)
    if value is None or isinstance(value, (bool, int)):
        return False
    raise UnlearnableError


def _tuple_of(*parts: Any) -> tuple[Any, ...]:
    return parts


def _all_of(numbers: list[int]) -> Callable[[list[Any]], tuple[Any, ...]]:
    """What stands at these places, as a tuple also for one or none."""
    if len(numbers) > 1:
        return itemgetter(*numbers)
    return lambda work: tuple([work[number] for number in numbers])
