"""How a record is put together from values, found by reading marks in their place.

A record that was read from a document whose values are all marks shows where each value
goes. A recipe does the same with other values, without a document. Every record it makes
is new where a value stands in it; what holds no value is shared (nobody changes a record).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import fields, is_dataclass
from functools import partial
from operator import itemgetter
from typing import Any, Final

_OPEN: Final = "\ue000"
_CLOSE: Final = "\ue001"
KEPT_MAX: Final = 8_192

Step = tuple[Callable[..., Any], list[int]]
"""What makes a part of a record, and which of the parts before it is made of."""


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

    __slots__ = ("_constants", "_count", "_getters", "_steps")

    def __init__(self, constants: list[Any], count: int, steps: list[Step]) -> None:
        self._constants = constants
        self._count = count
        self._steps = steps
        self._getters = [(build, _all_of(parts)) for build, parts in steps]

    def make(self, values: Sequence[str]) -> Any:
        """The record with these values; a new one each time."""
        work = [*self._constants, *values]
        for build, parts in self._getters:
            work.append(build(*parts(work)))
        return work[-1]

    def bound(self, values: Sequence[str], loose: Collection[int], kept: Kept | None) -> Recipe:
        """The same recipe for values that differ from these in the loose ones at most.

        What depends on no loose value is made now. With ``kept``, what depends on one alone
        is remembered by it there.
        """
        return _Binder(self, values, loose, kept).recipe

    def parts(self) -> tuple[list[Any], int, list[Step]]:
        """Constants, number of values, steps."""
        return self._constants, self._count, self._steps


class Kept:
    """Parts of records by the one value they depend on; in all at most ``KEPT_MAX``."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], Any] = {}
        self._numbers = 0

    def of(self, make: Callable[[str], Any]) -> Callable[[str], Any]:
        """The same function, which remembers what it gave."""
        known, number = self._known, self._numbers
        self._numbers += 1

        def remembered(value: str) -> Any:
            found = known.get((number, value))
            if found is None:
                if len(known) >= KEPT_MAX:
                    known.clear()
                found = known[number, value] = make(value)
            return found

        return remembered


class _Binder:
    """Makes a recipe of another, some of whose values are known."""

    def __init__(
        self, recipe: Recipe, values: Sequence[str], loose: Collection[int], kept: Kept | None
    ) -> None:
        constants, count, self._steps = recipe.parts()
        self._values = len(constants)  # where they begin in the list
        self._first = self._values + count  # what is made begins
        self._work: list[Any] = [*constants, *values]
        self._needs = [frozenset({n} & set(loose)) for n in range(-self._values, count)]
        for build, parts in self._steps:
            self._work.append(build(*[self._work[part] for part in parts]))
            self._needs.append(frozenset[int]().union(*[self._needs[part] for part in parts]))
        self._kept = kept
        self._constants: list[Any] = []
        self._made: list[tuple[Callable[..., Any], list[tuple[str, int]]]] = []
        self._step(len(self._work) - 1)
        self.recipe = placed_recipe(self._constants, count, self._made)

    def _part(self, number: int) -> tuple[str, int]:
        needs = self._needs[number]
        if not needs:
            self._constants.append(self._work[number])
            return "constant", len(self._constants) - 1
        if number < self._first:
            return "value", number - self._values
        if self._kept is None or len(needs) > 1:
            return self._step(number)
        (value,) = needs
        self._made.append((self._kept.of(partial(self._again, number)), [("value", value)]))
        return "step", len(self._made) - 1

    def _step(self, number: int) -> tuple[str, int]:
        build, parts = self._steps[number - self._first]
        self._made.append((build, [self._part(part) for part in parts]))
        return "step", len(self._made) - 1

    def _again(self, number: int, value: str) -> Any:
        """What a step makes with another value in place of the one it needs."""
        if not self._needs[number]:
            return self._work[number]
        if number < self._first:
            return value
        build, parts = self._steps[number - self._first]
        return build(*[self._again(part, value) for part in parts])


def recipe_of(record: Any, count: int) -> Recipe:
    """The recipe of a record that was read from ``count`` marks.

    The record itself is always made new. Raises ``UnlearnableError``.
    """
    finder = _Finder()
    finder.look(record)
    return placed_recipe(finder.constants, count, finder.steps)


def placed_recipe(
    constants: list[Any], count: int, steps: list[tuple[Callable[..., Any], list[tuple[str, int]]]]
) -> Recipe:
    """A recipe of steps whose parts are told by where they stand."""
    offset = {"constant": 0, "value": len(constants), "step": len(constants) + count}
    return Recipe(
        constants,
        count,
        [(build, [offset[where] + number for where, number in parts]) for build, parts in steps],
    )


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
