"""Blocks of documents known by their shape: the same markup around other values.

Nearly all documents of a program are the same text with other names, numbers and amounts
in it. A block (a header, an entry, a settlement) is taken apart into its literals, the
bytes around the values, and its values: attributes in double quotes, and texts. Where
these literals stood in a document that was parsed, valid and read, the record of the block
is put together from its values by a recipe, and nothing is parsed.

Why that says what parser, schema and reader would say.

- Literals and values hold no "&", no control characters and no U+FFFE/FFFF, values no "<"
  and ">" either (``take_apart``): so other values give the same tree with these values in it.
- What names a type or binds a prefix, and what a reader looks at to decide, is fixed: it is
  part of the shape (``_is_fixed``). No shape holds an ID or a reference to one.
- A value is accepted at its place only if the schema is known to take it there: it stood
  there in a valid document; or its form (digits by length, days) did and the schema took
  the least and the greatest of that form; or the schema took texts of any kind. The schema
  itself is asked (``Places``), with the value of a valid document exchanged. That the least
  and the greatest speak for a form, and the probes for any text, is so for the schemas of
  this project: tests/documents/test_shapes.py looks at every facet in them.
- A recipe is found by reading the block once with a mark in place of every value
  (``recipes.py``): readers copy values and never look at them. It is used only if it gives
  the very record that was read, and not learned where the document has such marks itself.

Bounds: ``FORMS_MAX`` shapes by literals, ``VARIANTS_MAX`` of fixed values each, as many
variants (all but the loose values) of all together, ``VALUES_MAX`` values a place,
``KEPT_MAX`` parts of records. A shape is learned when it is met again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import Any, Final, NamedTuple

from lxml.etree import XMLSyntaxError

from daiko.documents.gate import tree_of
from daiko.documents.places import Place, Places
from daiko.documents.recipes import Kept, Recipe, UnlearnableError, mark, may_hold_mark, recipe_of

FORMS_MAX: Final = 512
VARIANTS_MAX: Final = 2_048
BOUND_AFTER: Final = 6
QUESTIONS_MAX: Final = 4_000  # a provider's first documents ask some 300
_NEVER: Final = bytes([*range(10), *range(11, 32), 0x26])  # all controls but \n, and "&"
_NO_CHARACTERS: Final = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_TEXT: Final = re.compile(r'>([^\s<>&"](?:[^\n<>&"]*[^\s<>&"])?)<')
_NAME: Final = re.compile(r"\s([^\s<>=]+)=$")
_OF_TEXT: Final = "\x1e"  # stands for a text in the literals
_BETWEEN: Final = "\x1f"
_FREE_NAMES: Final = frozenset({"value", "extension"})
_DECIDING_NAMES: Final = frozenset(
    {"negationInd", "nullFlavor", "version", "encoding", "standalone"}  # of the declaration, too
)
_REFERRING_NAMES: Final = frozenset({"ID", "IDREF", "referencedObject", "headers"})

Values = list[str]
Reader = Callable[[Any], Any]


class Questions:
    """How often the schema may still be asked, so that ever stranger documents cannot cost a
    multiple of their check: a question is a document parsed and validated."""

    def __init__(self, left: int = QUESTIONS_MAX) -> None:
        self.left = left

    def asking(self, is_valid: Callable[[bytes], bool]) -> Callable[[bytes], bool]:
        """The same question, counted; what is not asked any more is refused."""

        def asked(data: bytes) -> bool:
            self.left -= 1
            return self.left >= 0 and is_valid(data)

        return asked


class Taken(NamedTuple):
    """A block taken apart: literals joined, texts, then attributes in order."""

    literals: str
    values: Values


def plain_text(block: bytes) -> str | None:
    """A block as text; ``None`` if it holds what could mean more than its characters, or no text.

    >>> plain_text("アオキ".encode()), plain_text(b"a&amp;b"), plain_text("アオキ".encode("cp932"))
    ('アオキ', None, None)
    """
    if len(block.translate(None, _NEVER)) != len(block):
        return None
    if _NO_CHARACTERS[0] in block or _NO_CHARACTERS[1] in block:
        return None
    try:
        return block.decode()
    except UnicodeDecodeError:
        return None


def take_apart(block: str) -> Taken | None:
    """Literals and values of a ``plain_text``; ``None``: no usual shape.

    >>> take_apart('<name>アオキ</name><id root="1.2" extension="34"/>').values
    ['アオキ', '1.2', '34']
    >>> take_apart('<a b="c>d"/>') is None
    True
    """
    if "<!" in block:
        return None
    pieces = _TEXT.split(block)
    quoted = _OF_TEXT.join(pieces[::2]).split('"')
    if len(quoted) % 2 == 0:
        return None
    attributes = quoted[1::2]
    between = _BETWEEN.join(attributes)
    if "<" in between or ">" in between or "\n" in between or _OF_TEXT in between:
        return None
    return Taken(_BETWEEN.join(quoted[::2]), pieces[1::2] + attributes)


@dataclass(slots=True)
class _Shape:
    """Literals with their fixed values: where the others stand and what is read from them."""

    recipe: Recipe
    places: dict[int, Place]  # of all values that are not fixed
    asked: list[tuple[int, Place]] = field(default_factory=list)  # of the loose, not any text


@dataclass(slots=True)
class _Variant:
    """A shape of which all values but the loose are known; met often it has a shorter recipe."""

    make: Callable[[Sequence[str]], Any]
    shape: _Shape
    left: int = BOUND_AFTER  # times to be met before that


@dataclass(slots=True)
class _Form:
    """Literals: names of the attributes, and the shapes by what is fixed."""

    free: list[int]  # all that is not fixed
    spoken: list[int]  # texts and numbers, as a person would read them
    fixed: Callable[[Sequence[str]], Any] | None
    others: Callable[[Sequence[str]], Any] | None
    loose: list[int]
    shapes: dict[Any, _Shape] = field(default_factory=dict)
    variants: dict[Any, _Variant] = field(default_factory=dict)  # by all values but the loose


class Shapes:
    """Shapes of one kind of block. ``wrap`` makes a document of a block that ``read`` reads.

    ``keep``: parts of records are remembered by the one value in them. Not for blocks that
    name a person, whose values do not come again.
    """

    def __init__(self, wrap: Callable[[str], str], read: Reader, *, keep: bool = False) -> None:
        self._wrap = wrap
        self._read = read
        self._forms: dict[str, _Form | None] = {}
        self._met: set[int] = set()
        self._places = Places()
        self._variants = 0  # of all forms
        self._kept = Kept() if keep else None

    def read(self, taken: Taken) -> Any:
        """The record of a block; ``None`` if it is not known that it is valid, or how it reads."""
        form = self._forms.get(taken.literals)
        if form is None:
            return None
        values = taken.values
        key = form.others(values) if form.others is not None else None
        variant = form.variants.get(key)
        if variant is None:
            variant = self._variant(form, key, values)
            if variant is None:
                return None
        for number, place in variant.shape.asked:
            if not place.takes(values[number]):
                return None
        if variant.left:
            variant.left -= 1
            if not variant.left:
                variant.make = variant.shape.recipe.bound(values, form.loose, self._kept).make
        return variant.make(values)

    def spoken(self, taken: Taken) -> str:
        """Texts and extensions of a block that was read by its shape."""
        form = self._forms.get(taken.literals)
        return "" if form is None else "".join([taken.values[number] for number in form.spoken])

    def _variant(self, form: _Form, key: Any, values: Values) -> _Variant | None:
        """The variant for values that did not stand together before, each of which is known."""
        shape = form.shapes.get(form.fixed(values) if form.fixed is not None else None)
        if shape is None:
            return None
        if not all(place.takes(values[number]) for number, place in shape.places.items()):
            return None
        if self._variants >= VARIANTS_MAX:
            self._variants = 0
            for other in filter(None, self._forms.values()):
                other.variants.clear()
        self._variants += 1
        variant = form.variants[key] = _Variant(shape.recipe.make, shape)
        return variant

    def learn(self, block: str, taken: Taken, is_valid: Callable[[str], bool]) -> None:
        """Learn from a block of a document that is valid and was read.

        ``is_valid`` says whether that document is valid with another block in its place.
        """
        if taken.literals not in self._forms:
            if not self._is_met_again(taken):
                return
            if len(self._forms) >= FORMS_MAX:
                self._forms.clear()
            self._forms[taken.literals] = _form_of(taken)
        form = self._forms[taken.literals]
        if form is None:
            return
        fixed = form.fixed(taken.values) if form.fixed is not None else None
        shape = form.shapes.get(fixed)
        if shape is None:
            shape = self._learned(form, taken, block)
            if shape is None or len(form.shapes) >= VARIANTS_MAX:
                self._forms[taken.literals] = None
                return
            form.shapes[fixed] = shape
        for number, place in shape.places.items():
            if not place.takes(taken.values[number]):
                place.learn(taken.values[number], partial(_is_valid_with, taken, number, is_valid))
        texts = taken.literals.count(_OF_TEXT)  # never empty
        shape.asked = [
            (number, shape.places[number])
            for number in form.loose
            if number >= texts or not shape.places[number].takes_any
        ]

    def _is_met_again(self, taken: Taken) -> bool:
        if len(self._met) >= FORMS_MAX:
            self._met.clear()
        again = hash(taken.literals) in self._met
        self._met.add(hash(taken.literals))
        return again

    def _learned(self, form: _Form, taken: Taken, block: str) -> _Shape | None:
        document = self._wrap(block)
        if may_hold_mark(document):  # a document's own would be taken for ours
            return None
        values = list(taken.values)
        for number in form.free:
            values[number] = mark(number)
        try:
            root = tree_of(self._wrap(put_together(taken.literals, values)).encode())
            found = self._places.of(root, form.free)
            recipe = recipe_of(self._read(root), len(taken.values))
            plain = self._read(tree_of(document.encode()))
        except (UnlearnableError, XMLSyntaxError):
            return None
        return _Shape(recipe, found) if recipe.make(taken.values) == plain else None


def put_together(literals: str, values: Sequence[str]) -> str:
    """The block of literals and values: the reverse of ``take_apart``."""
    texts = literals.count(_OF_TEXT)
    pieces = literals.split(_BETWEEN)
    quoted = [pieces[0]]
    for piece, value in zip(pieces[1:], values[texts:], strict=True):
        quoted += ['"', value, '"', piece]
    parts = "".join(quoted).split(_OF_TEXT)
    whole = [parts[0]]
    for part, value in zip(parts[1:], values[:texts], strict=True):
        whole += [">", value, "<", part]
    return "".join(whole)


def _is_valid_with(taken: Taken, at: int, is_valid: Callable[[str], bool], value: str) -> bool:
    values = list(taken.values)
    values[at] = value
    return is_valid(put_together(taken.literals, values))


def _form_of(taken: Taken) -> _Form | None:
    """What the literals say of each value; ``None`` if they are not to be learned."""
    pieces = taken.literals.split(_BETWEEN)
    names = [""] * taken.literals.count(_OF_TEXT)
    for piece in pieces[:-1]:
        name = _NAME.search(piece)
        if name is None:  # a quote in a text
            return None
        names.append(name[1])
    if not _REFERRING_NAMES.isdisjoint(names):
        return None
    loose = [n for n, name in enumerate(names) if not name or name in _FREE_NAMES]
    others = [n for n, name in enumerate(names) if name and name not in _FREE_NAMES]
    fixed = [n for n in others if _is_fixed(names[n])]
    free = [n for n in range(len(names)) if n not in fixed]
    spoken = [n for n, name in enumerate(names) if not name or name == "extension"]
    return _Form(free, spoken, _getter(fixed), _getter(others), loose)


def _is_fixed(name: str) -> bool:
    return ":" in name or name == "xmlns" or name in _DECIDING_NAMES


def _getter(numbers: list[int]) -> Callable[[Sequence[str]], Any] | None:
    return itemgetter(*numbers) if numbers else None
