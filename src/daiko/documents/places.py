"""What the schema takes at a place of a document, found by asking it.

A place is an element, by the names of its ancestors and its own (with ``xsi:type``), and an
attribute or its text. Source of why this is enough: ``shapes.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from daiko.documents.recipes import UnlearnableError, marked_number
from daiko.standard.oids import XSI_NAMESPACE

VALUES_MAX: Final = 4_096
_XSI_TYPE: Final = "{" + XSI_NAMESPACE + "}type"
_DAY: Final = re.compile(r"[1-9][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_DAY_FORM: Final = "day"
_DAYS: Final = ("10000101", "99991231")
_DIGITS: Final = str.maketrans("123456789", "000000000")
_NINES: Final = str.maketrans("0", "9")
ANY_TEXTS: Final = ("~", "A漢 か゚･𠮷 " + "x1-_,.;:!?()/*%'" * 20)
"""If a place takes these it takes any text: no list, no pattern and no length lets both pass."""
SHORT_TEXTS: Final = ("~", "A漢か･𠮷x1-_,.;:!?()/*"[:20])
"""If it takes these it takes any of at most twenty characters without a blank."""
_SHORT: Final = re.compile(r"\S{1,20}")


def form_of(value: str) -> str:
    """What values have in common that the schema takes or refuses together.

    >>> form_of("20260523"), form_of("20261399"), form_of("112.5")
    ('day', '00000000', '000.0')
    """
    if len(value) == 8 and _DAY.fullmatch(value):
        return _DAY_FORM
    return value.translate(_DIGITS)


class Place:
    """What may stand at one place."""

    __slots__ = ("_asked", "_forms", "_takes_any", "_takes_short", "_values")

    def __init__(self) -> None:
        self._takes_any: bool | None = None  # None: not asked yet
        self._takes_short = False
        self._forms: set[str] = set()
        self._asked: set[str] = set()
        self._values: set[str] = set()

    @property
    def takes_any(self) -> bool:
        """Whether any text may stand here, if only it is not empty."""
        return self._takes_any is True

    def takes(self, value: str) -> bool:
        """Whether it is known that a document stays valid with this value here."""
        if value in self._values or (self._takes_any and value):
            return True
        if form_of(value) in self._forms or (
            self._takes_short and _SHORT.fullmatch(value) is not None
        ):
            if len(self._values) < VALUES_MAX:
                self._values.add(value)  # found at once the next time
            return True
        return False

    def learn(self, value: str, is_valid: Callable[[str], bool]) -> None:
        """A valid document has this value here; ``is_valid`` tells of another."""
        if self._takes_any is None:
            self._takes_any = all(map(is_valid, ANY_TEXTS))
            self._takes_short = self._takes_any or all(map(is_valid, SHORT_TEXTS))
        if self.takes(value):
            return
        form = form_of(value)
        varies = form == _DAY_FORM or "0" in form
        if varies and form not in self._asked and len(self._asked) < VALUES_MAX:
            self._asked.add(form)
            ends = _DAYS if form == _DAY_FORM else (form, form.translate(_NINES))
            if all(map(is_valid, ends)):
                self._forms.add(form)
                return
        if len(self._values) < VALUES_MAX:
            self._values.add(value)


class Places:
    """The places of one kind of block."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, ...], Place] = {}

    def of(self, root: Any, marks: Iterable[int]) -> dict[int, Place]:
        """The place of each mark in a tree.

        Raises ``UnlearnableError`` if a mark is not a whole value, or is not there.
        """
        found: dict[int, Place] = {}
        for node in root.iter("*"):
            path = _path_of(node)
            for name, value in node.attrib.items():
                self._note(found, value, (*path, f"@{name}"))
            self._note(found, node.text or "", (*path, "text"))
            self._note(found, node.tail or "", (*path[:-1], "tail"))
        if found.keys() != set(marks):
            raise UnlearnableError
        return found

    def _note(self, found: dict[int, Place], text: str, key: tuple[str, ...]) -> None:
        number = marked_number(text.strip())
        if number is not None:
            found[number] = self._places.setdefault(key, Place())


def _path_of(node: Any) -> tuple[str, ...]:
    steps = [node, *node.iterancestors()]
    return tuple([f"{step.tag}({step.get(_XSI_TYPE, '')})" for step in reversed(steps)])
