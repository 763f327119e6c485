"""Values over a pipe: length-prefixed JSON, and dataclasses as lists of their fields.

Source: docs/decisions/0010-confined-check.md. Never pickle: what comes from a confined
child was written by a process that has read hostile bytes, so every value is taken
apart by the type it must have and anything else is refused (``WireError``). Reading
and writing only; what the messages mean is ``confined.py`` and ``confined_child.py``.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

FRAME_BYTES_MAX: Final = 64 * 1024 * 1024
_LENGTH: Final = struct.Struct(">L")
_PLAIN: Final = (str, int, bool, NoneType)
_SEQUENCES: Final[dict[Any, Callable[[list[Any]], Any]]] = {
    tuple: tuple,
    list: list,
    Sequence: tuple,
    frozenset: frozenset,
}

Encode = Callable[[Any], Any]
Decode = Callable[[Any], Any]


class WireError(ValueError):
    """What arrived is no message of ours."""


class WireClosed(EOFError):
    """The other side is gone."""


def send(channel: int, message: dict[str, Any]) -> None:
    """Write one message to a file descriptor. Raises ``WireClosed``."""
    # ASCII only, so that halves of surrogate pairs travel too
    body = json.dumps(message, separators=(",", ":")).encode("ascii")
    left = memoryview(_LENGTH.pack(len(body)) + body)
    try:
        while left:
            left = left[os.write(channel, left) :]
    except (BrokenPipeError, ConnectionResetError) as error:
        raise WireClosed from error


def receive(channel: int, *, wait: Callable[[], None] | None = None) -> dict[str, Any]:
    """Read one message. ``wait`` is called before each read and may raise to give up.

    Raises ``WireClosed`` at the end of the stream and ``WireError`` for nonsense.
    """
    (length,) = _LENGTH.unpack(_exactly(channel, _LENGTH.size, wait))
    if length > FRAME_BYTES_MAX:
        raise WireError(f"a message of {length} bytes")
    try:
        message = json.loads(_exactly(channel, length, wait))
    except (ValueError, RecursionError) as error:
        raise WireError("not JSON") from error
    if not isinstance(message, dict):
        raise WireError("not a message")
    return message


def _exactly(channel: int, size: int, wait: Callable[[], None] | None) -> bytes:
    parts: list[bytes] = []
    while size:
        if wait is not None:
            wait()
        try:
            part = os.read(channel, min(size, 1 << 20))
        except ConnectionResetError as error:
            raise WireClosed from error
        if not part:
            raise WireClosed
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


@cache
def encoder(kind: Any) -> Encode:
    """How a value of a type becomes JSON: dataclasses are lists of their fields."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in _PLAIN:
        return lambda value: value
    if kind in (date, datetime):
        return lambda value: value.isoformat()
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda value: value.value
    if is_dataclass(kind):
        return _dataclass_encoder(kind)
    if origin in (Union, UnionType):
        return _union_encoder(arguments)
    if origin in _SEQUENCES:
        if origin is tuple and arguments[1:] != (...,):
            return _row_encoder(arguments)
        inner = encoder(arguments[0])
        return lambda values: [inner(value) for value in values]
    raise TypeError(f"{kind} cannot go over the pipe")


@cache
def decoder(kind: Any) -> Decode:
    """The way back; raises ``WireError`` for anything but a value of that type."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in _PLAIN:
        return _plain_decoder(kind)
    if kind in (date, datetime):
        return _parsed_decoder(str, kind.fromisoformat)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _parsed_decoder(type(next(iter(kind)).value), kind)
    if is_dataclass(kind):
        return _dataclass_decoder(kind)
    if origin in (Union, UnionType):
        return _union_decoder(arguments)
    if origin in _SEQUENCES:
        if origin is tuple and arguments[1:] != (...,):
            return _row_decoder(arguments)
        return _sequence_decoder(decoder(arguments[0]), _SEQUENCES[origin])
    raise TypeError(f"{kind} cannot come over the pipe")


def _types_of(kind: Any) -> list[tuple[str, Any]]:
    hints = get_type_hints(kind)
    return [(field.name, hints[field.name]) for field in fields(kind) if field.init]


def _dataclass_encoder(kind: Any) -> Encode:
    parts = [(name, encoder(hint)) for name, hint in _types_of(kind)]
    return lambda value: [encode(getattr(value, name)) for name, encode in parts]


def _row_encoder(kinds: tuple[Any, ...]) -> Encode:
    parts = [encoder(kind) for kind in kinds]
    return lambda values: [part(value) for part, value in zip(parts, values, strict=True)]


def _union_encoder(kinds: tuple[Any, ...]) -> Encode:
    """``None`` stays; of several types each value says which it is."""
    others = [kind for kind in kinds if kind is not NoneType]
    if len(others) == 1:
        inner = encoder(others[0])
        return lambda value: None if value is None else inner(value)

    def encode(value: Any) -> Any:
        if value is None:
            return None
        for number, kind in enumerate(others):
            if isinstance(value, get_origin(kind) or kind):
                return [number, encoder(kind)(value)]
        raise TypeError(f"{type(value)} cannot go over the pipe")

    return encode


def _plain_decoder(kind: Any) -> Decode:
    def decode(value: Any) -> Any:
        if type(value) is not kind:  # true is no number here
            raise WireError(f"no {kind.__name__}")
        return value

    return decode


def _parsed_decoder(wanted: type, parse: Callable[[Any], Any]) -> Decode:
    def decode(value: Any) -> Any:
        if type(value) is not wanted:
            raise WireError(f"no {wanted.__name__}")
        try:
            return parse(value)
        except ValueError as error:
            raise WireError("no such value") from error

    return decode


def _list_of(value: Any, length: int | None = None) -> list[Any]:
    if type(value) is not list or (length is not None and len(value) != length):
        raise WireError("no list of the right length")
    return value


def _dataclass_decoder(kind: Any) -> Decode:
    return _built(kind, [decoder(hint) for _, hint in _types_of(kind)])


def _built(make: Callable[..., Any], parts: list[Decode]) -> Decode:
    def decode(value: Any) -> Any:
        values = _list_of(value, len(parts))
        return make(*(part(item) for part, item in zip(parts, values, strict=True)))

    return decode


def _row_decoder(kinds: tuple[Any, ...]) -> Decode:
    return _built(lambda *values: values, [decoder(kind) for kind in kinds])


def _sequence_decoder(inner: Decode, make: Callable[[list[Any]], Any]) -> Decode:
    return lambda value: make([inner(item) for item in _list_of(value)])


def _union_decoder(kinds: tuple[Any, ...]) -> Decode:
    others = [decoder(kind) for kind in kinds if kind is not NoneType]
    nothing = NoneType in kinds

    def decode(value: Any) -> Any:
        if value is None and nothing:
            return None
        if len(others) == 1:
            return others[0](value)
        number, content = _list_of(value, 2)
        if type(number) is not int or not 0 <= number < len(others):
            raise WireError("no such kind of value")
        return others[number](content)

    return decode
